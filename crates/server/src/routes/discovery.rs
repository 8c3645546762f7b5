//! What the server says about itself (OpenID Connect Discovery 1.0, section 3; RFC 8414).

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName};
use axum::response::IntoResponse;
use jsonwebtoken::jwk::JwkSet;
use passlock_core::protocol::{Discovery, JWKS_PATH, REVOKE_PATH, TOKEN_PATH, USERINFO_PATH};
use serde::Serialize;
use serde_json::{Value, json};

use super::{AUTHORIZE_PATH, END_SESSION_PATH};
use crate::app::App;
use crate::config::Grant;
use crate::error::ApiError;
use crate::scope::Scopes;
use crate::{issuer, openapi};

/// What a login by the widget needs, and what only others do.
#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    discovery: Discovery,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_endpoint: Option<String>,
    end_session_endpoint: String,
    revocation_endpoint_auth_methods_supported: Vec<String>,
    response_modes_supported: Vec<String>,
    code_challenge_methods_supported: Vec<String>,
    prompt_values_supported: Vec<String>,
    request_uri_parameter_supported: bool,
}

pub(super) async fn configuration(State(app): State<Arc<App>>, headers: HeaderMap) -> impl IntoResponse {
    let issuer = issuer::of(&app.settings.issuer, &headers);
    let at = |path: &str| format!("{issuer}{}", path.trim_start_matches('/'));
    let all = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let clients = &app.settings.clients;
    let used = |grant: &Grant| clients.iter().any(|client| client.may_use(*grant));
    let proven = |is_secret: bool| clients.iter().any(|client| client.secret.is_some() == is_secret);
    let proofs = [("none", false), ("client_secret_post", true), ("client_secret_basic", true)];
    let proofs = proofs.into_iter().filter(|&(_, is_secret)| proven(is_secret)).map(|(name, _)| name.to_owned());
    let proofs: Vec<_> = proofs.collect();
    let document = Discovery {
        token_endpoint: at(TOKEN_PATH),
        userinfo_endpoint: Some(at(USERINFO_PATH)),
        revocation_endpoint: Some(at(REVOKE_PATH)),
        jwks_uri: at(JWKS_PATH),
        scopes_supported: all(&Scopes::KNOWN),
        response_types_supported: all(&response_types(&used)),
        grant_types_supported: Grant::ALL
            .iter()
            .filter(|&grant| used(grant))
            .map(|grant| grant.name().to_owned())
            .collect(),
        subject_types_supported: all(&["public"]),
        id_token_signing_alg_values_supported: all(&["RS256"]),
        token_endpoint_auth_methods_supported: proofs.clone(),
        claims_supported: all(&CLAIMS),
        issuer: issuer.clone(),
    };
    let has_login = !document.response_types_supported.is_empty();
    let document = Document {
        authorization_endpoint: has_login.then(|| at(AUTHORIZE_PATH)),
        end_session_endpoint: at(END_SESSION_PATH),
        revocation_endpoint_auth_methods_supported: proofs,
        // web_message is not among them at Auth0 either (protocol section 6): it is no standard.
        response_modes_supported: if has_login { all(&["query", "fragment", "form_post"]) } else { Vec::new() },
        code_challenge_methods_supported: if used(&Grant::AuthorizationCode) { all(&["S256"]) } else { Vec::new() },
        prompt_values_supported: if has_login {
            all(&["none", "login", "consent", "select_account"])
        } else {
            Vec::new()
        },
        request_uri_parameter_supported: false,
        discovery: document,
    };
    (caching(&app), Json(document))
}

/// What `/authorize` can answer for at least one client.
fn response_types(used: &impl Fn(&Grant) -> bool) -> Vec<&'static str> {
    let code = used(&Grant::AuthorizationCode).then_some("code");
    let tokens = used(&Grant::Implicit).then_some(["token", "id_token", "token id_token"]);
    code.into_iter().chain(tokens.into_iter().flatten()).collect()
}

pub(super) async fn jwks(State(app): State<Arc<App>>) -> ([(HeaderName, &'static str); 1], Json<JwkSet>) {
    (caching(&app), Json(app.keys.public(app.now()).await))
}

/// What every address answers, for programs.
pub(super) async fn description(State(app): State<Arc<App>>) -> impl IntoResponse {
    (caching(&app), [(CONTENT_TYPE, "application/json")], openapi::description())
}

/// Whether a login could work right now, and in a moment.
pub(super) async fn health(State(app): State<Arc<App>>) -> Result<Json<Value>, ApiError> {
    if app.stopping.load(Ordering::Relaxed) {
        return Err(ApiError::Unavailable);
    }
    app.store.ping().await?;
    Ok(Json(json!({ "status": "ok" })))
}

/// A developer deletes the database and starts again; elsewhere keys and addresses stay.
fn caching(app: &App) -> [(HeaderName, &'static str); 1] {
    [(CACHE_CONTROL, if app.settings.dev { "no-cache" } else { "public, max-age=300" })]
}

const CLAIMS: [&str; 17] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "auth_time",
    "amr",
    "nonce",
    "at_hash",
    "name",
    "nickname",
    "picture",
    "email",
    "email_verified",
    "phone_number",
    "phone_number_verified",
    "updated_at",
];
