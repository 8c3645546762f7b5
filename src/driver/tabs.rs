//! The other tabs of the origin, and this one when it wakes up: what the browser tells of both.

use std::rc::Rc;

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, Event, EventTarget, MessageEvent};

/// Something that happened outside the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outside {
    /// Another tab logged out.
    LoggedOut,
    /// Another tab has touched what is kept.
    Touched,
    /// The page is seen again, has the focus again, is online again, or was brought back from where pages sleep.
    Awake,
}

/// What tabs say to one another. No token ever goes this way: who wants one reads it where it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// There is another session.
    Session,
    /// The person logged out.
    LoggedOut,
}

/// An ear for the browser's events, and a voice to the other tabs. Dropping it closes both.
#[derive(Debug)]
pub(super) struct Tabs {
    channel: Option<BroadcastChannel>,
    _listeners: Vec<EventListener>,
}

impl Tabs {
    /// Listens on the channel of this name. Where the browser has no channels, the storage has to do.
    pub(super) fn listen(name: &str, hear: impl Fn(Outside) + 'static) -> Self {
        let channel = BroadcastChannel::new(name).ok();
        let work: Rc<dyn Fn(&Event)> = Rc::new(move |event| hear(read(event)));
        let listen = |target: &EventTarget, name: &'static str| {
            let work = Rc::clone(&work);
            EventListener::new(target, name, move |event| work(event))
        };
        let mut listeners = Vec::new();
        if let Some(window) = web_sys::window() {
            listeners.extend(["storage", "focus", "online", "pageshow"].map(|name| listen(&window, name)));
            listeners.extend(window.document().map(|document| listen(&document, "visibilitychange")));
        }
        listeners.extend(channel.as_ref().map(|channel| listen(channel, "message")));
        Self { channel, _listeners: listeners }
    }

    /// Says a word to the other tabs.
    pub(super) fn say(&self, word: Word) {
        if let Some(channel) = &self.channel {
            // A channel that takes nothing any more has nobody at its other end.
            let _ = channel.post_message(&word.text().into());
        }
    }
}

impl Word {
    fn text(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::LoggedOut => "logged_out",
        }
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}

fn read(event: &Event) -> Outside {
    if let Some(message) = event.dyn_ref::<MessageEvent>() {
        let is_logout = message.data().as_string().is_some_and(|said| said == Word::LoggedOut.text());
        return if is_logout { Outside::LoggedOut } else { Outside::Touched };
    }
    if event.type_() == "storage" { Outside::Touched } else { Outside::Awake }
}
