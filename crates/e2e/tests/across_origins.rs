//! A page on another origin logs in as Auth0's own libraries do: a ticket, `/authorize`, and a session that the lock finds.

use anyhow::{Context, Result, ensure};
use passlock_e2e::{NUMBER, Visit};
use serde_json::{Value, json};

struct Shop(Visit);

impl Shop {
    async fn open() -> Result<Self> {
        Ok(Self(Visit::open("shop").await?))
    }

    /// What a call of this server's answers to the page. The page's cookies for it go along.
    async fn call(&self, path: &str, body: &Value) -> Result<Value> {
        let call = format!(
            "fetch('http://{}{path}', {{
                method: 'POST', credentials: '{}', headers: {{ 'Content-Type': 'application/json' }}, body: '{body}'
            }}).then((answer) => answer.json())",
            self.0.backend.domain(),
            if path.starts_with("/co/") { "include" } else { "omit" },
        );
        self.0.browser.evaluate(&call).await
    }

    /// A ticket for whoever has this number.
    async fn ticket(&self) -> Result<String> {
        let start = json!({ "client_id": "demo", "connection": "sms", "phone_number": NUMBER, "send": "code" });
        self.call("/passwordless/start", &start).await?;
        let body = json!({
            "client_id": "demo", "credential_type": "http://auth0.com/oauth/grant-type/passwordless/otp",
            "realm": "sms", "username": NUMBER, "otp": self.0.backend.code_for(NUMBER).await?,
        });
        let told = self.call("/co/authenticate", &body).await?;
        told["login_ticket"].as_str().map(str::to_owned).with_context(|| told.to_string())
    }

    /// The address at which a login goes on, and comes back here.
    fn authorize(&self, parameters: &[(&str, &str)]) -> String {
        let all = [("client_id", "demo"), ("redirect_uri", &*self.0.site.url()), ("scope", "openid profile")];
        let pairs: Vec<_> = all.iter().chain(parameters).map(|(name, value)| format!("{name}={value}")).collect();
        format!("http://{}/authorize?{}", self.0.backend.domain(), pairs.join("&"))
    }

    /// What the lock finds out about who is logged in: an error and a result.
    async fn check_session(&self) -> Result<Value> {
        let call = "new Promise((resolve) => new Passlock(AUTH0_CLIENT_ID, AUTH0_DOMAIN)
            .checkSession({}, (error, result) => resolve([error && { ...error }, result])))";
        self.0.browser.evaluate(call).await
    }
}

#[tokio::test]
async fn a_code_comes_back_and_the_lock_finds_the_session_until_it_is_ended() -> Result<()> {
    let shop = Shop::open().await?;
    let told = shop.check_session().await?;
    assert_eq!(told[0]["error"], "login_required", "{told}");

    let ticket = shop.ticket().await?;
    let challenge = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256"), ("login_ticket", &ticket)];
    shop.0
        .browser
        .open(&shop.authorize(&[&[("response_type", "code"), ("state", "s")], &challenge[..]].concat()))
        .await?;
    shop.0.browser.until("location.search.startsWith('?code=') && typeof Passlock === 'function'").await?;
    let code = shop.0.browser.text("new URLSearchParams(location.search).get('code')").await?;
    shop.0.browser.becomes("new URLSearchParams(location.search).get('state')", "s").await?;
    let trade = json!({
        "grant_type": "authorization_code", "client_id": "demo", "code": code, "redirect_uri": shop.0.site.url(),
        "code_verifier": VERIFIER,
    });
    let tokens = shop.call("/oauth/token", &trade).await?;
    ensure!(tokens["id_token"].is_string(), "{tokens}");

    let told = shop.check_session().await?;
    let subject = told[1]["idTokenPayload"]["sub"].as_str().unwrap_or_default();
    ensure!(subject.starts_with("sms|"), "{told}");
    assert_eq!(told[1]["expiresIn"], 86_400, "{told}");

    let back = format!("http://{}/v2/logout?client_id=demo&returnTo={}", shop.0.backend.domain(), shop.0.site.url());
    shop.0.browser.open(&back).await?;
    shop.0.browser.until("location.search === '' && typeof Passlock === 'function'").await?;
    let told = shop.check_session().await?;
    assert_eq!(told[0]["error"], "login_required", "{told}");
    Ok(())
}

#[tokio::test]
async fn a_frame_logs_in_with_a_ticket_and_tells_the_page() -> Result<()> {
    let shop = Shop::open().await?;
    let ticket = shop.ticket().await?;
    let address = shop.authorize(&[
        ("response_type", "token%20id_token"),
        ("response_mode", "web_message"),
        ("prompt", "none"),
        ("state", "s"),
        ("nonce", "n"),
        ("login_ticket", &ticket),
    ]);
    let call = format!(
        "new Promise((resolve) => {{
            addEventListener('message', ({{ origin, data }}) => resolve([origin, data]));
            const frame = document.createElement('iframe');
            frame.src = '{address}';
            document.body.append(frame);
        }})"
    );
    let heard = shop.0.browser.evaluate(&call).await?;
    assert_eq!(heard[0], format!("http://{}", shop.0.backend.domain()));
    assert_eq!((&heard[1]["type"], &heard[1]["response"]["state"]), (&"authorization_response".into(), &"s".into()));
    ensure!(heard[1]["response"]["id_token"].is_string(), "{heard}");
    ensure!(shop.check_session().await?[1]["idTokenPayload"]["sub"].is_string(), "the session has begun");
    Ok(())
}

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
