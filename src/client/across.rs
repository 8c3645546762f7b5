//! What a ticket is good for: tokens by a hidden frame, or for the window to go on with; and which way was found open.

use std::cell::RefCell;
use std::fmt;
use std::future;

use passlock_core::protocol::{
    AUTHORIZE_PATH, AuthorizeRequest, Flow, TICKET_PARAMETER, TICKET_PATH, TicketRequest, TokenReply, Value, Way,
    keeps_ticket, read_ticket, with_old_ticket,
};
use passlock_core::session::{LoginTicket, TokenFault};
use passlock_core::{Code, Problem, Recipient};

use super::Client;
use crate::api::{self, BrowserJson, Question, Signal};
use crate::config::Config;
use crate::crypto;

/// A ticket that nobody has used, and the code that it is for.
pub(super) struct Held {
    to: Recipient,
    code: Code,
    ticket: LoginTicket,
}

/// Neither who it is nor code nor ticket.
impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held")
    }
}

impl Client {
    /// The way that a login begins with.
    pub(super) fn way(&self) -> Way {
        let Config { flow, domain, scope, .. } = &self.config;
        let key = self.key();
        let find = |learned: &Vec<(String, Way)>| learned.iter().rfind(|known| known.0 == key).map(|known| known.1);
        let learned = if *flow == Flow::Auto { LEARNED.with_borrow(find) } else { None };
        learned.unwrap_or_else(|| flow.first(domain, scope))
    }

    /// Begins with this way for as long as the page is there.
    pub(super) fn learn(&self, way: Way) {
        LEARNED.with_borrow_mut(|learned| learned.push((self.key(), way)));
    }

    /// The tokens, and the nonce that the id_token has to bear.
    pub(super) async fn tokens_across(
        &self,
        to: &Recipient,
        code: &Code,
        signal: &Signal,
    ) -> Result<(TokenReply, Option<String>), Problem> {
        let realm = self.config.realm(to);
        let held = self.ticket.take().filter(|held| held.to == *to && held.code == *code);
        let is_old = held.is_some();
        let ticket = if let Some(held) = held {
            held.ticket
        } else {
            let Config { client_id, domain, .. } = &self.config;
            let request = Value::from(&TicketRequest { client_id, realm, to, code });
            let reply = api::post_with_cookies(domain, TICKET_PATH, &request, &self.clock, signal).await?;
            read_ticket::<BrowserJson>(&reply, self.clock.now())?
        };
        if self.config.flow == Flow::Hosted {
            // The window goes on to where its person was sent from. Whoever waits for this is gone with the page.
            api::go_on(&self.config.domain, AUTHORIZE_PATH, TICKET_PARAMETER, ticket.secret());
            return future::pending().await;
        }
        let (question, nonce) = self.question(realm, &ticket, signal)?;
        let problem = match question.answer().await {
            Ok(tokens) => return Ok((tokens, Some(nonce))),
            Err(problem) => problem,
        };
        if keeps_ticket(&problem) {
            self.ticket.replace(Some(Held { to: to.clone(), code: code.clone(), ticket }));
        }
        Err(if is_old { with_old_ticket(problem) } else { problem })
    }

    /// Puts a frame onto the page that asks for the tokens, and the nonce that it sends.
    fn question(&self, realm: &str, ticket: &LoginTicket, signal: &Signal) -> Result<(Question, String), Problem> {
        let Config { client_id, domain, scope, audience, .. } = &self.config;
        let random = || crypto::random_text().ok_or(TokenFault::NoCrypto);
        let (state, nonce, origin) = (random()?, random()?, api::page_origin());
        let request = AuthorizeRequest {
            client_id,
            realm,
            scope,
            audience: audience.as_deref(),
            origin: &origin,
            ticket,
            state: &state,
            nonce: &nonce,
        };
        let question = Question::ask(domain, AUTHORIZE_PATH, &request.parameters(), &state, signal);
        Ok((question.ok_or(Problem::FrameBlocked)?, nonce))
    }

    fn key(&self) -> String {
        [self.config.domain.origin(), " ", &self.config.client_id].concat()
    }
}

thread_local! {
    /// The way that is open, by backend and client; the newest counts. It is about backends and not about a lock, and locks
    /// in Auth0's manner are made anew each time that they are shown: without it each would ask in vain first.
    static LEARNED: RefCell<Vec<(String, Way)>> = const { RefCell::new(Vec::new()) };
}
