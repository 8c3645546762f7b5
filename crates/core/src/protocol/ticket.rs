//! `POST /co/authenticate`: a code becomes a ticket, with which a frame of the backend's goes on (protocol section 3.1).

use std::fmt;

use super::error::ErrorBody;
use super::reply::{Json, Reply};
use super::token::PASSWORDLESS_OTP;
use super::value::Value;
use crate::session::LoginTicket;
use crate::{Code, Nonsense, Problem, Recipient, Timestamp};

/// Where the request goes, with the page's cookies for the backend.
pub const TICKET_PATH: &str = "/co/authenticate";

/// The body of the request, JSON: five keys and no others.
#[derive(Clone, Copy)]
pub struct TicketRequest<'a> {
    /// The application's public identifier.
    pub client_id: &'a str,
    /// The connection that the code was asked through.
    pub realm: &'a str,
    /// Where the code went.
    pub to: &'a Recipient,
    /// The code.
    pub code: &'a Code,
}

impl From<&TicketRequest<'_>> for Value {
    fn from(request: &TicketRequest<'_>) -> Self {
        Self::of_texts(&[
            ("client_id", Some(request.client_id)),
            ("credential_type", Some(PASSWORDLESS_OTP)),
            ("realm", Some(request.realm)),
            ("username", Some(&request.to.username())),
            ("otp", Some(request.code.secret())),
        ])
    }
}

/// Neither the code nor where it went.
impl fmt::Debug for TicketRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TicketRequest")
            .field("client_id", &self.client_id)
            .field("realm", &self.realm)
            .finish_non_exhaustive()
    }
}

/// Reads the reply to a [`TicketRequest`].
///
/// # Errors
/// [`Problem::CrossOriginNotEnabled`] when the backend or the client has no such way, which leaves the code as it is;
/// otherwise the [`Problem`] that the reply describes, or that it is.
pub fn read_ticket<J: Json>(reply: &Reply, now: Timestamp) -> Result<LoginTicket, Problem> {
    match reply.status {
        // Nobody is at this address.
        404 | 405 => return Err(Problem::CrossOriginNotEnabled),
        // `Origin … is not allowed.`: the one refusal that is no JSON.
        403 if !reply.is_json() => return Err(Problem::OriginRefused),
        _ => {}
    }
    let body = reply.value_by::<J>(now, ErrorBody::ticket_problem)?;
    body.get("login_ticket").text().map(LoginTicket::new).ok_or(Problem::Nonsense(Nonsense::MissingFields))
}
