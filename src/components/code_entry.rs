//! The second view: which code did you get?

use std::time::Duration;

use passlock_core::flow::{CodeText, Event, WaitingCode};
use passlock_core::{Connection, Problem, Recipient, Timestamp};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::hint::hint;
use super::icons;
use super::mailbox::mailbox;
use super::press::press;
use super::submit::submit;
use crate::i18n::{Place, Text, Texts};

/// The form.
pub(crate) struct CodeForm<'a> {
    /// The beginning of every id in this view.
    pub(crate) id: &'a str,
    /// Refers to the field.
    pub(crate) input: &'a NodeRef,
    pub(crate) waiting: &'a WaitingCode,
    pub(crate) problem: Option<&'a Problem>,
    /// Whether the code is being checked.
    pub(crate) busy: bool,
    /// Whether another code is being asked for.
    pub(crate) resending: bool,
    pub(crate) now: Timestamp,
    /// The other ways to the person.
    pub(crate) others: Html,
    pub(crate) texts: &'a Texts,
    pub(crate) onevent: &'a Callback<Event>,
}

impl CodeForm<'_> {
    pub(crate) fn view(&self) -> Html {
        let Self { id, waiting, problem, busy, resending, now, texts, onevent, .. } = *self;
        let spent = problem.is_some_and(Problem::ends_code);
        let onsubmit = onevent.reform(move |event: SubmitEvent| {
            event.prevent_default();
            if spent { Event::ResendAsked } else { Event::CodeSubmitted }
        });
        let place = Place { connection: waiting.to.connection(), country: None, now };
        let sentence = problem.map(|problem| texts.problem(problem, place));
        let label = texts.text(match problem {
            Some(problem) if problem.ends_code() => Text::SendNewCode,
            Some(problem) if problem.can_retry() => Text::TryAgain,
            _ => Text::Continue,
        });
        let doing = match (busy, resending) {
            (true, _) => Some(texts.text(Text::Checking)),
            (_, true) => Some(texts.text(Text::Sending)),
            _ => None,
        };
        let (field, line) = ([id, "-code"].concat(), [id, "-code-hint"].concat());
        html! {
            <form key="code" class="pl-form" novalidate=true {onsubmit}>
                <label class="pl-label pl-unseen" for={field.clone()}>{ texts.text(match waiting.to.connection() {
                    Connection::Sms => Text::Code,
                    Connection::Email => Text::CodeEmail,
                }) }</label>
                <div class={if problem.is_some() { "pl-code pl-invalid" } else { "pl-code" }} part="code" dir="ltr">
                    { self.input(field, line.clone()) }
                    { boxes(waiting) }
                </div>
                { hint(line, sentence, advice(waiting, texts)) }
                <p class="pl-unseen" role="status">{ announcement(waiting, now, spent, texts) }</p>
                { self.clocks(spent) }
                { submit(label, doing, false, None) }
                { self.others.clone() }
            </form>
        }
    }

    /// One real field, so that the keyboard's suggestion and a paste put the whole code in.
    fn input(&self, id: String, hint: String) -> Html {
        let oninput = self.onevent.reform(|event: InputEvent| {
            Event::CodeChanged(CodeText(event.target_unchecked_into::<HtmlInputElement>().value()))
        });
        html! {
            <input
                ref={self.input.clone()}
                {id}
                class="pl-code-input"
                part="input code-input"
                type="text"
                name="code"
                inputmode="numeric"
                autocomplete="one-time-code"
                autofocus=true
                spellcheck="false"
                readonly={self.busy}
                aria-invalid={self.problem.is_some().then_some("true")}
                aria-describedby={hint}
                value={self.waiting.digits.clone()}
                {oninput}
            />
        }
    }

    /// How long the code is valid, and from when on another can be had.
    fn clocks(&self, spent: bool) -> Html {
        let Self { waiting, resending, now, texts, onevent, .. } = *self;
        let valid = waiting.receipt.expires_at.filter(|_| !spent).map(|expires_at| now.until(expires_at));
        let wait = now.until(waiting.receipt.resend_at);
        html! {
            <div class="pl-clocks">
                <span class="pl-clock">{ valid.map(|span| texts.fill(Text::ValidFor, &texts.countdown(span))) }</span>
                if resending || spent {
                    // The broad button asks for the new code then.
                } else if waiting.may_resend(now) {
                    <button
                        type="button"
                        class="pl-link pl-resend"
                        part="link"
                        onclick={press(onevent, || Event::ResendAsked)}
                    >
                        { texts.text(Text::SendAgain) }
                    </button>
                } else {
                    <span class="pl-clock">{ texts.fill(Text::SendAgainIn, &texts.countdown(wait)) }</span>
                }
            </div>
        }
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
                <span class={if place == next { "pl-box pl-next" } else { "pl-box" }} part="code-box">
                    { digits.next().map(String::from) }
                </span>
            }) }
        </div>
    }
}

/// A word for those whom several messages did not reach, and the way to the mailbox.
fn advice(waiting: &WaitingCode, texts: &Texts) -> Html {
    let (advice, mailbox) = match &waiting.to {
        Recipient::Phone(_) => (Text::NoMessage, None),
        Recipient::Email(address) => (Text::NoEmail, mailbox(address)),
    };
    html! {
        <>
            if waiting.needs_help() {
                <p>{ texts.text(advice) }</p>
            }
            if let Some((name, page)) = mailbox {
                <p>
                    <a class="pl-link pl-mailbox" part="link" href={page} target="_blank" rel="noopener noreferrer">
                        { texts.fill(Text::OpenMail, name) }{ icons::arrow_out() }
                    </a>
                </p>
            }
        </>
    }
}

/// What a screen reader says by itself. It changes at three moments only: the clocks tick in silence.
fn announcement(waiting: &WaitingCode, now: Timestamp, spent: bool, texts: &Texts) -> AttrValue {
    const SOON: Duration = Duration::from_mins(1);
    let left = waiting.receipt.expires_at.map(|expires_at| now.until(expires_at));
    match left {
        // What went wrong is announced with the problem.
        _ if spent => AttrValue::default(),
        Some(left) if left <= SOON => texts.text(Text::MinuteLeft),
        _ if waiting.may_resend(now) => texts.text(Text::MayResend),
        _ => {
            let text = match waiting.to.connection() {
                Connection::Sms => Text::CodeOnItsWay,
                Connection::Email => Text::CodeOnItsWayEmail,
            };
            texts.fill(text, &waiting.to.readable()).into()
        }
    }
}
