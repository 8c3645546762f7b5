//! A hidden frame that goes to an address of the backend's, and the one message by which it answers.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use passlock_core::Problem;
use passlock_core::protocol::{Domain, TokenReply, read_message};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Document, Event, HtmlIFrameElement, MessageEvent, SecurityPolicyViolationEvent,
    SecurityPolicyViolationEventDisposition,
};

use super::{Signal, encoded, json};

/// Has a frame go to `path` with these parameters and waits for what it says to the question with this `state`. The frame is
/// off the page again when this ends, whichever way, and when it is dropped.
///
/// # Errors
/// What the frame refuses, as a [`Problem`]; [`Problem::FrameBlocked`] where the page's policy forbids the frame,
/// [`Problem::OriginRefused`] when a page has come that says nothing, [`Problem::TimedOut`], [`Problem::Cancelled`].
pub(crate) async fn ask(
    domain: &Domain,
    path: &str,
    parameters: &[(&str, &str)],
    state: &str,
    signal: &Signal,
) -> Result<TokenReply, Problem> {
    if signal.is_aborted() {
        return Err(Problem::Cancelled);
    }
    let window = web_sys::window().ok_or(Problem::FrameBlocked)?;
    let document = window.document().ok_or(Problem::FrameBlocked)?;
    let frame = Frame::new(&document).ok_or(Problem::FrameBlocked)?;
    let query = encoded(parameters).ok_or(Problem::FrameBlocked)?.to_string();
    frame.0.set_src(&format!("{}?{}", domain.url(path), String::from(query)));

    let (ear, origin) = (Rc::new(Ear::default()), domain.origin().to_owned());
    let _message = EventListener::new(&window, "message", {
        let (ear, origin, state, frame) = (Rc::clone(&ear), origin.clone(), state.to_owned(), frame.0.clone());
        move |event| {
            // Any window may say anything. Only this frame, still at the backend's, is listened to.
            let event: &MessageEvent = event.unchecked_ref();
            if event.origin() == origin
                && is_from(event, &frame)
                && let Some(answer) = read_message(&json::from_js(&event.data()), &state)
            {
                ear.hear(answer);
            }
        }
    });
    let _violation = EventListener::new(&document, "securitypolicyviolation", {
        let ear = Rc::clone(&ear);
        move |event| {
            if forbids_frame(event, &origin) {
                ear.hear(Err(Problem::FrameBlocked));
            }
        }
    });
    let _load = EventListener::new(&frame.0, "load", {
        let (ear, alarm) = (Rc::clone(&ear), RefCell::new(None));
        move |_| {
            // The page says what it has to say while it loads. An error that only people can read is all that it may be:
            // that this page is not one of the client's, most often.
            alarm.replace(Some(ear.expect_within(MESSAGE_PATIENCE, Problem::OriginRefused)));
        }
    });
    let _abort = signal.raw().map(|raw| {
        let ear = Rc::clone(&ear);
        EventListener::once(&raw, "abort", move |_| ear.hear(Err(Problem::Cancelled)))
    });
    let _alarm = ear.expect_within(FRAME_PATIENCE, Problem::TimedOut);
    frame.show(&document).ok_or(Problem::FrameBlocked)?;
    ear.answer().await
}

/// A frame that nobody sees; on the page until this is dropped.
struct Frame(HtmlIFrameElement);

impl Frame {
    fn new(document: &Document) -> Option<Self> {
        let frame: HtmlIFrameElement = document.create_element("iframe").ok()?.unchecked_into();
        frame.set_hidden(true);
        Some(Self(frame))
    }

    fn show(&self, document: &Document) -> Option<()> {
        document.body()?.append_child(&self.0).ok().map(drop)
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// Waits for the first thing that is heard.
#[derive(Default)]
struct Ear {
    heard: RefCell<Option<Result<TokenReply, Problem>>>,
    waker: RefCell<Option<Waker>>,
}

impl Ear {
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

    fn answer(&self) -> impl Future<Output = Result<TokenReply, Problem>> {
        poll_fn(|context| {
            self.waker.replace(Some(context.waker().clone()));
            self.heard.take().map_or(Poll::Pending, Poll::Ready)
        })
    }
}

fn is_from(event: &MessageEvent, frame: &HtmlIFrameElement) -> bool {
    let inside = frame.content_window().map(JsValue::from);
    inside.is_some() && event.source().map(JsValue::from) == inside
}

/// Whether the page's policy keeps a frame from an address of this origin. One that only reports keeps nothing.
fn forbids_frame(event: &Event, origin: &str) -> bool {
    let event: &SecurityPolicyViolationEvent = event.unchecked_ref();
    event.effective_directive() == "frame-src"
        && event.blocked_uri().starts_with(origin)
        && event.disposition() == SecurityPolicyViolationEventDisposition::Enforce
}

/// How long the frame may take, in milliseconds: as long as Auth0's own library waits.
const FRAME_PATIENCE: u32 = 60_000;

/// How long after its page has loaded its message may take, in milliseconds.
const MESSAGE_PATIENCE: u32 = 3000;
