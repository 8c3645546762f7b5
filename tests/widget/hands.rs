//! What a person does to a lock on the screen.

use web_sys::{Element, Event, EventInit, KeyboardEvent, KeyboardEventInit};

use crate::backend::Backend;
use crate::screen::Screen;

impl Screen {
    /// A lock that has come as far as the code, through the backend that is scripted.
    pub(crate) async fn at_code(backend: &Backend) -> Self {
        backend.will_send_a_code();
        let screen = Self::new().await;
        screen.type_into("phone", "07400 123456").await;
        screen.submit().await;
        screen.sees("Enter the code").await;
        screen
    }

    /// Puts a text into a field in one go, as autofill, a paste and a fast typist do.
    pub(crate) async fn type_into(&self, name: &str, text: &str) {
        let field = self.field(name);
        field.set_value(text);
        fire(&field, "input");
        yew::scheduler::flush().await;
    }

    pub(crate) async fn submit(&self) {
        self.press("button[type=submit]").await;
    }

    pub(crate) async fn press(&self, selector: &str) {
        self.get(selector).click();
        yew::scheduler::flush().await;
    }

    /// Presses a key on an element; says whether the browser would go on to do what it does by itself.
    pub(crate) async fn press_key(&self, selector: &str, key: &str) -> bool {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        self.press_keys(selector, &init).await
    }

    pub(crate) async fn press_keys(&self, selector: &str, init: &KeyboardEventInit) -> bool {
        let goes_on = press_down(&self.get(selector), init);
        yew::scheduler::flush().await;
        goes_on
    }

    pub(crate) async fn log_in(&self) {
        self.type_into("phone", "07400 123456").await;
        self.submit().await;
        self.sees("Enter the code").await;
        self.type_into("code", "427193").await;
        self.sees("Welcome").await;
    }
}

/// Presses a key on an element, and leaves the lock no time to follow; says whether the browser would go on.
pub(crate) fn press_down(element: &Element, init: &KeyboardEventInit) -> bool {
    init.set_bubbles(true);
    init.set_cancelable(true);
    element.dispatch_event(&KeyboardEvent::new_with_keyboard_event_init_dict("keydown", init).unwrap()).unwrap()
}

pub(crate) fn fire(target: &Element, name: &str) {
    let init = EventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    target.dispatch_event(&Event::new_with_event_init_dict(name, &init).unwrap()).unwrap();
}
