//! What a login asks for beyond who it is, and what of that it gets.

use passlock_core::Timestamp;

use crate::app::App;
use crate::body::Fields;
use crate::config::{Client, Grant};
use crate::error::ApiError;
use crate::refresh::Secret;
use crate::routes::read::{check_audience, is_nonce};
use crate::scope::Scopes;
use crate::store::{FamilyRow, NewFamily};

/// The tokens that somebody wants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) scopes: Scopes,
    pub(super) audience: Option<&'a str>,
    pub(super) nonce: Option<&'a str>,
}

impl<'a> Wanted<'a> {
    pub(super) fn read(client: &Client, issuer: &str, fields: &'a Fields) -> Result<Self, ApiError> {
        let (scope, audience, nonce) =
            (fields.optional("scope")?, fields.optional("audience")?, fields.optional("nonce")?);
        check_audience(client, issuer, audience)?;
        if !nonce.is_none_or(is_nonce) {
            return Err(ApiError::invalid("The nonce is not one."));
        }
        let scopes = Scopes::granted(scope);
        let scopes = if client.may_use(Grant::RefreshToken) { scopes } else { scopes.while_here() };
        Ok(Self { scopes, audience, nonce })
    }

    /// The first refresh token, and the login that it renews, if one is wanted.
    pub(super) fn family(
        &self,
        app: &App,
        client: &Client,
        issuer: &str,
        now: Timestamp,
    ) -> Result<Option<(Secret, NewFamily)>, ApiError> {
        if !self.scopes.offline_access() {
            return Ok(None);
        }
        let (secret, rules) = (Secret::first()?, app.settings.refresh_rules(client));
        let row = FamilyRow {
            id: secret.family(),
            client_id: client.id.clone(),
            issuer: issuer.to_owned(),
            scope: self.scopes.to_string(),
            audience: self.audience.map(str::to_owned),
            logged_in_at: now,
            expires_at: now.after(rules.lifetime),
        };
        Ok(Some((secret, NewFamily { row, first: secret.digest(), idle_at: now.after(rules.idle) })))
    }
}
