//! The few pages that this server has of its own, each under a policy that allows what is on it and nothing else.

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::escape::escaped;

/// A sentence for a person who cannot be sent on.
pub(super) fn sentence(status: StatusCode, title: &str, sentence: &str) -> Response {
    let body = format!("<h1>{}</h1>\n<p>{}</p>", escaped(title), escaped(sentence));
    page(status, title, &body, "frame-ancestors 'none'")
}

/// A page that tells its parent, or the window that opened it, how a login went (protocol section 3.2): to this origin
/// alone. `frames` are the origins that may have it in a frame.
pub(super) fn message(origin: &str, frames: &[&str], response: &Map<String, Value>) -> Response {
    // What is told is data on the page and no part of the script, so that the policy can name the script.
    let told = json!({ "origin": origin, "response": response }).to_string().replace('<', "\\u003c");
    let body = format!("<script type=\"application/json\" id=\"told\">{told}</script>\n<script>{TELL}</script>");
    page(
        StatusCode::OK,
        "Logging in",
        &body,
        &format!("script-src {}; frame-ancestors {}", hash(TELL), frames.join(" ")),
    )
}

/// A page that sends a form at once (OAuth 2.0 Form Post Response Mode).
pub(super) fn form(action: &str, fields: &[(String, String)]) -> Response {
    let input = |(name, value): &(String, String)| {
        format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", escaped(name), escaped(value))
    };
    let fields: String = fields.iter().map(input).collect();
    let body = format!(
        "<form method=\"post\" action=\"{}\">\n{fields}<noscript><button>Go on</button></noscript>\n</form>
<script>{SUBMIT}</script>",
        escaped(action)
    );
    page(StatusCode::OK, "Logging in", &body, &format!("script-src {}; frame-ancestors 'none'", hash(SUBMIT)))
}

/// A page for people, with its own few styles and without scripts.
pub(super) fn styled(status: StatusCode, title: &str, body: &str) -> Response {
    let body = format!("<style>{STYLE}</style>\n<main>\n{body}\n</main>");
    page(status, title, &body, &format!("style-src {}; frame-ancestors 'none'", hash(STYLE)))
}

fn page(status: StatusCode, title: &str, body: &str, policy: &str) -> Response {
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n{body}\n</html>\n",
        escaped(title)
    );
    let policy = format!("default-src 'none'; base-uri 'none'; {policy}");
    let mut response = (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response();
    // What is in it are origins of settings and hashes.
    if let Ok(policy) = HeaderValue::try_from(policy) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A script's name in a policy (Content Security Policy Level 3, section 2.3.1).
fn hash(script: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(digest(&SHA256, script.as_bytes())))
}

const TELL: &str = r#"const { origin, response } = JSON.parse(document.getElementById("told").textContent);
(parent === window ? opener : parent)?.postMessage({ type: "authorization_response", response }, origin);"#;
/// The colours of emails, and their contrast (`template/email_page.rs`).
const STYLE: &str = ":root { color-scheme: light dark }
body { margin: 0; background: #f4f5f7; color: #1b1d22; font: 17px/1.5 system-ui, sans-serif }
main { max-inline-size: 25rem; margin: 12vh auto 2rem; padding: 1rem 1.5rem 1.5rem; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; line-height: 1.25 }
.code { font: 600 2.25rem/1.3 ui-monospace, monospace; letter-spacing: .15em; user-select: all }
.go { display: inline-block; padding: .7rem 1.25rem; border: 0; border-radius: .6rem; font: inherit; font-weight: 600;
    background: #1b1d22; color: #fff; text-decoration: none; cursor: pointer }
.go:focus-visible { outline: 3px solid #5a606b; outline-offset: 3px }
@media (prefers-color-scheme: dark) {
    body { background: #131418; color: #eceef2 }
    .go { background: #eceef2; color: #131418 }
    .go:focus-visible { outline-color: #aeb4bf }
}";
const SUBMIT: &str = "document.forms[0].submit()";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_named_as_the_standard_does() {
        // From the examples of Content Security Policy Level 3.
        assert_eq!(hash("alert('Hello, world.');"), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
    }
}
