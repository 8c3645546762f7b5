//! Events that Yew has no name for.

use gloo_events::{EventListener, EventListenerOptions};
use web_sys::{Element, Event};
use yew::prelude::*;

/// Calls back with every such event of an element, for as long as the component lives.
#[hook]
pub(super) fn use_listener(element: &NodeRef, name: &'static str, callback: Callback<Event>) {
    // The latest callback, behind a listener that is added once.
    let latest = use_mut_ref(|| callback.clone());
    *latest.borrow_mut() = callback;
    use_effect_with(element.clone(), move |element| {
        let listener = element.cast::<Element>().map(|element| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&element, name, options, move |event| {
                let callback = latest.borrow().clone();
                callback.emit(event.clone());
            })
        });
        move || drop(listener)
    });
}
