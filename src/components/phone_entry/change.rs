//! What an event says about a change of the field, whatever kind of event the browser sends.

use passlock_core::flow::Edit;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Event, HtmlInputElement};

use super::drafts::{Draft, Step};

#[wasm_bindgen]
extern "C" {
    /// An `input` event as it comes: filling a form in, some browsers send one without any of these.
    type Change;
    #[wasm_bindgen(method, getter, structural, js_name = inputType)]
    fn input_type(this: &Change) -> Option<String>;
    #[wasm_bindgen(method, getter, structural, js_name = isComposing)]
    fn is_composing(this: &Change) -> Option<bool>;
}

/// What the person did, by the `inputType` of the event (Input Events Level 2, section 4.1).
pub(super) fn edit(event: &Event) -> Edit {
    let input_type = event.unchecked_ref::<Change>().input_type().unwrap_or_default();
    match input_type.as_str() {
        "insertText" | "insertCompositionText" | "insertFromComposition" => Edit::Typed,
        kind if kind.starts_with("delete") && kind.ends_with("Forward") => Edit::ErasedAfter,
        kind if kind.starts_with("delete") => Edit::ErasedBefore,
        _ => Edit::Inserted,
    }
}

/// The step that a `beforeinput` event asks for, when it does.
pub(super) fn step(event: &Event) -> Option<Step> {
    match event.unchecked_ref::<Change>().input_type()?.as_str() {
        "historyUndo" => Some(Step::Undo),
        "historyRedo" => Some(Step::Redo),
        _ => None,
    }
}

/// Whether an input method is still at work on the text; to write the field now would take it out of its hands.
pub(super) fn is_composing(event: &Event) -> bool {
    event.unchecked_ref::<Change>().is_composing().unwrap_or_default()
}

/// Where the caret stands, in UTF-16 code units.
pub(super) fn caret(input: &HtmlInputElement) -> usize {
    let end = || u32::try_from(input.value().encode_utf16().count()).unwrap_or_default();
    input.selection_end().ok().flatten().unwrap_or_else(end) as usize
}

/// Writes a draft into the field. The caret is set only while the field has the focus: elsewhere Safari would take it.
pub(super) fn show(input: &HtmlInputElement, draft: &Draft) {
    if input.value() != draft.typed.text {
        input.set_value(&draft.typed.text);
    }
    let caret = u32::try_from(draft.caret).unwrap_or_default();
    if input.matches(":focus").unwrap_or_default() && input.selection_end() != Ok(Some(caret)) {
        let _ = input.set_selection_range(caret, caret);
    }
}
