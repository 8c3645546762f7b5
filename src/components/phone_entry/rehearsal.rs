//! The first key, gone through before there is one: browsers compile a function when it is called for the first time.

use gloo_timers::callback::Timeout;
use passlock_core::Region;
use passlock_core::flow::{Edit, TypedPhone};
use web_sys::{HtmlInputElement, InputEvent, InputEventInit};

/// What a key does in a field, gone through once its form is on the screen. Nothing changes by it.
///
/// A hundred functions are compiled for the first key, which on a slow phone takes as long as all else that it does.
/// Dropping it leaves out what is still to come.
#[derive(Debug)]
pub(super) struct Rehearsal {
    /// Two tasks, so that neither is in anybody's way for long.
    _tasks: [Timeout; 2],
}

impl Rehearsal {
    pub(super) fn begin(input: &HtmlInputElement, typed: &TypedPhone) -> Self {
        let (input, typed, same) = (input.clone(), typed.clone(), typed.clone());
        let key = Timeout::new(AFTER_PAINT, move || press_nothing(&input, &typed));
        let format = Timeout::new(AFTER_PAINT + 1, move || format_example(&same));
        Self { _tasks: [key, format] }
    }
}

/// Tells the field that something was typed, although its text is as it was. Nobody outside of the shadow root hears it.
fn press_nothing(input: &HtmlInputElement, typed: &TypedPhone) {
    // Whoever has begun to type needs no rehearsal.
    if input.value() != typed.text {
        return;
    }
    let init = InputEventInit::new();
    init.set_bubbles(true);
    init.set_input_type("insertText");
    if let Ok(event) = InputEvent::new_with_event_init_dict("input", &init) {
        // The event cannot be cancelled, and an element that is there takes every event.
        let _ = input.dispatch_event(&event);
    }
}

/// Formats a whole number with its country's code, one digit after the other, and reads it.
fn format_example(typed: &TypedPhone) {
    let Some(number) = typed.region.and_then(Region::example) else { return };
    let text = number.e164();
    let (typed, _) = typed.edited(Edit::Typed, &text, text.len());
    // Whatever it is, the compiler must not find out that nobody wants it.
    std::hint::black_box(typed.number().is_ok());
}

/// Milliseconds until a form that was just made can be seen, also on a slow device; a person needs longer to type.
const AFTER_PAINT: u32 = 50;
