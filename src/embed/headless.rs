//! The login without a user interface, for pages that draw their own in JavaScript.

use js_sys::{Error, JSON, Promise};
use passlock_core::flow::TypedPhone;
use passlock_core::session::{AccessToken, RefreshToken};
use passlock_core::{Code, Connection, EmailAddress, Problem, Recipient, Region};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;
use web_sys::AbortSignal;

use super::{detail, options};
use crate::api::{Abort, Signal};
use crate::client::Client;
use crate::i18n::Texts;

/// A [`Client`] for JavaScript. Its promises are broken by objects that have `code`, `error` and `description`; the class
/// `PasslockClient` makes errors of them.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Headless {
    client: Client,
    /// In which a number without a country code is read.
    country: Option<Region>,
}

#[wasm_bindgen]
impl Headless {
    /// A client with the options of a lock, of which only those are looked at that have to do with the backend.
    ///
    /// # Errors
    /// A JavaScript `Error` that names the option that is unknown or has a wrong value.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Self, Error> {
        let config = options::read(options).map_err(|reason| Error::new(&reason))?;
        Ok(Self { country: config.country, client: Client::new(config) })
    }

    /// Asks the backend for one of these; the signal gives it up. One function for all, because each costs every page.
    ///
    /// - `start`, `startEmail`: a code for the number, or the address, that is given. A promise of what is known about it.
    /// - `logIn`, `logInEmail`: a session for the number, or the address, and the code that it received. A promise of that.
    /// - `userInfo`: all that is known of the person whose access token is given. A promise of that.
    /// - `refresh`: a session for the refresh token that is given. A promise of that.
    /// - `accept`: a session for the token reply (JSON) that is given, which came by way of the browser; in the place of a
    ///   code is the nonce that was sent, or nothing when none was. A promise of that.
    /// - `revoke`: the end of the login of the refresh token that is given. A promise of nothing.
    ///
    /// # Errors
    /// A JavaScript `Error` for anything else.
    pub fn ask(&self, wish: &str, given: String, code: &str, signal: Option<AbortSignal>) -> Result<Promise, Error> {
        let number = |text| TypedPhone { region: self.country, text }.number().map(Recipient::Phone);
        let address = |text: String| EmailAddress::parse(&text).map(Recipient::Email).map_err(Problem::Email);
        let log_in = |to| Ok(Request::LogIn(to, read_code(code)?));
        let request = match wish {
            "start" => number(given).map(Request::Start),
            "logIn" => number(given).and_then(log_in),
            "startEmail" => address(given).map(Request::Start),
            "logInEmail" => address(given).and_then(log_in),
            "userInfo" => Ok(Request::UserInfo(AccessToken::new(given))),
            "refresh" => Ok(Request::Refresh(RefreshToken::new(given))),
            "accept" => Ok(Request::Accept(given, Some(code.to_owned()).filter(|nonce| !nonce.is_empty()))),
            "revoke" => Ok(Request::Revoke(RefreshToken::new(given))),
            _ => return Err(Error::new("there is nothing of this name to ask for")),
        };
        let connection = if wish.ends_with("Email") { Connection::Email } else { Connection::Sms };
        Ok(self.promise(request, connection, signal))
    }

    fn promise(
        &self,
        request: Result<Request, Problem>,
        connection: Connection,
        outer: Option<AbortSignal>,
    ) -> Promise {
        let client = self.client.clone();
        future_to_promise(async move {
            let abort = Abort::following(outer.as_ref());
            let answer = match request {
                Ok(request) => answer(&client, request, abort.signal()).await,
                Err(problem) => Err(problem),
            };
            answer.map_err(|problem| detail::problem(&problem, connection, &Texts::default()))
        })
    }
}

/// A wish with what belongs to it, read and found right.
enum Request {
    Start(Recipient),
    LogIn(Recipient, Code),
    UserInfo(AccessToken),
    Refresh(RefreshToken),
    Accept(String, Option<String>),
    Revoke(RefreshToken),
}

async fn answer(client: &Client, request: Request, signal: Signal) -> Result<JsValue, Problem> {
    match request {
        Request::Start(to) => Ok(detail::sent(&to, client.start(&to, None, signal).await?)),
        Request::LogIn(to, code) => Ok(detail::session(&client.login(&to, &code, signal).await?)),
        // The profile was read to see that there is one; the page gets what its backend says beyond that, too.
        Request::UserInfo(token) => Ok(JSON::parse(&client.about(&token, signal).await?.1).unwrap_or_default()),
        Request::Refresh(token) => Ok(detail::session(&client.renew(&token, signal).await?)),
        Request::Accept(body, nonce) => Ok(detail::session(&client.accept(body, nonce.as_deref(), signal).await?)),
        Request::Revoke(token) => client.give_back(&token, signal).await.map(|()| JsValue::UNDEFINED),
    }
}

/// The page has asked for the code and knows how long it is; too short for any code is all that is looked for.
fn read_code(text: &str) -> Result<Code, Problem> {
    let (least, most) = Code::LENGTHS.into_inner();
    let length = Code::digits(text, most).len();
    Code::parse(text, u8::try_from(length).unwrap_or(most).max(least)).map_err(Problem::Code)
}
