//! Waiting for what a person would see.

use wasm_bindgen_futures::JsFuture;

use crate::screen::Screen;

impl Screen {
    /// Waits until a text is on the screen.
    pub(crate) async fn sees(&self, text: &str) {
        self.until(&format!("\"{text}\" on the screen"), |screen| screen.text().contains(text)).await;
    }

    /// Waits until something holds; the page gets a turn between two looks.
    pub(crate) async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let patience = Patience::new();
        while !holds(self) {
            assert!(patience.is_left(), "waited in vain for {what}: {}", self.text());
            turn().await;
        }
    }

    /// The same for what takes the browser a while, such as a word with another tab.
    pub(crate) async fn patiently(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let patience = Patience::new();
        while !holds(self) {
            assert!(patience.is_left(), "waited in vain for {what}: {} {:?}", self.text(), self.notices());
            gloo_timers::future::TimeoutFuture::new(10).await;
            turn().await;
        }
    }
}

/// How long a test waits: the browser verifies signatures on a thread of its own, which on a busy machine takes a while.
pub(crate) struct Patience {
    until: f64,
}

impl Patience {
    pub(crate) fn new() -> Self {
        Self { until: js_sys::Date::now() + 60_000.0 }
    }

    pub(crate) fn is_left(&self) -> bool {
        js_sys::Date::now() < self.until
    }
}

/// One turn of the page's event loop; a message channel, because timers may be replaced.
pub(crate) async fn turn() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let channel = web_sys::MessageChannel::new().unwrap();
        channel.port1().set_onmessage(Some(&resolve));
        channel.port2().post_message(&wasm_bindgen::JsValue::NULL).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
    yew::scheduler::flush().await;
}
