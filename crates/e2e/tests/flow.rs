//! The lock logs in across origins against the real server: by a ticket, real cookies and a frame, or says why not.

use anyhow::{Context, Result, ensure};
use axum::http::StatusCode;
use passlock_e2e::backend::wrong_code;
use passlock_e2e::proxy::{Course, Divert};
use passlock_e2e::{Backend, Browser, Lock, Proxy, Site, built, token};
use serde_json::{Value, json};

struct Shop {
    backend: Backend,
    proxy: Proxy,
    browser: Browser,
    site: Site,
    /// Where the page finds its backend.
    domain: String,
}

impl Shop {
    async fn open(flow: &str, divert: Divert) -> Result<Self> {
        Self::open_page("across.html", flow, "127.0.0.1", divert).await
    }

    /// The backend goes by another name of this machine's.
    async fn open_page(page: &str, flow: &str, host: &str, divert: Divert) -> Result<Self> {
        let backend = Backend::start().await?;
        let proxy = Proxy::diverting(backend.address(), divert).await?;
        let domain = proxy.domain().replace("127.0.0.1", host);
        let site = Site::start(&built::page("shop"), &domain).await?;
        let port = domain.rsplit(':').next().and_then(|port| port.parse().ok()).context("no port")?;
        let browser = Browser::start_with_hosts(&[(&format!("localhost:{port}"), port)]).await?;
        browser.open(&format!("{}{page}?flow={flow}", site.url())).await?;
        Ok(Self { backend, proxy, browser, site, domain })
    }

    /// Asks for a code and enters it.
    async fn enter_code(&self) -> Result<Lock<'_>> {
        let lock = Lock::new(&self.browser);
        lock.ask_for_code(NUMBER).await?;
        lock.enter_code(&self.backend.code_for(NUMBER).await?).await?;
        Ok(lock)
    }

    /// What the page has heard of the login: the name of the event, and what it says.
    async fn told(&self) -> Result<(String, Value)> {
        self.browser.until("told.length > 0").await?;
        let name = self.browser.text("told.at(-1)[0]").await?;
        Ok((name, self.browser.evaluate("({ ...told.at(-1)[1] })").await?))
    }

    /// The code of the failure that the page has heard of, once no frame is left.
    async fn failure(&self) -> Result<Value> {
        let (name, told) = self.told().await?;
        ensure!(name == "authorization_error", "{name}: {told}");
        self.browser.until(&format!("{FRAMES} === 0")).await?;
        assert_eq!(self.browser.evaluate("localStorage.length").await?, 0);
        Ok(json!([told["code"], told["check"]]))
    }

    /// Which ways were gone, in order.
    fn ways(&self) -> Vec<String> {
        let is_way =
            |line: &String| ["/oauth/token", "/co/authenticate", "/authorize"].iter().any(|way| line.ends_with(way));
        self.proxy.seen().into_iter().filter(is_way).collect()
    }
}

fn straight_on(address: &str) -> Course {
    Course::To(address.to_owned())
}

/// What Auth0 says to single-page applications at the token endpoint.
fn without_the_grant(address: &str) -> Course {
    if address != "/oauth/token" {
        return straight_on(address);
    }
    let sentence = "Grant type 'http://auth0.com/oauth/grant-type/passwordless/otp' not allowed for the client.";
    Course::Refused(StatusCode::FORBIDDEN, json!({ "error": "unauthorized_client", "error_description": sentence }))
}

/// Puts something else in the place of a parameter's value.
fn with_another(name: &str, address: &str) -> Course {
    let Some((before, after)) = address.split_once(&format!("&{name}=")) else { return straight_on(address) };
    let rest = after.split_once('&').map_or("", |(_, rest)| rest);
    Course::To(format!("{before}&{name}=another&{rest}"))
}

#[tokio::test]
async fn a_ticket_and_a_frame_log_a_person_in_and_a_reload_keeps_them() -> Result<()> {
    let shop = Shop::open("cross-origin", straight_on).await?;
    shop.enter_code().await?.until_logged_in().await?;
    assert_eq!(shop.ways(), ["POST /co/authenticate", "GET /authorize"]);
    let (name, result) = shop.told().await?;
    assert_eq!(name, "authenticated", "{result}");
    assert_eq!((&result["tokenType"], &result["refreshToken"]), (&"Bearer".into(), &Value::Null), "{result}");
    ensure!(result["accessToken"].is_string(), "{result}");
    let stored = shop.browser.text("localStorage.getItem('id_token')").await?;
    let claims = token::verify(&stored, shop.backend.jwks().await?, &shop.domain)?;
    assert_eq!(claims["phone_number"], NUMBER);
    ensure!(claims["nonce"].as_str().is_some_and(|nonce| nonce.len() == 48), "{claims}");
    assert_eq!(shop.browser.evaluate(FRAMES).await?, 0);

    shop.browser.client().refresh().await?;
    Lock::new(&shop.browser).until_logged_in().await?;
    assert_eq!(shop.browser.text("localStorage.getItem('id_token')").await?, stored);
    assert_eq!(shop.ways().len(), 2, "nobody was asked again");
    Ok(())
}

#[tokio::test]
async fn auto_goes_on_with_the_same_code_where_the_grant_is_off() -> Result<()> {
    let shop = Shop::open("auto", without_the_grant).await?;
    let lock = shop.enter_code().await?;
    lock.until_logged_in().await?;
    assert_eq!(shop.ways(), ["POST /oauth/token", "POST /co/authenticate", "GET /authorize"]);
    assert_eq!(shop.backend.messages_to(NUMBER).await?, 1);

    // The page knows by now.
    lock.log_out().await?;
    lock.until_phone_entry().await?;
    shop.enter_code().await?.until_logged_in().await?;
    assert_eq!(shop.ways()[3..], ["POST /co/authenticate", "GET /authorize"]);
    Ok(())
}

#[tokio::test]
async fn auto_asks_the_token_endpoint_alone_where_the_grant_is_on() -> Result<()> {
    let shop = Shop::open("auto", straight_on).await?;
    shop.enter_code().await?.until_logged_in().await?;
    assert_eq!(shop.ways(), ["POST /oauth/token"]);
    Ok(())
}

#[tokio::test]
async fn a_page_that_wants_the_token_endpoint_is_told_that_the_grant_is_off() -> Result<()> {
    let shop = Shop::open("token", without_the_grant).await?;
    shop.enter_code().await?.problem_with("not set up correctly").await?;
    assert_eq!(shop.failure().await?, json!(["grant_not_enabled", null]));
    assert_eq!(shop.ways(), ["POST /oauth/token"]);
    Ok(())
}

#[tokio::test]
async fn a_lock_in_auth0s_manner_goes_the_way_that_it_is_told_and_hears_what_it_always_did() -> Result<()> {
    let shop = Shop::open("token", straight_on).await?;
    let another = "(lock.destroy(), (lock = new Auth0LockPasswordless(AUTH0_CLIENT_ID, AUTH0_DOMAIN, {
        container: 'here', flow: 'cross-origin', auth: { redirect: false, params: { state: 'of the page' } }
    })).on('authenticated', (result) => told.push(['authenticated', result])), lock.show())";
    shop.browser.evaluate(another).await?;
    shop.enter_code().await?;
    let (_, result) = shop.told().await?;
    for name in ["accessToken", "idToken", "state", "scope", "expiresIn", "tokenType"] {
        ensure!(!result[name].is_null(), "{name}: {result}");
    }
    assert_eq!((&result["state"], &result["tokenType"]), (&"of the page".into(), &"Bearer".into()));
    assert_eq!(shop.ways(), ["POST /co/authenticate", "GET /authorize"]);
    Ok(())
}

#[tokio::test]
async fn wrong_codes_count_down_until_only_a_new_one_helps() -> Result<()> {
    let shop = Shop::open("cross-origin", straight_on).await?;
    let lock = Lock::new(&shop.browser);
    lock.ask_for_code(NUMBER).await?;
    let code = shop.backend.code_for(NUMBER).await?;
    for (nth, sentence) in [(1, "2 tries left"), (2, "1 try left"), (3, "tried too often")] {
        let wrong = wrong_code(&code, nth);
        lock.enter_code(&wrong).await?;
        lock.problem_with(sentence).await?;
        lock.until_code(&wrong).await?;
    }
    assert_eq!(shop.failure().await?, json!(["too_many_tries", null]));
    assert_eq!(shop.ways(), ["POST /co/authenticate"; 3]);
    Ok(())
}

#[tokio::test]
async fn a_token_that_was_made_for_another_question_logs_nobody_in() -> Result<()> {
    let shop = Shop::open("cross-origin", |address| with_another("nonce", address)).await?;
    shop.enter_code().await?.problem_with("could not be confirmed").await?;
    assert_eq!(shop.failure().await?, json!(["token_refused", "nonce"]));
    Ok(())
}

#[tokio::test]
async fn an_answer_with_another_state_is_not_heard() -> Result<()> {
    let shop = Shop::open("cross-origin", |address| with_another("state", address)).await?;
    shop.enter_code().await?.problem_with("not allowed to sign you in").await?;
    assert_eq!(shop.failure().await?, json!(["origin_refused", null]));
    Ok(())
}

#[tokio::test]
async fn a_browser_that_keeps_no_cookies_of_other_sites_is_told_of_as_such() -> Result<()> {
    // To a browser these are two sites, and without https the server's cookies are for its own alone.
    let shop = Shop::open_page("across.html", "cross-origin", "localhost", straight_on).await?;
    ensure!(shop.site.url().starts_with("http://127.0.0.1:"), "the page is on the other site");
    let lock = shop.enter_code().await?;
    lock.problem_with("keeps no cookies of the sign-in service").await?;
    assert_eq!(shop.failure().await?, json!(["cookies_refused", null]));
    Ok(())
}

#[tokio::test]
async fn a_page_whose_policy_forbids_the_frame_is_told_at_once() -> Result<()> {
    for (flow, divert) in [("cross-origin", straight_on as Divert), ("auto", without_the_grant)] {
        let shop = Shop::open_page("unframed.html", flow, "127.0.0.1", divert).await?;
        shop.enter_code().await?.problem_with("not set up correctly").await?;
        assert_eq!(shop.failure().await?, json!(["frame_blocked", null]), "{flow}");
        ensure!(!shop.ways().iter().any(|way| way.ends_with("/authorize")), "{:?}", shop.ways());
    }
    Ok(())
}

const NUMBER: &str = "+447400123456";
const FRAMES: &str = "document.querySelectorAll('iframe').length";
