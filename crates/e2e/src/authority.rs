//! A backend of another make, that keeps logins of its own and answers to `prompt=none` by a message.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::{Context, Result};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use axum::Router;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::middleware::map_response;
use axum::response::{Html, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::{Url, form_urlencoded};

use crate::built;

/// A running one; it ends when this is dropped. It signs with a key of the tests.
pub struct Authority {
    address: SocketAddr,
    server: JoinHandle<()>,
}

impl Authority {
    /// Starts one on a free port.
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let origin = format!("http://{address}");
        let about = json!({ "issuer": format!("{origin}/"), "authorization_endpoint": format!("{origin}/authorize") });
        let keys = json!({ "keys": [serde_json::from_str::<Value>(&read("crates/core/tests/keys/first.json")?)?] });
        let key = Arc::new(signing_key()?);
        let authorize = async move |uri: Uri| {
            page(&uri, &format!("{origin}/"), &key).map(Html).map_err(|_| StatusCode::BAD_REQUEST)
        };
        let app = Router::new()
            .route("/.well-known/openid-configuration", answer("application/json", about.to_string()))
            .route("/.well-known/jwks.json", answer("application/json", keys.to_string()))
            .route("/authorize", get(authorize))
            .layer(map_response(open_to_all));
        let server = tokio::spawn(async move {
            // Ends with an error only when the listener breaks, which the test notices by itself.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self { address, server })
    }

    /// Host and port, as a page names its backend.
    #[must_use]
    pub fn domain(&self) -> String {
        self.address.to_string()
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The page that tells the one around it, while it loads, who is logged in: `login_hint` says what is to come of it.
fn page(asked: &Uri, issuer: &str, key: &RsaKeyPair) -> Result<String> {
    let asked: HashMap<_, _> = form_urlencoded::parse(asked.query().unwrap_or_default().as_bytes()).collect();
    let given = |name| asked.get(name).map(|value| &**value).with_context(|| format!("no {name}"));
    let mut response = match given("login_hint")? {
        "nobody" => json!({ "error": "login_required", "error_description": "Login required" }),
        hint => {
            let nonce = if hint == "replayed" { "the nonce of another day" } else { given("nonce")? };
            let now = SystemTime::UNIX_EPOCH.elapsed()?.as_secs();
            let (client, end) = (given("client_id")?, now + 600);
            let claims = json!({
                "iss": issuer, "aud": client, "sub": "auth0|1", "iat": now, "exp": end, "nonce": nonce,
            });
            let id_token = signed(&claims, key)?;
            json!({ "access_token": "access", "token_type": "Bearer", "expires_in": "600", "id_token": id_token })
        }
    };
    response["state"] = given("state")?.into();
    let message = json!({ "type": "authorization_response", "response": response });
    let is_asked_for = given("response_mode")? == "web_message" && given("prompt")? == "none";
    let origin = Url::parse(given("redirect_uri")?)?.origin().ascii_serialization();
    let tell = if is_asked_for { format!("parent.postMessage({message}, {})", json!(origin)) } else { String::new() };
    Ok(format!("<!doctype html><title>Out of sight</title><script>{tell}</script>"))
}

/// The signed form of `claims` (RFC 7515, section 7.1).
fn signed(claims: &Value, key: &RsaKeyPair) -> Result<String> {
    let [header, claims] = [&json!({ "alg": "RS256", "typ": "JWT", "kid": "first" }), claims]
        .map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let message = format!("{header}.{claims}");
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature)
        .ok()
        .context("the key does not sign")?;
    Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

fn signing_key() -> Result<RsaKeyPair> {
    let text = read("crates/core/tests/keys/first.pem")?;
    let lines = text.lines().skip_while(|line| !line.starts_with("-----BEGIN")).skip(1);
    let encoded: String = lines.take_while(|line| !line.starts_with("-----END")).collect();
    RsaKeyPair::from_pkcs8(&STANDARD.decode(encoded)?).ok().context("first.pem holds no key")
}

fn answer(content_type: &'static str, body: String) -> axum::routing::MethodRouter {
    get(async move || ([(CONTENT_TYPE, content_type)], body))
}

async fn open_to_all(mut response: Response) -> Response {
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

fn read(path: &str) -> Result<String> {
    let path = built::root().join(path);
    std::fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))
}
