//! What a server answers to a [`RefreshRequest`](super::RefreshRequest) and a [`RevokeRequest`](super::RevokeRequest).

use super::reply::{Json, Reply};
use super::token::{TokenReply, read_token};
use crate::session::RefreshToken;
use crate::{Problem, Timestamp};

/// Reads the reply to a [`RefreshRequest`](super::RefreshRequest) with `used`. A server that does not rotate refresh tokens
/// sends none, and the one that was used stays.
///
/// # Errors
/// [`Problem::LoginRequired`] when the refresh token is of no use any more; otherwise the [`Problem`] that the reply
/// describes, or that it is.
pub fn read_renewed<J: Json>(reply: &Reply, used: &RefreshToken, now: Timestamp) -> Result<TokenReply, Problem> {
    let mut tokens = read_token::<J>(reply, now).map_err(|problem| match problem {
        // `invalid_grant`, which at this endpoint mostly speaks of codes. No code was sent.
        Problem::WrongCode { .. } | Problem::CodeExpired | Problem::TooManyTries => Problem::LoginRequired,
        other => other,
    })?;
    tokens.refresh_token.get_or_insert_with(|| used.clone());
    Ok(tokens)
}

/// Reads the reply to a [`RevokeRequest`](super::RevokeRequest), which has no body when it succeeds.
///
/// # Errors
/// The [`Problem`] that the reply describes, or that it is.
pub fn read_revoked<J: Json>(reply: &Reply, now: Timestamp) -> Result<(), Problem> {
    reply.read_nothing::<J>(now)
}
