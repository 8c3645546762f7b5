//! A backend that says what the test tells it to, at the place where the widget calls `fetch`.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Headers, Request, Response, ResponseInit};

/// Stands in for `window.fetch` until it is dropped.
pub(crate) struct Backend {
    script: Rc<RefCell<Script>>,
    real: JsValue,
    _fetch: Closure<dyn FnMut(Request) -> Promise>,
}

#[derive(Default)]
struct Script {
    answers: VecDeque<Answer>,
    requests: Vec<Asked>,
}

/// What the next request gets.
pub(crate) enum Answer {
    Reply {
        status: u16,
        content_type: &'static str,
        headers: Vec<(&'static str, String)>,
        body: String,
    },
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
}

impl Backend {
    pub(crate) fn new() -> Self {
        let script = Rc::new(RefCell::new(Script::default()));
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

    pub(crate) fn will_send_a_code(&self) -> &Self {
        self.will(json(200, r#"{"_id":"1","expires_in":180,"resend_after":30,"code_length":6}"#))
    }

    pub(crate) fn will_log_in(&self) -> &Self {
        self.will_log_in_with(&id_token(36_000))
    }

    pub(crate) fn will_log_in_with(&self, token: &str) -> &Self {
        self.will(json(
            200,
            &format!(r#"{{"access_token":"access","id_token":"{token}","token_type":"Bearer","expires_in":86400}}"#),
        ))
    }

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
    Answer::Reply { status, content_type: "application/json", headers: Vec::new(), body: body.to_owned() }
}

/// A token of `demo` at 127.0.0.1:4000 that ends in so many seconds. Nobody signed it.
pub(crate) fn id_token(ends_in: i32) -> String {
    let now = (js_sys::Date::now() / 1000.0).floor();
    let claims = format!(
        r#"{{"iss":"http://127.0.0.1:4000/","aud":"demo","sub":"sms|1","iat":{now},"exp":{},"name":"+44 7400 123456","nickname":"+44 7400 123456","phone_number":"+447400123456"}}"#,
        now + f64::from(ends_in),
    );
    let payload = web_sys::window().unwrap().btoa(&claims).unwrap();
    format!("e30.{}.c2ln", payload.replace('+', "-").replace('/', "_").trim_end_matches('='))
}

async fn answer(script: Rc<RefCell<Script>>, request: Request) -> Result<JsValue, JsValue> {
    let body = JsFuture::from(request.text()?).await?.as_string().unwrap_or_default();
    let next = {
        let mut script = script.borrow_mut();
        script.requests.push(Asked { url: request.url(), body });
        script.answers.pop_front()
    };
    match next {
        Some(Answer::Reply { status, content_type, headers, body }) => {
            let all = Headers::new()?;
            all.set("content-type", content_type)?;
            for (name, value) in headers {
                all.set(name, &value)?;
            }
            let init = ResponseInit::new();
            init.set_status(status);
            init.set_headers(&all);
            Ok(Response::new_with_opt_str_and_init(Some(&body), &init)?.into())
        }
        Some(Answer::Failure) => Err(js_sys::TypeError::new("Failed to fetch").into()),
        Some(Answer::Silence) => Err(JsFuture::from(until_aborted(&request)).await.unwrap_err()),
        None => panic!("an unexpected request to {}", request.url()),
    }
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
