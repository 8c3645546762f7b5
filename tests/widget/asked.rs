//! The frame of a login across origins, as a test sees it from the page: what it was sent for, and what it says.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object, Reflect};
use passlock::{Client, Code, Config, Flow, PhoneNumber, Problem, Session};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlIFrameElement, MessageEvent, MessageEventInit, UrlSearchParams};

use crate::backend::Backend;
use crate::mint::Draft;
use crate::page::window;
use crate::patience::{Patience, turn};

pub(crate) const TICKET: &str = r#"{"login_ticket":"t-1","co_verifier":"v-1","co_id":"i-1"}"#;
pub(crate) const SHUT: &str = r#"{"error":"unauthorized_client","error_description":"No."}"#;

pub(crate) fn origin() -> String {
    window().location().origin().unwrap()
}

/// The backend is where the page is, so that the test can look into its frames; each test's client is its own, because a
/// page remembers which way a client goes.
pub(crate) fn across(client_id: &str, flow: Flow) -> Config {
    let mut config = Config::new(client_id, &origin()).unwrap();
    config.flow = flow;
    config.country = passlock::Region::new("GB");
    config
}

/// A frame that a login has made, and what it was sent for.
pub(crate) struct Asked {
    pub(crate) frame: HtmlIFrameElement,
    query: UrlSearchParams,
}

impl Asked {
    /// Waits for the frame.
    pub(crate) async fn appears() -> Self {
        let patience = Patience::new();
        loop {
            if let Some(frame) = frame() {
                let src = frame.src();
                let (address, query) = src.split_once('?').unwrap();
                assert_eq!(address, format!("{}/authorize", origin()));
                assert!(frame.hidden());
                return Self { query: UrlSearchParams::new_with_str(query).unwrap(), frame };
            }
            assert!(patience.is_left(), "waited in vain for a frame");
            turn().await;
        }
    }

    pub(crate) fn parameter(&self, name: &str) -> String {
        self.query.get(name).unwrap_or_default()
    }

    /// What the backend's page says there when somebody is logged in.
    pub(crate) async fn tokens(&self, backend: &Backend, draft: Draft) -> String {
        let token = backend.signed(&draft.claiming(&format!(r#""iss":"{}/""#, origin()))).await;
        self.answer(&format!(r#""access_token":"access","id_token":"{token}","token_type":"Bearer","expires_in":600"#))
    }

    /// The same with the nonce that was sent.
    pub(crate) async fn right_tokens(&self, backend: &Backend) -> String {
        let nonce = format!(r#""nonce":"{}","aud":"{}""#, self.parameter("nonce"), self.parameter("client_id"));
        self.tokens(backend, Draft::ending_in(3600).claiming(&nonce)).await
    }

    pub(crate) fn answer(&self, fields: &str) -> String {
        message(&self.parameter("state"), fields)
    }

    /// The frame's own window says something.
    pub(crate) fn says(&self, message: &str) {
        let inside = self.frame.content_window().unwrap();
        let of_the_frame: Function = Reflect::get(&inside, &"Function".into()).unwrap().unchecked_into();
        let body: JsValue = "parent.postMessage(JSON.parse(text), '*')".into();
        let say: Function =
            Reflect::construct(&of_the_frame, &js_sys::Array::of2(&"text".into(), &body)).unwrap().unchecked_into();
        say.call1(&inside, &message.into()).unwrap();
    }
}

pub(crate) fn frame() -> Option<HtmlIFrameElement> {
    let found = window().document().unwrap().query_selector("body > iframe").unwrap();
    found.map(JsCast::unchecked_into)
}

pub(crate) fn message(state: &str, fields: &str) -> String {
    format!(r#"{{"type":"authorization_response","response":{{"state":"{state}",{fields}}}}}"#)
}

/// A message of whatever origin and source.
pub(crate) fn hear(text: &str, origin: &str, source: Option<&Object>) {
    let init = MessageEventInit::new();
    init.set_data(&js_sys::JSON::parse(text).unwrap());
    init.set_origin(origin);
    if let Some(source) = source {
        Reflect::set(&init, &"source".into(), source).unwrap();
    }
    window().dispatch_event(&MessageEvent::new_with_event_init_dict("message", &init).unwrap()).unwrap();
}

pub(crate) type Outcome = Rc<RefCell<Option<Result<Session, Problem>>>>;

/// Begins a login without a user interface.
pub(crate) fn begin(client: &Client, code: &str) -> Outcome {
    let (client, outcome) = (client.clone(), Outcome::default());
    let (phone, code) = (PhoneNumber::parse("+447400123456", None).unwrap(), Code::parse(code, 6).unwrap());
    spawn_local({
        let outcome = Rc::clone(&outcome);
        async move {
            let session = client.login_sms(&phone, &code).await;
            outcome.replace(Some(session));
        }
    });
    outcome
}

pub(crate) async fn end(outcome: &Outcome) -> Result<Session, Problem> {
    let patience = Patience::new();
    loop {
        if let Some(outcome) = outcome.take() {
            return outcome;
        }
        assert!(patience.is_left(), "waited in vain for the login to end");
        turn().await;
    }
}

/// What is left of a login when the browser has had time for everything.
pub(crate) async fn goes_on(outcome: &Outcome) {
    for _ in 0..20 {
        turn().await;
    }
    assert!(outcome.borrow().is_none() && frame().is_some(), "{outcome:?}");
}
