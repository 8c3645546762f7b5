//! A hidden frame that goes to an address of the backend's, and the one message by which it answers.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::Reflect;
use passlock_core::Problem;
use passlock_core::protocol::{Domain, TokenReply, read_message};
use wasm_bindgen::JsValue;
use web_sys::{Element, Event, EventTarget};

use super::{Signal, encoded, json};

/// A question to the backend that a frame asks. The frame is on the page until this is dropped.
pub(crate) struct Question {
    ear: Rc<Ear>,
    _alarm: Timeout,
    _listeners: Vec<EventListener>,
}

impl Question {
    /// Has a frame go to `path` with these parameters, one of which is this `state`; `None` where there is no page.
    pub(crate) fn ask(
        domain: &Domain,
        path: &str,
        parameters: &[(&str, &str)],
        state: &str,
        signal: &Signal,
    ) -> Option<Self> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let frame = document.create_element("iframe").ok()?;
        let address = [&domain.url(path), "?", &String::from(encoded(parameters)?.to_string())].concat();
        frame.set_attribute("hidden", "").ok()?;
        frame.set_attribute("src", &address).ok()?;
        let ear = Rc::new(Ear {
            frame,
            origin: domain.origin().to_owned(),
            state: state.to_owned(),
            heard: RefCell::default(),
            waker: RefCell::default(),
            alarm: RefCell::default(),
        });
        let mut listeners = vec![
            ear.listen(&window, "message"),
            ear.listen(&document, "securitypolicyviolation"),
            ear.listen(&ear.frame, "load"),
        ];
        listeners.extend(signal.raw().map(|signal| ear.listen(&signal, "abort")));
        let alarm = ear.expect_within(FRAME_PATIENCE, Problem::TimedOut);
        if signal.is_aborted() {
            ear.hear(Err(Problem::Cancelled));
        } else {
            document.body()?.append_child(&ear.frame).ok()?;
        }
        Some(Self { ear, _alarm: alarm, _listeners: listeners })
    }

    /// Waits for what the frame has to say.
    ///
    /// # Errors
    /// What the backend refuses, as a [`Problem`]; [`Problem::FrameBlocked`] where the page's policy forbids the frame,
    /// [`Problem::OriginRefused`] when a page has come that says nothing, [`Problem::TimedOut`], [`Problem::Cancelled`].
    pub(crate) fn answer(&self) -> impl Future<Output = Result<TokenReply, Problem>> {
        poll_fn(|context| {
            self.ear.waker.replace(Some(context.waker().clone()));
            self.ear.heard.take().map_or(Poll::Pending, Poll::Ready)
        })
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        self.ear.alarm.take();
        self.ear.frame.remove();
    }
}

/// Keeps the first thing that is heard of the frame.
struct Ear {
    frame: Element,
    /// The backend's.
    origin: String,
    state: String,
    heard: RefCell<Option<Result<TokenReply, Problem>>>,
    waker: RefCell<Option<Waker>>,
    /// Goes off when the frame's page has had its say.
    alarm: RefCell<Option<Timeout>>,
}

impl Ear {
    fn listen(self: &Rc<Self>, target: &EventTarget, kind: &'static str) -> EventListener {
        let ear = Rc::clone(self);
        EventListener::new(target, kind, move |event| ear.notice(event))
    }

    fn notice(self: &Rc<Self>, event: &Event) {
        let is = |name, expected: &str| property(event, name).as_string().as_deref() == Some(expected);
        match &*event.type_() {
            "message" => {
                // Any window may say anything. Only this frame, still at the backend's, is listened to.
                let inside = property(&self.frame, "contentWindow");
                let is_frames = is("origin", &self.origin) && inside.is_object() && property(event, "source") == inside;
                if is_frames && let Some(answer) = read_message(&json::from_js(&property(event, "data")), &self.state) {
                    self.hear(answer);
                }
            }
            // A policy that only reports keeps nothing away.
            "securitypolicyviolation" => {
                let blocked = property(event, "blockedURI").as_string().unwrap_or_default();
                let is_ours = is("effectiveDirective", "frame-src") && blocked.starts_with(&self.origin);
                if is_ours && is("disposition", "enforce") {
                    self.hear(Err(Problem::FrameBlocked));
                }
            }
            // The page says what it has to say while it loads. An error that only people can read is all that it may be:
            // that this page is not one of the client's, most often.
            "load" => drop(self.alarm.replace(Some(self.expect_within(MESSAGE_PATIENCE, Problem::OriginRefused)))),
            _ => self.hear(Err(Problem::Cancelled)),
        }
    }

    fn hear(&self, answer: Result<TokenReply, Problem>) {
        self.heard.borrow_mut().get_or_insert(answer);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// Hears of the problem when nothing else was heard until then, unless this is dropped.
    fn expect_within(self: &Rc<Self>, millis: u32, problem: Problem) -> Timeout {
        let ear = Rc::clone(self);
        Timeout::new(millis, move || ear.hear(Err(problem)))
    }
}

/// By reflection, which the module has anyway: each accessor of a type of its own would be code in every page.
fn property(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

/// How long the frame may take, in milliseconds: as long as Auth0's own library waits.
const FRAME_PATIENCE: u32 = 60_000;

/// How long after its page has loaded its message may take, in milliseconds.
const MESSAGE_PATIENCE: u32 = 3000;
