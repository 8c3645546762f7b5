//! What the press of a button says.

use passlock_core::flow::Event;
use yew::{Callback, MouseEvent};

/// Names the event that a press stands for.
pub(super) fn press(onevent: &Callback<Event>, event: fn() -> Event) -> Callback<MouseEvent> {
    onevent.reform(move |_| event())
}
