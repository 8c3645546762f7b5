//! One request out over fetch, one reply back: the only user of gloo-net.

mod abort;
mod again;
mod frame;
mod json;

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use crate::clock::{self, Clock};
use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use js_sys::Reflect;
use passlock_core::Problem;
use passlock_core::protocol::{Domain, HEALTH_PATH, Reply, Value};
use passlock_core::session::AccessToken;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestCredentials, RequestInit, RequestMode, UrlSearchParams};

pub(crate) use abort::{Abort, Signal};
pub(crate) use frame::Question;
pub(crate) use json::{BrowserJson, from_js, to_js, write as write_json};

/// How long a reply may take, in milliseconds.
const PATIENCE: u32 = 10_000;

/// Posts `body` as JSON and waits for the whole reply; what it has the backend write is wished for in `language`.
///
/// # Errors
/// A [`Problem`] of the network: offline, timed out, unreachable, or a server that refuses this page's origin.
pub(crate) fn post<'a>(
    domain: &'a Domain,
    path: &str,
    body: &Value,
    language: Option<&str>,
    clock: &'a Clock,
    signal: &'a Signal,
) -> impl Future<Output = Result<Reply, Problem>> + use<'a> {
    let mut request = post_to(domain, path, signal);
    if let Some(language) = language {
        request = request.header("x-request-language", language);
    }
    patiently(domain, with_json(request, body), Some(clock), signal)
}

/// The same with the cookies that the browser has of the backend, and keeps from the reply.
///
/// # Errors
/// As [`post`].
pub(crate) fn post_with_cookies<'a>(
    domain: &'a Domain,
    path: &str,
    body: &Value,
    clock: &'a Clock,
    signal: &'a Signal,
) -> impl Future<Output = Result<Reply, Problem>> + use<'a> {
    let request = post_to(domain, path, signal).credentials(RequestCredentials::Include);
    patiently(domain, with_json(request, body), Some(clock), signal)
}

fn post_to(domain: &Domain, path: &str, signal: &Signal) -> RequestBuilder {
    Request::post(&domain.url(path)).cache(RequestCache::NoStore).abort_signal(signal.raw().as_ref())
}

fn with_json(request: RequestBuilder, body: &Value) -> Option<Request> {
    request.header("content-type", "application/json").body(json::write(body)?).ok()
}

/// Gets what an access token opens.
///
/// # Errors
/// As [`post`].
pub(crate) async fn get_as(
    domain: &Domain,
    path: &str,
    token: &AccessToken,
    clock: &Clock,
    signal: &Signal,
) -> Result<Reply, Problem> {
    let bearer = format!("Bearer {}", token.secret());
    let ask = || Request::get(&domain.url(path)).header("authorization", &bearer).cache(RequestCache::NoStore);
    again::read(domain, ask, Some(clock), signal).await
}

/// Gets what is at an address at this moment.
///
/// # Errors
/// As [`post`].
pub(crate) async fn get_now(domain: &Domain, path: &str, clock: &Clock, signal: &Signal) -> Result<Reply, Problem> {
    let ask = || Request::get(&domain.url(path)).cache(RequestCache::NoStore);
    again::read(domain, ask, Some(clock), signal).await
}

/// Gets a document, out of the browser's cache as far as `cache` allows. Its date is of the past, so no clock is set by it.
///
/// # Errors
/// As [`post`].
pub(crate) async fn get_document(
    domain: &Domain,
    path: &str,
    cache: RequestCache,
    signal: &Signal,
) -> Result<Reply, Problem> {
    again::read(domain, || Request::get(&domain.url(path)).cache(cache), None, signal).await
}

/// Posts a form, as requests that outlive their page should be: browsers finish it after the page was left, and ask the
/// server for no permission before, for which there would be no time.
///
/// # Errors
/// As [`post`].
pub(crate) fn post_form(
    domain: &Domain,
    path: &str,
    fields: &[(&str, &str)],
    clock: &Clock,
    signal: &Signal,
) -> impl Future<Output = Result<Reply, Problem>> {
    patiently(domain, form(&domain.url(path), fields, signal), Some(clock), signal)
}

fn form(url: &str, fields: &[(&str, &str)], signal: &Signal) -> Option<Request> {
    let (init, body) = (RequestInit::new(), encoded(fields)?);
    init.set_method("POST");
    init.set_body(&body);
    init.set_cache(RequestCache::NoStore);
    init.set_signal(signal.raw().as_ref());
    Reflect::set(&init, &"keepalive".into(), &true.into()).ok()?;
    Some(web_sys::Request::new_with_str_and_init(url, &init).ok()?.into())
}

/// Fields as forms and addresses have them.
fn encoded(fields: &[(&str, &str)]) -> Option<UrlSearchParams> {
    let encoded = UrlSearchParams::new().ok()?;
    for (name, value) in fields {
        encoded.append(name, value);
    }
    Some(encoded)
}

/// The one place where requests wait: what differs between them is made before.
async fn patiently(
    domain: &Domain,
    request: Option<Request>,
    clock: Option<&Clock>,
    signal: &Signal,
) -> Result<Reply, Problem> {
    if signal.is_aborted() {
        return Err(Problem::Cancelled);
    }
    let late = Rc::new(Cell::new(false));
    let _alarm = Timeout::new(PATIENCE, {
        let (signal, late) = (signal.clone(), Rc::clone(&late));
        move || {
            late.set(true);
            signal.abort();
        }
    });
    let problem = match exchange(request, clock).await {
        Some(reply) => return Ok(reply),
        None if signal.is_aborted() => Problem::Cancelled,
        None => explain(domain, signal).await,
    };
    Err(if late.get() { Problem::TimedOut } else { problem })
}

async fn exchange(request: Option<Request>, clock: Option<&Clock>) -> Option<Reply> {
    let sent_at = clock::device();
    let response = fetch(request?).await?;
    let headers = response.headers();
    if let (Some(clock), Some(date)) = (clock, headers.get("date")) {
        clock.learn(&date, clock::device().millis() - sent_at.millis());
    }
    Some(Reply {
        status: response.status(),
        content_type: headers.get("content-type"),
        retry_after: headers.get("retry-after").and_then(|text| text.trim().parse().ok()).map(Duration::from_secs),
        body: JsFuture::from(web_sys::Response::from(response).text().ok()?).await.ok()?.as_string()?,
    })
}

/// Fetch tells a page nothing about why it failed. A second request that needs no permission tells the cases apart:
/// when it gets through, the server is there and only refuses to answer this origin. The browser's own idea of being
/// online comes last: it knows of network cards, not of servers.
async fn explain(domain: &Domain, signal: &Signal) -> Problem {
    let probe = Request::get(&domain.url(HEALTH_PATH))
        .mode(RequestMode::NoCors)
        .cache(RequestCache::NoStore)
        .abort_signal(signal.raw().as_ref())
        .build();
    let got_through = match probe {
        Ok(probe) => fetch(probe).await.is_some(),
        Err(_) => false,
    };
    match (got_through, is_online()) {
        (true, _) => Problem::OriginRefused,
        (false, true) => Problem::Unreachable,
        (false, false) => Problem::Offline,
    }
}

/// `Request::send` takes every rejection for an `Error` and panics on others; pages that wrap fetch reject with anything.
async fn fetch(request: Request) -> Option<Response> {
    let request: web_sys::Request = request.into();
    let answer = JsFuture::from(web_sys::window()?.fetch_with_request(&request)).await.ok()?;
    Some(answer.dyn_into::<web_sys::Response>().ok()?.into())
}

/// Scheme, host and port of the page.
pub(crate) fn page_origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Has the window go to `path` of the backend with the page's own parameters and one more, which is as addresses have it.
pub(crate) fn go_on(domain: &Domain, path: &str, name: &str, value: &str) {
    let Some(window) = web_sys::window() else { return };
    let own = window.location().search().unwrap_or_default();
    let separator = if own.is_empty() { "?" } else { "&" };
    // A browser refuses addresses that are none, and this is one.
    let _ = window.location().replace(&[&domain.url(path), &own, separator, name, "=", value].concat());
}

fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}
