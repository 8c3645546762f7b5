//! A login by a ticket and a hidden frame, and what was found out about which way is open.

use std::cell::RefCell;
use std::fmt;

use passlock_core::protocol::{
    AUTHORIZE_PATH, AuthorizeRequest, Flow, TICKET_PATH, TicketRequest, Value, Way, keeps_ticket, read_ticket,
    with_old_ticket,
};
use passlock_core::session::{LoginTicket, Rules, Session, TokenFault};
use passlock_core::{Code, PhoneNumber, Problem};

use super::Client;
use crate::api::{self, BrowserJson, Signal};
use crate::config::Config;
use crate::crypto::Crypto;

/// A ticket that nobody has used, and the code that it is for.
pub(super) struct Held {
    phone: PhoneNumber,
    code: Code,
    ticket: LoginTicket,
}

/// Neither number nor code nor ticket.
impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held")
    }
}

impl Client {
    /// The way that a login begins with.
    pub(super) fn way(&self) -> Way {
        let Config { flow, domain, scope, .. } = &self.config;
        let learned = (*flow == Flow::Auto).then(|| LEARNED.with_borrow(|learned| self.find_in(learned))).flatten();
        learned.unwrap_or_else(|| flow.first(domain, scope))
    }

    /// Begins with this way for as long as the page is there.
    pub(super) fn learn(&self, way: Way) {
        let Config { domain, client_id, .. } = &self.config;
        LEARNED.with_borrow_mut(|learned| {
            learned.retain(|known| !self.is_about(known));
            learned.push((domain.origin().to_owned(), client_id.clone(), way));
        });
    }

    pub(super) async fn login_across(
        &self,
        phone: &PhoneNumber,
        code: &Code,
        signal: &Signal,
    ) -> Result<Session, Problem> {
        // Nothing but a signature tells who made what a frame says: without cryptography there is nothing to believe.
        let crypto = Crypto::of_page().ok_or(TokenFault::NoCrypto)?;
        let held = self.ticket.take().filter(|held| held.phone == *phone && held.code == *code);
        let is_old = held.is_some();
        let ticket = match held {
            Some(held) => held.ticket,
            None => self.ask_for_ticket(phone, code, signal).await?,
        };
        let outcome = self.use_ticket(&ticket, &crypto, signal).await;
        outcome.map_err(|problem| {
            if keeps_ticket(&problem) {
                self.ticket.replace(Some(Held { phone: *phone, code: code.clone(), ticket }));
            }
            if is_old { with_old_ticket(problem) } else { problem }
        })
    }

    async fn ask_for_ticket(&self, phone: &PhoneNumber, code: &Code, signal: &Signal) -> Result<LoginTicket, Problem> {
        let Config { client_id, connection, domain, .. } = &self.config;
        let request = Value::from(&TicketRequest::sms(client_id, connection, phone, code));
        let reply = api::post_with_cookies(domain, TICKET_PATH, &request, &self.clock, signal).await?;
        read_ticket::<BrowserJson>(&reply, self.clock.now())
    }

    async fn use_ticket(&self, ticket: &LoginTicket, crypto: &Crypto, signal: &Signal) -> Result<Session, Problem> {
        let Config { client_id, connection, domain, scope, audience, .. } = &self.config;
        let random = || Crypto::random_text().ok_or(TokenFault::NoCrypto);
        let (state, nonce, origin) = (random()?, random()?, api::page_origin());
        let request = AuthorizeRequest {
            client_id,
            realm: connection,
            scope,
            audience: audience.as_deref(),
            origin: &origin,
            ticket,
            state: &state,
            nonce: &nonce,
        };
        let tokens = api::ask_in_frame(domain, AUTHORIZE_PATH, &request.parameters(), &state, signal).await?;
        let rules = Rules { nonce: Some(&nonce), ..self.config.rules() };
        self.verify(tokens, &rules, Some(crypto), signal).await
    }

    fn find_in(&self, learned: &[Learned]) -> Option<Way> {
        learned.iter().find(|known| self.is_about(known)).map(|(_, _, way)| *way)
    }

    fn is_about(&self, (origin, client_id, _): &Learned) -> bool {
        *origin == self.config.domain.origin() && *client_id == self.config.client_id
    }
}

/// Backend, client, and the way that is open.
type Learned = (String, String, Way);

thread_local! {
    /// What this page has found out. It is about backends and not about a lock, and locks in Auth0's manner are made anew
    /// each time that they are shown: without it each would ask in vain first.
    static LEARNED: RefCell<Vec<Learned>> = const { RefCell::new(Vec::new()) };
}
