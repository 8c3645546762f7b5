//! A folder of files beside the API, for the demo page and small deployments.

use std::convert::Infallible;
use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::handler::HandlerWithoutStateExt as _;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use percent_encoding::percent_decode_str;
use tower::Service;
use tower_http::services::ServeDir;

use super::not_found;
use crate::config::LOGIN_PAGE;

/// Serves `folder`; an unknown path gets the same answer as everywhere.
pub(super) fn folder(
    folder: &Path,
) -> impl Service<Request, Response = Response, Error = Infallible, Future: Send + 'static> + Clone + Send + Sync + 'static
{
    let files = ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip()
        .call_fallback_on_method_not_allowed(true)
        .fallback(not_found.into_service());
    Router::<()>::new().fallback_service(files).layer(from_fn(described)).into_service::<Body>()
}

/// Always asks whether there is a newer one, and calls modules by the type that HTML names (section 4.12.1).
async fn described(request: Request, next: Next) -> Response {
    let is_login = is_login_page(request.uri().path());
    let is_module = Path::new(request.uri().path()).extension().is_some_and(|extension| extension == "mjs");
    let mut response = next.run(request).await;
    if response.status().is_success() {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        if is_login {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(LOGIN_POLICY));
        }
        if is_module {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/javascript"));
        }
    }
    response
}

/// Whether this is where the login page is, in one of the spellings that lead there.
fn is_login_page(path: &str) -> bool {
    let path = percent_decode_str(path).decode_utf8_lossy();
    let mut parts = path.split('/').filter(|part| !matches!(*part, "" | "."));
    // Some systems' names have no case.
    parts.next().is_some_and(|name| name.eq_ignore_ascii_case(LOGIN_PAGE)) && parts.next().is_none()
}

/// What the login page may do. Nobody types a code into a page that they cannot see the address of, so it is in no frame; and
/// what stands on it comes from this server, the lock's WebAssembly among it.
const LOGIN_POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
    script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
    require-trusted-types-for 'script'";
