//! Giving a request up: by dropping something, or because the page says so.

use gloo_events::EventListener;
use web_sys::{AbortController, AbortSignal};

/// The power to give a request up. Dropping it does.
#[derive(Debug)]
pub(crate) struct Abort {
    signal: Signal,
    /// Held for what it does when the page's own signal goes off.
    _outer: Option<EventListener>,
}

/// What a request listens to.
#[derive(Debug, Clone)]
pub(crate) struct Signal {
    controller: Option<AbortController>,
}

impl Abort {
    /// Something to give up by; without effect in a browser that cannot.
    pub(crate) fn new() -> Self {
        Self::following(None)
    }

    /// The same, which a signal of the page's gives up as well.
    pub(crate) fn following(outer: Option<&AbortSignal>) -> Self {
        let signal = Signal { controller: AbortController::new().ok() };
        if outer.is_some_and(AbortSignal::aborted) {
            signal.abort();
        }
        let outer = outer.map(|outer| {
            let signal = signal.clone();
            EventListener::once(outer, "abort", move |_| signal.abort())
        });
        Self { signal, _outer: outer }
    }

    /// What the request has to listen to.
    pub(crate) fn signal(&self) -> Signal {
        self.signal.clone()
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        self.signal.abort();
    }
}

impl Signal {
    pub(super) fn abort(&self) {
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }

    pub(crate) fn raw(&self) -> Option<AbortSignal> {
        self.controller.as_ref().map(AbortController::signal)
    }

    pub(crate) fn is_aborted(&self) -> bool {
        self.raw().is_some_and(|signal| signal.aborted())
    }
}
