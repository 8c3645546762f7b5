//! `GET /authorize` in a hidden frame: a ticket becomes tokens, which come back in a message (protocol section 3.2).

use std::fmt;

use super::error::ErrorBody;
use super::token::TokenReply;
use super::value::Value;
use crate::session::LoginTicket;
use crate::{Nonsense, Problem};

/// Where the frame goes.
pub const AUTHORIZE_PATH: &str = "/authorize";

/// The parameter with what a code was traded for.
pub const TICKET_PARAMETER: &str = "login_ticket";

/// What the frame asks for.
#[derive(Clone, Copy)]
pub struct AuthorizeRequest<'a> {
    /// The application's public identifier.
    pub client_id: &'a str,
    /// The connection that the code was asked through.
    pub realm: &'a str,
    /// Space-separated scopes with `openid` among them.
    pub scope: &'a str,
    /// The API that the access token is for.
    pub audience: Option<&'a str>,
    /// The page's origin: the answer is posted there and nowhere else.
    pub origin: &'a str,
    /// What the code was traded for; it works once.
    pub ticket: &'a LoginTicket,
    /// A random text that the answer repeats.
    pub state: &'a str,
    /// A random text that the id_token repeats.
    pub nonce: &'a str,
}

impl<'a> AuthorizeRequest<'a> {
    /// The parameters of the address, in their order.
    #[must_use]
    pub fn parameters(&self) -> Vec<(&'static str, &'a str)> {
        let mut all = vec![
            ("client_id", self.client_id),
            ("response_type", "token id_token"),
            ("response_mode", "web_message"),
            ("prompt", "none"),
            ("redirect_uri", self.origin),
            ("scope", self.scope),
            ("state", self.state),
            ("nonce", self.nonce),
            ("realm", self.realm),
            (TICKET_PARAMETER, self.ticket.secret()),
        ];
        all.extend(self.audience.map(|audience| ("audience", audience)));
        all
    }
}

/// Neither the ticket nor what the answer is recognised by.
impl fmt::Debug for AuthorizeRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizeRequest")
            .field("client_id", &self.client_id)
            .field("realm", &self.realm)
            .finish_non_exhaustive()
    }
}

/// Reads a message of the frame's; `None` for one that does not answer the request with this `state`. Whose message it is
/// has to be seen before: its origin is the backend's, and its source is the frame.
#[must_use]
pub fn read_message(message: &Value, state: &str) -> Option<Result<TokenReply, Problem>> {
    let response = message.get("response");
    let is_answer = message.get("type").is("authorization_response") && response.get("state").is(state);
    is_answer.then(|| match ErrorBody::read(response) {
        Some(refusal) => Err(refusal.frame_problem()),
        None => TokenReply::told(response).ok_or(Problem::Nonsense(Nonsense::MissingFields)),
    })
}

/// Whether a ticket can be used again after this came of it. The code is spent by then, so without the ticket trying again
/// would only be told that the code is wrong.
#[must_use]
pub fn keeps_ticket(problem: &Problem) -> bool {
    // A frame that never went anywhere has used nothing.
    problem.can_retry() || matches!(problem, Problem::FrameBlocked)
}

/// What a problem is for a ticket that is used once more: one that nobody knows by now is as good as a code that is over.
#[must_use]
pub fn with_old_ticket(problem: Problem) -> Problem {
    if matches!(problem, Problem::CookiesRefused) { Problem::CodeExpired } else { problem }
}
