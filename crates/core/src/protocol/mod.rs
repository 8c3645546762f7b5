//! What goes over the wire: the part of Auth0's Authentication API that a login needs, shared by widget and server.
//!
//! Requests are built and replies are read by the same types on both sides, so the two cannot drift apart. Fields that
//! a server adds are ignored; fields that it owes and leaves out are a [`Problem`](crate::Problem).

mod about;
mod authorize;
mod error;
mod origin;
mod reason;
mod refresh;
mod renewed;
mod reply;
mod start;
mod ticket;
mod token;
mod value;
mod way;

pub use about::{
    DISCOVERY_PATH, Discovery, HEALTH_PATH, JWKS_PATH, KeySet, LOGOUT_PATH, RsaKey, USERINFO_PATH, read_discovery,
    read_keys, read_userinfo,
};
pub use authorize::{AUTHORIZE_PATH, AuthorizeRequest, TICKET_PARAMETER, keeps_ticket, read_message, with_old_ticket};
pub use error::ErrorBody;
pub use origin::{Domain, DomainError};
pub use reason::Reason;
pub use refresh::{OFFLINE_ACCESS, REFRESH_TOKEN, REVOKE_PATH, RefreshRequest, RevokeRequest};
pub use renewed::{read_renewed, read_revoked};
pub use reply::{Json, NotJson, Reply};
pub use start::{Receipt, SEND_CODE, START_FIELDS, START_PATH, StartReply, StartRequest, read_start};
pub use ticket::{TICKET_PATH, TicketRequest, read_ticket};
pub use token::{PASSWORDLESS_OTP, TOKEN_PATH, TokenReply, TokenRequest, read_token};
pub use value::Value;
pub use way::{Flow, Way};

/// The connection that sends codes by text message.
pub const SMS: &str = "sms";

/// The connection that sends codes by email.
pub const EMAIL: &str = "email";
