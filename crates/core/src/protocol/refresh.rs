//! Staying logged in, and ending it: the refresh grant and revocation (protocol section 2.4).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::value::Value;
use crate::session::RefreshToken;

/// Where a [`RevokeRequest`] goes.
pub const REVOKE_PATH: &str = "/oauth/revoke";

/// The grant type of a refresh token (RFC 6749, section 6).
pub const REFRESH_TOKEN: &str = "refresh_token";

/// The scope that brings a refresh token with a login (OpenID Connect Core 1.0, section 11).
pub const OFFLINE_ACCESS: &str = "offline_access";

/// The body of a request to the token endpoint that renews a login, JSON or form. The answer is a
/// [`TokenReply`](super::TokenReply) with a new refresh token: the one that was sent is used up.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshRequest {
    /// [`REFRESH_TOKEN`].
    pub grant_type: String,
    /// The application's public identifier.
    pub client_id: String,
    /// The newest refresh token of the login.
    pub refresh_token: RefreshToken,
    /// Fewer scopes than the login had; all of them when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// The body of a request that ends a login for good (RFC 7009, section 2.1), JSON or form. The answer has no body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokeRequest {
    /// The application's public identifier.
    pub client_id: String,
    /// Any refresh token of the login, used or not.
    pub token: RefreshToken,
}

impl RefreshRequest {
    /// A request that trades a refresh token for new tokens of the same scopes.
    #[must_use]
    pub fn new(client_id: &str, refresh_token: RefreshToken) -> Self {
        Self { grant_type: REFRESH_TOKEN.to_owned(), client_id: client_id.to_owned(), refresh_token, scope: None }
    }
}

impl From<&RefreshRequest> for Value {
    fn from(request: &RefreshRequest) -> Self {
        Self::of_texts(&[
            ("grant_type", Some(&request.grant_type)),
            ("client_id", Some(&request.client_id)),
            ("refresh_token", Some(request.refresh_token.secret())),
            ("scope", request.scope.as_deref()),
        ])
    }
}

/// Without the token.
impl fmt::Debug for RefreshRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshRequest").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}
