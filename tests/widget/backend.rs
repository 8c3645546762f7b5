//! A backend that says what the test tells it to, at the place where the widget calls `fetch`.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Headers, Request, RequestCache, RequestCredentials, Response, ResponseInit, SubtleCrypto};

use crate::mint::{Draft, FIRST, KeyPair, encoded};
use crate::page::window;
use crate::patience::turn;

/// Stands in for `window.fetch` until it is dropped.
pub(crate) struct Backend {
    script: Rc<RefCell<Script>>,
    real: JsValue,
    _fetch: Closure<dyn FnMut(Request) -> Promise>,
}

struct Script {
    answers: VecDeque<Answer>,
    requests: Vec<Asked>,
    /// What the next requests for the keys get; then, and by default, the first of them.
    key_answers: VecDeque<Answer>,
    key_requests: Vec<RequestCache>,
    is_held: bool,
    /// The backend has cryptography where the page has none.
    subtle: SubtleCrypto,
}

/// What the next request gets.
pub(crate) enum Answer {
    Reply {
        status: u16,
        content_type: &'static str,
        headers: Vec<(&'static str, String)>,
        body: String,
    },
    /// A login, whose token is signed when it is asked for.
    Token(Draft),
    /// The same with a refresh token.
    Grant(Draft, String),
    /// The connection fails.
    Failure,
    /// Nothing ever comes.
    Silence,
}

/// A request that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) url: String,
    pub(crate) body: String,
    pub(crate) content_type: Option<String>,
    pub(crate) authorization: Option<String>,
    /// What language a message is wished for in.
    pub(crate) language: Option<String>,
    /// Where the browser knows of such requests.
    pub(crate) keepalive: Option<bool>,
    /// Whether the page's cookies for the backend go along.
    pub(crate) with_cookies: bool,
}

impl Backend {
    pub(crate) fn new() -> Self {
        let script = Rc::new(RefCell::new(Script {
            answers: VecDeque::new(),
            requests: Vec::new(),
            key_answers: VecDeque::new(),
            key_requests: Vec::new(),
            is_held: false,
            subtle: window().crypto().unwrap().subtle(),
        }));
        let fetch = Closure::<dyn FnMut(Request) -> Promise>::new({
            let script = Rc::clone(&script);
            move |request: Request| future_to_promise(answer(Rc::clone(&script), request))
        });
        let global = js_sys::global();
        let real = Reflect::get(&global, &"fetch".into()).unwrap();
        Reflect::set(&global, &"fetch".into(), fetch.as_ref()).unwrap();
        Self { script, real, _fetch: fetch }
    }

    pub(crate) fn will(&self, answer: Answer) -> &Self {
        self.script.borrow_mut().answers.push_back(answer);
        self
    }

    /// From now on nothing is answered until it [`Self::goes_on`].
    pub(crate) fn holds_back(&self) {
        self.script.borrow_mut().is_held = true;
    }

    pub(crate) fn goes_on(&self) {
        self.script.borrow_mut().is_held = false;
    }

    pub(crate) fn will_send_a_code(&self) -> &Self {
        self.will(json(200, r#"{"_id":"1","expires_in":180,"resend_after":30,"code_length":6}"#))
    }

    pub(crate) fn will_log_in(&self) -> &Self {
        self.will(Answer::Token(Draft::ending_in(36_000)))
    }

    pub(crate) fn will_log_in_with(&self, token: &str) -> &Self {
        self.will(json(200, &token_reply(token, None)))
    }

    /// A login whose answer holds a refresh token as well, which brings the next ones.
    pub(crate) fn will_grant(&self, draft: Draft, refresh_token: &str) -> &Self {
        self.will(Answer::Grant(draft, refresh_token.to_owned()))
    }

    /// The next request for the keys gets this, in place of the first key.
    pub(crate) fn keys_will(&self, answer: Answer) -> &Self {
        self.script.borrow_mut().key_answers.push_back(answer);
        self
    }

    pub(crate) fn keys_will_be(&self, keys: &[KeyPair]) -> &Self {
        self.keys_will(json(200, &key_set(keys)))
    }

    pub(crate) async fn signed(&self, draft: &Draft) -> String {
        let subtle = self.script.borrow().subtle.clone();
        draft.signed(&subtle).await
    }

    /// In which way the keys were asked for, each time.
    pub(crate) fn key_requests(&self) -> Vec<RequestCache> {
        self.script.borrow().key_requests.clone()
    }

    /// The bodies of all requests to a path.
    pub(crate) fn asked(&self, path: &str) -> Vec<String> {
        self.requests().into_iter().filter(|asked| asked.url.ends_with(path)).map(|asked| asked.body).collect()
    }

    /// All requests but those for the keys.
    pub(crate) fn requests(&self) -> Vec<Asked> {
        self.script.borrow().requests.clone()
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        Reflect::set(&js_sys::global(), &"fetch".into(), &self.real).unwrap();
    }
}

pub(crate) fn json(status: u16, body: &str) -> Answer {
    Answer::Reply { status, content_type: JSON, headers: Vec::new(), body: body.to_owned() }
}

/// A token of `demo` at 127.0.0.1:4000 that ends in so many seconds, for a page's storage. Nobody signed it.
pub(crate) fn id_token(ends_in: i32) -> String {
    id_token_of("sms|1", ends_in)
}

/// The same of another person.
pub(crate) fn id_token_of(sub: &str, ends_in: i32) -> String {
    format!("{}.{}", Draft::ending_in(ends_in).of(sub).message(), encoded("sig"))
}

fn key_set(keys: &[KeyPair]) -> String {
    let keys: Vec<_> = keys.iter().map(|pair| pair.jwk).collect();
    format!(r#"{{"keys":[{}]}}"#, keys.join(","))
}

fn token_reply(token: &str, refresh_token: Option<&str>) -> String {
    let (access, refresh) = match refresh_token {
        Some(token) => (format!("access of {token}"), format!(r#","refresh_token":"{token}""#)),
        None => ("access".to_owned(), String::new()),
    };
    format!(r#"{{"access_token":"{access}","id_token":"{token}","token_type":"Bearer","expires_in":86400{refresh}}}"#)
}

async fn answer(script: Rc<RefCell<Script>>, request: Request) -> Result<JsValue, JsValue> {
    let body = JsFuture::from(request.text()?).await?.as_string().unwrap_or_default();
    while script.borrow().is_held {
        turn().await;
    }
    let (next, subtle) = {
        let mut script = script.borrow_mut();
        let next = if request.url().ends_with("/.well-known/jwks.json") {
            script.key_requests.push(request.cache());
            Some(script.key_answers.pop_front().unwrap_or_else(|| json(200, &key_set(&[FIRST]))))
        } else {
            let header = |name| request.headers().get(name).ok().flatten();
            script.requests.push(Asked {
                url: request.url(),
                body,
                content_type: header("content-type"),
                authorization: header("authorization"),
                language: header("x-request-language"),
                with_cookies: request.credentials() == RequestCredentials::Include,
                keepalive: Reflect::get(&request, &"keepalive".into())?.as_bool(),
            });
            script.answers.pop_front()
        };
        (next, script.subtle.clone())
    };
    match next {
        Some(Answer::Token(draft)) => respond(200, JSON, Vec::new(), &token_reply(&draft.signed(&subtle).await, None)),
        Some(Answer::Grant(draft, refresh_token)) => {
            respond(200, JSON, Vec::new(), &token_reply(&draft.signed(&subtle).await, Some(&refresh_token)))
        }
        Some(Answer::Reply { status, content_type, headers, body }) => respond(status, content_type, headers, &body),
        Some(Answer::Failure) => Err(js_sys::TypeError::new("Failed to fetch").into()),
        Some(Answer::Silence) => Err(JsFuture::from(until_aborted(&request)).await.unwrap_err()),
        None => panic!("an unexpected request to {}", request.url()),
    }
}

fn respond(
    status: u16,
    content_type: &str,
    headers: Vec<(&'static str, String)>,
    body: &str,
) -> Result<JsValue, JsValue> {
    let all = Headers::new()?;
    all.set("content-type", content_type)?;
    for (name, value) in headers {
        all.set(name, &value)?;
    }
    let init = ResponseInit::new();
    init.set_status(status);
    init.set_headers(&all);
    Ok(Response::new_with_opt_str_and_init(Some(body), &init)?.into())
}

fn until_aborted(request: &Request) -> Promise {
    let signal = request.signal();
    Promise::new(&mut |_resolve: Function, reject: Function| {
        if signal.aborted() {
            reject.call0(&JsValue::NULL).unwrap();
        }
        signal.set_onabort(Some(&reject));
    })
}

const JSON: &str = "application/json";
