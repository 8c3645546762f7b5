//! The addresses that the server answers.

mod account;
mod authorize;
mod avatar;
mod bearer;
mod co;
mod dev;
mod discovery;
mod files;
mod identities;
mod link;
mod link_pages;
mod lock;
mod logout;
mod page;
mod passkey;
mod query;
mod read;
mod related;
mod revoke;
mod start;
mod token;
mod userinfo;
mod verify;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{delete, get, post};
use passlock_core::protocol::{
    DISCOVERY_PATH, HEALTH_PATH, JWKS_PATH, LOGOUT_PATH, REVOKE_PATH, START_PATH, TOKEN_PATH, USERINFO_PATH,
};

use crate::app::App;
use crate::error::ApiError;
use crate::{cors, layers};

/// All of them. The cross-origin layers lie outside of the others, so that every error is readable.
pub(crate) fn all(app: Arc<App>) -> Router {
    let router = for_clients(&app).merge(with_cookies(&app)).merge(for_everyone(&app)).merge(for_people());
    let router = if app.settings.dev { router.merge(dev::routes()) } else { router };
    router.with_state(app)
}

/// What pages of known clients call.
fn for_clients(app: &Arc<App>) -> Router<Arc<App>> {
    // This one also waits for a provider.
    let patience = layers::PATIENCE + app.settings.delivery.timeout;
    let start = Router::new()
        .route(START_PATH, post(start::start))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state(patience, layers::timely));
    Router::new()
        .route(TOKEN_PATH, post(token::token))
        .route(REVOKE_PATH, post(revoke::revoke))
        .route(USERINFO_PATH, get(userinfo::userinfo).post(userinfo::userinfo))
        .route("/passwordless/verify", post(verify::verify))
        .route("/api/v2/users/{id}/identities", post(identities::link))
        .route("/api/v2/users/{id}/identities/{provider}/{user_id}", delete(identities::unlink))
        .route("/passkey/challenge", post(passkey::challenge))
        .route("/passkey/register", post(passkey::register))
        .route(account::ADDRESS, get(account::list).post(account::enroll))
        .route("/me/v1/authentication-methods/{id}", get(account::show).patch(account::rename).delete(account::remove))
        .route("/me/v1/authentication-methods/{id}/verify", post(account::verify))
        .route("/user/geoloc/country", get(lock::country))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state(layers::PATIENCE, layers::timely))
        .merge(start)
        .layer(from_fn(layers::uncached))
        .layer(from_fn_with_state(Arc::clone(app), cors::for_clients))
}

/// What pages that are trusted with cookies call.
fn with_cookies(app: &Arc<App>) -> Router<Arc<App>> {
    Router::new()
        .route("/co/authenticate", post(co::authenticate))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn(layers::uncached))
        .layer(from_fn_with_state(layers::PATIENCE, layers::timely))
        .layer(from_fn_with_state(Arc::clone(app), cors::with_cookies))
}

/// What every page may read.
fn for_everyone(app: &App) -> Router<Arc<App>> {
    let router = Router::new()
        .route(DISCOVERY_PATH, get(discovery::configuration))
        .route(JWKS_PATH, get(discovery::jwks))
        .route(HEALTH_PATH, get(discovery::health))
        .route("/openapi.json", get(discovery::description))
        .route("/.well-known/webauthn", get(related::origins))
        .route("/avatars/{file}", get(avatar::avatar))
        .route("/client/{file}", get(lock::client))
        .route("/info-v1.js", get(lock::tenant))
        .method_not_allowed_fallback(method_not_allowed);
    let router = match &app.settings.static_files {
        Some(folder) => router.fallback_service(files::folder(folder)),
        None => router.fallback(not_found),
    };
    router.layer(from_fn_with_state(layers::PATIENCE, layers::timely)).layer(from_fn(cors::for_everyone))
}

/// Where people go, not pages.
fn for_people() -> Router<Arc<App>> {
    Router::new()
        .route(AUTHORIZE_PATH, get(authorize::authorize).post(authorize::authorize))
        .route(LINK_PATH, get(verify::verify_redirect).post(link::follow))
        .route(LOGOUT_PATH, get(logout::logout))
        .route(END_SESSION_PATH, get(logout::oidc_logout).post(logout::oidc_logout))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn(layers::uncached))
        .layer(from_fn_with_state(layers::PATIENCE, layers::timely))
}

async fn not_found() -> ApiError {
    ApiError::NotFound
}

async fn method_not_allowed() -> ApiError {
    ApiError::MethodNotAllowed
}

/// Where links by email lead (protocol section 5).
const LINK_PATH: &str = "/passwordless/verify_redirect";
/// Where logins are asked for (OpenID Connect Core 1.0, section 3.1.2).
const AUTHORIZE_PATH: &str = "/authorize";
/// Where they end (OpenID Connect RP-Initiated Logout 1.0, section 2).
const END_SESSION_PATH: &str = "/oidc/logout";
