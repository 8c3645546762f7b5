//! The login without a user interface, for pages that draw their own.

mod across;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::encode_uri_component;
use passlock_core::protocol::{
    HEALTH_PATH, LOGOUT_PATH, OFFLINE_ACCESS, REVOKE_PATH, Receipt, RefreshRequest, Reply, START_PATH, StartRequest,
    TOKEN_PATH, TokenReply, TokenRequest, USERINFO_PATH, Value, Way, read_renewed, read_revoked, read_start,
    read_token, read_userinfo,
};
use passlock_core::session::{AccessToken, Profile, RefreshToken, Rules, Session, TokenFault, Unproved};
use passlock_core::{Code, EmailAddress, PhoneNumber, Problem, Recipient};

use crate::api::{self, Abort, BrowserJson, Signal};
use crate::clock::Clock;
use crate::config::{Config, WithoutCrypto};
use crate::crypto::Crypto;
use crate::keyring::Keyring;
use across::Held;

/// What tokens are written in, wherever they come from.
const JSON: &str = "application/json";

/// Talks to one backend for one application. Dropping a future of it gives its request up.
///
/// A session that it hands out is verified: what its id_token says, and that the backend signed it.
#[derive(Debug, Clone)]
pub struct Client {
    config: Config,
    clock: Clock,
    keys: Rc<Keyring>,
    /// What a login across origins has left for the next try.
    ticket: Rc<RefCell<Option<Held>>>,
}

impl Client {
    /// A client with the client id, domain, connection and scope of `config`.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let clock = Clock::default();
        let keys = Rc::new(Keyring::new(config.domain.clone(), clock.clone()));
        Self { config, clock, keys, ticket: Rc::default() }
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Asks the backend to text a code to `phone`.
    ///
    /// # Errors
    /// The [`Problem`] that kept the code from being sent.
    pub async fn start_sms(&self, phone: &PhoneNumber) -> Result<Receipt, Problem> {
        let abort = Abort::new();
        self.start(&Recipient::Phone(*phone), None, abort.signal()).await
    }

    /// Asks the backend to mail a code to `address`.
    ///
    /// # Errors
    /// The [`Problem`] that kept the code from being sent.
    pub async fn start_email(&self, address: &EmailAddress) -> Result<Receipt, Problem> {
        let abort = Abort::new();
        self.start(&Recipient::Email(address.clone()), None, abort.signal()).await
    }

    /// Trades the code that `phone` received for a session.
    ///
    /// # Errors
    /// The [`Problem`] that kept the person out.
    pub async fn login_sms(&self, phone: &PhoneNumber, code: &Code) -> Result<Session, Problem> {
        let abort = Abort::new();
        self.login(&Recipient::Phone(*phone), code, abort.signal()).await
    }

    /// Trades the code that `address` received for a session.
    ///
    /// # Errors
    /// The [`Problem`] that kept the person out.
    pub async fn login_email(&self, address: &EmailAddress, code: &Code) -> Result<Session, Problem> {
        let abort = Abort::new();
        self.login(&Recipient::Email(address.clone()), code, abort.signal()).await
    }

    /// What the backend knows of the person that an access token belongs to.
    ///
    /// # Errors
    /// [`Problem::LoginRequired`] when the token is not accepted any more; otherwise the [`Problem`] that kept the answer
    /// from coming.
    pub async fn user_info(&self, token: &AccessToken) -> Result<Profile, Problem> {
        let abort = Abort::new();
        Ok(self.about(token, abort.signal()).await?.0)
    }

    /// Trades a refresh token for a new session. A backend that rotates them puts another one into it, and takes a second
    /// use of the old one for a theft: keep the new session before anything else.
    ///
    /// # Errors
    /// [`Problem::LoginRequired`] when the token is of no use any more; otherwise the [`Problem`] that kept the session
    /// from being renewed.
    pub async fn refresh(&self, token: &RefreshToken) -> Result<Session, Problem> {
        let abort = Abort::new();
        self.renew(token, abort.signal()).await
    }

    /// Ends the login of a refresh token: no token of it renews anything any more. The browser finishes the request even
    /// when the page is left.
    ///
    /// # Errors
    /// The [`Problem`] that kept the backend from hearing of it. A token that is unknown is as good as revoked.
    pub async fn revoke(&self, token: &RefreshToken) -> Result<(), Problem> {
        let abort = Abort::new();
        self.give_back(token, abort.signal()).await
    }

    /// The address to which a browser is sent to log out at the backend, and which sends it on to `return_to`. The
    /// backend has to know that address as one of the client's.
    #[must_use]
    pub fn logout_url(&self, return_to: Option<&str>) -> String {
        let Config { client_id, domain, .. } = &self.config;
        let encoded = |text: &str| String::from(encode_uri_component(text));
        let mut url = format!("{}?client_id={}", domain.url(LOGOUT_PATH), encoded(client_id));
        if let Some(return_to) = return_to {
            url.push_str("&returnTo=");
            url.push_str(&encoded(return_to));
        }
        url
    }

    /// The message is wished for in `language`, by its BCP 47 tag; without one the browser says what its person reads.
    pub(crate) async fn start(
        &self,
        to: &Recipient,
        language: Option<&str>,
        signal: Signal,
    ) -> Result<Receipt, Problem> {
        // Nobody is sent a code that will log nobody in.
        let crypto = self.crypto(self.way())?;
        let Config { client_id, domain, code_length, .. } = &self.config;
        let request = StartRequest::new(client_id, self.config.realm(to), to);
        let reply = api::post(domain, START_PATH, &Value::from(&request), language, &self.clock, &signal).await?;
        let usual_length = code_length.unwrap_or(Receipt::USUAL_LENGTH);
        let receipt = read_start::<BrowserJson>(&reply, usual_length, self.clock.now())?;
        if crypto.is_some() {
            self.keys.fetch_ahead();
        }
        Ok(receipt)
    }

    pub(crate) async fn login(&self, to: &Recipient, code: &Code, signal: Signal) -> Result<Session, Problem> {
        let (mut way, mut refusal) = (self.way(), None);
        let (tokens, nonce) = loop {
            let problem = match self.tokens_by(way, to, code, &signal).await {
                Ok(tokens) => break tokens,
                Err(problem) => problem,
            };
            match (refusal.take(), self.config.flow.after(way, &problem)) {
                (None, Some(other)) => (way, refusal) = (other, Some(problem)),
                // With both shut, the usual one of this backend is the one to be opened.
                (Some(first), Some(_)) => return Err(first),
                (first, None) => {
                    first.inspect(|_| self.learn(way));
                    return Err(problem);
                }
            }
        };
        refusal.inspect(|_| self.learn(way));
        let rules = Rules { nonce: nonce.as_deref(), ..self.config.rules() };
        self.verify(tokens, &rules, Crypto::of_page().as_ref(), &signal).await
    }

    /// What a code brings, and the nonce that was sent for it.
    async fn tokens_by(
        &self,
        way: Way,
        to: &Recipient,
        code: &Code,
        signal: &Signal,
    ) -> Result<(TokenReply, Option<String>), Problem> {
        // A code that is spent for tokens which nobody can verify is spent for nothing.
        self.crypto(way)?;
        match way {
            Way::Token => Ok((self.tokens_by_grant(to, code, signal).await?, None)),
            Way::CrossOrigin | Way::Hosted => self.tokens_across(to, code, signal).await,
        }
    }

    async fn tokens_by_grant(&self, to: &Recipient, code: &Code, signal: &Signal) -> Result<TokenReply, Problem> {
        let Config { client_id, domain, scope, audience, .. } = &self.config;
        let mut request = TokenRequest::new(client_id, self.config.realm(to), to, code, scope);
        request.audience.clone_from(audience);
        let reply = api::post(domain, TOKEN_PATH, &Value::from(&request), None, &self.clock, signal).await?;
        let mut tokens = read_token::<BrowserJson>(&reply, self.clock.now())?;
        // One that comes with a login although nobody asked for it is not taken.
        let is_wanted = scope.split(' ').any(|scope| scope == OFFLINE_ACCESS);
        tokens.refresh_token.take_if(|_| !is_wanted);
        Ok(tokens)
    }

    pub(crate) async fn renew(&self, token: &RefreshToken, signal: Signal) -> Result<Session, Problem> {
        let crypto = self.crypto(Way::Token)?;
        if crypto.is_some() {
            // A token that is spent for a session which nobody can verify is spent for nothing.
            self.keys.make_ready(&signal).await?;
        }
        let Config { client_id, domain, .. } = &self.config;
        let request = RefreshRequest::new(client_id, token.clone());
        let reply = api::post(domain, TOKEN_PATH, &Value::from(&request), None, &self.clock, &signal).await?;
        let tokens = read_renewed::<BrowserJson>(&reply, token, self.clock.now())?;
        self.verify(tokens, &self.config.rules(), crypto.as_ref(), &signal).await
    }

    /// The profile, and the whole answer that it was read from.
    pub(crate) async fn about(&self, token: &AccessToken, signal: Signal) -> Result<(Profile, String), Problem> {
        let reply = api::get_as(&self.config.domain, USERINFO_PATH, token, &self.clock, &signal).await?;
        let profile = read_userinfo::<BrowserJson>(&reply, self.clock.now())?;
        Ok((profile, reply.body))
    }

    pub(crate) async fn give_back(&self, token: &RefreshToken, signal: Signal) -> Result<(), Problem> {
        let Config { client_id, domain, .. } = &self.config;
        let fields = [("client_id", client_id.as_str()), ("token", token.secret())];
        let reply = api::post_form(domain, REVOKE_PATH, &fields, &self.clock, &signal).await?;
        read_revoked::<BrowserJson>(&reply, self.clock.now())
    }

    /// The session of tokens that came to the page by way of the browser's address or a message: `body` is what the token
    /// endpoint would have answered. A refresh token never comes that way, and is not taken (RFC 6749, 4.2.2).
    pub(crate) async fn accept(&self, body: String, nonce: Option<&str>, signal: Signal) -> Result<Session, Problem> {
        // Nothing but a signature tells who sent these: without cryptography there is nothing to believe.
        let crypto = Crypto::of_page().ok_or(TokenFault::NoCrypto)?;
        let reply = Reply { status: 200, content_type: Some(JSON.to_owned()), retry_after: None, body };
        let mut tokens = read_token::<BrowserJson>(&reply, self.clock.now())?;
        tokens.refresh_token = None;
        let rules = Rules { nonce, ..self.config.rules() };
        self.verify(tokens, &rules, Some(&crypto), &signal).await
    }

    /// Asks the backend what time it is. Without an answer the device is believed.
    pub(crate) async fn ask_for_the_time(&self) {
        if !self.clock.begin_asking() {
            return;
        }
        let abort = Abort::new();
        // Whatever it answers has its date on it.
        let _ = api::get_now(&self.config.domain, HEALTH_PATH, &self.clock, &abort.signal()).await;
        self.clock.believe();
    }

    /// The browser's cryptography; `None` where the page is content without, or gets no token. What a frame says it has to
    /// verify: nothing but a signature tells who made that.
    fn crypto(&self, way: Way) -> Result<Option<Crypto>, Problem> {
        match (Crypto::of_page(), self.config.without_crypto, way) {
            (None, WithoutCrypto::TrustTls, Way::Token) | (_, _, Way::Hosted) => Ok(None),
            (None, ..) => Err(TokenFault::NoCrypto.into()),
            (crypto, ..) => Ok(crypto),
        }
    }

    /// The session of tokens that came from the backend. Without cryptography they are believed.
    async fn verify(
        &self,
        tokens: TokenReply,
        rules: &Rules<'_>,
        crypto: Option<&Crypto>,
        signal: &Signal,
    ) -> Result<Session, Problem> {
        let login = Unproved::read::<BrowserJson>(tokens, rules, self.clock.now())?;
        let Some(crypto) = crypto else { return Ok(login.trusted()) };
        let known = self.keys.known(login.kid(), signal).await?;
        for key in known.keys.iter().filter(|key| key.may_have_signed(login.kid())) {
            if crypto.verifies(key, login.message(), login.signature()).await {
                let hash = match login.to_be_hashed() {
                    Some(access_token) => crypto.hash(access_token).await,
                    None => None,
                };
                return Ok(login.proved(hash.as_deref())?);
            }
        }
        Err(TokenFault::Signature.into())
    }
}
