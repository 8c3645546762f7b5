//! The second view: which code did you get?

use std::time::Duration;

use passlock_core::flow::{CodeText, Event, WaitingCode};
use passlock_core::{Problem, Timestamp};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::focus::focus_on;
use super::hint::Hint;
use super::submit::Submit;
use crate::i18n::{self, Place, Text, countdown, fill, text};

#[derive(Properties, PartialEq)]
pub(crate) struct CodeEntryProps {
    /// The beginning of every id in this view.
    pub(crate) id: AttrValue,
    pub(crate) waiting: WaitingCode,
    pub(crate) problem: Option<Problem>,
    /// Whether the code is being checked.
    pub(crate) busy: bool,
    /// Whether another code is being asked for.
    pub(crate) resending: bool,
    pub(crate) now: Timestamp,
    pub(crate) onevent: Callback<Event>,
}

#[component]
pub(crate) fn CodeEntry(props: &CodeEntryProps) -> Html {
    let CodeEntryProps { id, waiting, problem, busy, resending, now, onevent } = props;
    let input = use_node_ref();
    use_selection(&input, problem);

    let spent = problem.as_ref().is_some_and(Problem::ends_code);
    let oninput = onevent.reform(|event: InputEvent| {
        Event::CodeChanged(CodeText(event.target_unchecked_into::<HtmlInputElement>().value()))
    });
    let onsubmit = onevent.reform(move |event: SubmitEvent| {
        event.prevent_default();
        if spent { Event::ResendAsked } else { Event::CodeSubmitted }
    });

    let place = Place { country: None, now: *now };
    let sentence = problem.as_ref().map(|problem| AttrValue::from(i18n::problem(problem, place)));
    let label = text(match problem {
        Some(problem) if problem.ends_code() => Text::SendNewCode,
        Some(problem) if problem.can_retry() => Text::TryAgain,
        _ => Text::Continue,
    });
    let doing = match (busy, resending) {
        (true, _) => Some(text(Text::Checking)),
        (_, true) => Some(text(Text::Sending)),
        _ => None,
    };
    let (field, hint) = (format!("{id}-code"), format!("{id}-code-hint"));
    html! {
        <form class="pl-form" novalidate=true {onsubmit}>
            <label class="pl-label pl-unseen" for={field.clone()}>{ text(Text::Code) }</label>
            <div class={classes!("pl-code", problem.is_some().then_some("pl-invalid"))} dir="ltr">
                // One real field, so that the keyboard's suggestion and a paste put the whole code in.
                <input
                    ref={input}
                    id={field}
                    class="pl-code-input"
                    type="text"
                    name="code"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    autofocus=true
                    spellcheck="false"
                    readonly={*busy}
                    aria-invalid={problem.is_some().then_some("true")}
                    aria-describedby={hint.clone()}
                    value={waiting.digits.clone()}
                    {oninput}
                />
                { boxes(waiting) }
            </div>
            <Hint id={hint} problem={sentence}>{ advice(waiting) }</Hint>
            <p class="pl-unseen" role="status">{ announcement(waiting, *now, spent) }</p>
            { clocks(waiting, *now, *resending, spent, onevent) }
            <Submit {label} busy={doing} />
        </form>
    }
}

/// One painted box for each digit; the next one to be typed carries the caret.
fn boxes(waiting: &WaitingCode) -> Html {
    let length = usize::from(waiting.receipt.code_length);
    let next = waiting.digits.len().min(length.saturating_sub(1));
    let mut digits = waiting.digits.chars();
    html! {
        <div class="pl-boxes" aria-hidden="true">
            { for (0..length).map(|place| html! {
                <span class={classes!("pl-box", (place == next).then_some("pl-next"))}>
                    { digits.next().map(String::from) }
                </span>
            }) }
        </div>
    }
}

/// How long the code is valid, and from when on another can be had.
fn clocks(waiting: &WaitingCode, now: Timestamp, resending: bool, spent: bool, onevent: &Callback<Event>) -> Html {
    let valid = waiting.receipt.expires_at.filter(|_| !spent).map(|expires_at| now.until(expires_at));
    let wait = now.until(waiting.receipt.resend_at);
    let onclick = onevent.reform(|_: MouseEvent| Event::ResendAsked);
    html! {
        <div class="pl-clocks">
            <span class="pl-clock">{ valid.map(|span| fill(Text::ValidFor, &countdown(span))) }</span>
            if resending || spent {
                // The broad button asks for the new code then.
            } else if waiting.may_resend(now) {
                <button type="button" class="pl-link pl-resend" {onclick}>{ text(Text::SendAgain) }</button>
            } else {
                <span class="pl-clock">{ fill(Text::SendAgainIn, &countdown(wait)) }</span>
            }
        </div>
    }
}

/// A word for those whom several messages did not reach.
fn advice(waiting: &WaitingCode) -> Html {
    html! {
        if waiting.needs_help() {
            <p>{ text(Text::NoMessage) }</p>
        }
    }
}

/// What a screen reader says by itself. It changes at three moments only: the clocks tick in silence.
fn announcement(waiting: &WaitingCode, now: Timestamp, spent: bool) -> String {
    const SOON: Duration = Duration::from_mins(1);
    let left = waiting.receipt.expires_at.map(|expires_at| now.until(expires_at));
    match left {
        // What went wrong is announced with the problem.
        _ if spent => String::new(),
        Some(left) if left <= SOON => text(Text::MinuteLeft).to_owned(),
        _ if waiting.may_resend(now) => text(Text::MayResend).to_owned(),
        _ => fill(Text::CodeOnItsWay, &waiting.phone.international()),
    }
}

/// Brings the focus to the field, and selects a wrong code so that typing replaces it.
#[hook]
fn use_selection(input: &NodeRef, problem: &Option<Problem>) {
    use_effect_with(problem.clone(), {
        let input = input.clone();
        move |problem| {
            focus_on(&input);
            if let Some(input) = input.cast::<HtmlInputElement>().filter(|_| problem.is_some()) {
                input.select();
            }
        }
    });
}
