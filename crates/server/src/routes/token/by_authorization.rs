//! A code from `/authorize` becomes tokens (RFC 6749, section 4.1.3; RFC 7636, section 4.6).

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use passlock_core::protocol::TokenReply;

use crate::app::App;
use crate::body::Fields;
use crate::config::Client;
use crate::error::ApiError;
use crate::events::Event;
use crate::opaque::Opaque;
use crate::refresh::Secret;
use crate::scope::Scopes;
use crate::store::{AuthorizationRow, Exchange, Exchanged, FamilyRow, NewFamily};
use crate::tokens::Login;

pub(super) async fn token(app: &App, client: &Client, fields: &Fields) -> Result<TokenReply, ApiError> {
    let (code, redirect_uri) = (fields.needed("code")?, fields.needed("redirect_uri")?);
    let verifier = fields.optional("code_verifier")?;
    let code = Opaque::read(code).ok_or(ApiError::AuthorizationRefused)?;
    let (secret, rules, now) = (Secret::first()?, app.settings.refresh_rules(client), app.now());
    let exchange = Exchange {
        digest: &code.digest(),
        client_id: &client.id,
        is_right: |row: &AuthorizationRow| row.redirect_uri == redirect_uri && is_proved(row, verifier),
        family: |row: &AuthorizationRow| {
            let family = NewFamily {
                row: FamilyRow {
                    id: secret.family(),
                    client_id: row.client_id.clone(),
                    issuer: row.issuer.clone(),
                    scope: row.scope.clone(),
                    audience: row.audience.clone(),
                    logged_in_at: row.logged_in_at,
                    expires_at: now.after(rules.lifetime),
                },
                first: secret.digest(),
                idle_at: now.after(rules.idle),
            };
            Scopes::read(&row.scope).offline_access().then_some(family)
        },
        now,
    };
    // Nobody learns what is wrong with a code.
    let (row, user) = match app.store.exchange(&exchange).await? {
        Exchanged::Yes(row_and_user) => *row_and_user,
        Exchanged::Unknown => return Err(ApiError::AuthorizationRefused),
        Exchanged::Reused(user) => {
            Event::TokenReused { token: "authorization_code", user: &user }.tell();
            return Err(ApiError::AuthorizationRefused);
        }
        Exchanged::Blocked => return Err(ApiError::UserBlocked),
    };
    tracing::info!(user = user.id, "logged in");
    let scopes = Scopes::read(&row.scope);
    let login = Login {
        user: &user,
        client,
        issuer: &row.issuer,
        scopes,
        audience: row.audience.as_deref(),
        at: row.logged_in_at,
        nonce: row.nonce.as_deref(),
        methods: &[],
        refresh_token: scopes.offline_access().then(|| secret.text()),
    };
    login.grant(app).await
}

/// Whether somebody knows the secret that a code was asked for with. A secret where none was named is a mistake, or a code
/// that was slipped in (RFC 9700, section 4.8.2).
fn is_proved(row: &AuthorizationRow, verifier: Option<&str>) -> bool {
    match (&row.challenge, verifier) {
        (None, None) => true,
        (Some(challenge), Some(verifier)) if is_verifier(verifier) => {
            let hash = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
            verify_slices_are_equal(hash.as_bytes(), challenge.as_bytes()).is_ok()
        }
        _ => false,
    }
}

/// RFC 7636, section 4.1.
fn is_verifier(text: &str) -> bool {
    let is_sign = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'.' | b'_' | b'~');
    (43..=128).contains(&text.len()) && text.bytes().all(is_sign)
}

#[cfg(test)]
mod tests {
    use passlock_core::Timestamp;

    use super::*;

    #[test]
    fn the_hash_is_the_one_of_the_specification() {
        // RFC 7636, appendix B.
        let mut row = AuthorizationRow {
            client_id: String::new(),
            issuer: String::new(),
            redirect_uri: String::new(),
            challenge: Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned()),
            nonce: None,
            scope: String::new(),
            audience: None,
            logged_in_at: Timestamp::from_seconds(0),
        };
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert!(is_proved(&row, Some(verifier)));
        assert!(!is_proved(&row, None) && !is_proved(&row, Some(&verifier[1..])));
        row.challenge = None;
        assert!(is_proved(&row, None) && !is_proved(&row, Some(verifier)));
    }
}
