//! The one function that decides.

use super::{Effect, Event, Notice, PhoneEntry, Purpose, Stage, State, code_stage, phone_stage};
use crate::session::Session;
use crate::{Problem, Timestamp};

/// What becomes of `state` when `event` happens at `now`, and what has to be done about it.
///
/// Every event is allowed in every state; one that makes no sense there changes nothing.
#[must_use]
pub fn step(mut state: State, event: Event, now: Timestamp) -> (State, Vec<Effect>) {
    let effects = match event {
        Event::Opened => open(&mut state, now),
        Event::Closed => close(&mut state),
        Event::SessionRestored(session) => restore(&mut state, session, now),
        Event::LogOutAsked => log_out(&mut state),
        Event::StorageRefused => vec![Effect::Notify(Notice::StorageDenied)],

        Event::PhoneChanged(entry) => phone_stage::change(&mut state, entry),
        Event::PhoneSubmitted => phone_stage::submit(&mut state),
        Event::OtherPhoneAsked => phone_stage::take_another(&mut state),

        Event::CodeSent { attempt, .. }
        | Event::CodeNotSent { attempt, .. }
        | Event::CodeAccepted { attempt, .. }
        | Event::CodeRejected { attempt, .. }
            if attempt != state.newest =>
        {
            Vec::new()
        }
        Event::CodeSent { receipt, .. } => code_stage::begin(&mut state, receipt),
        Event::CodeNotSent { problem, .. } => code_stage::fail_to_send(&mut state, problem),
        Event::CodeAccepted { session, .. } => log_in(&mut state, session),
        Event::CodeRejected { problem, .. } => code_stage::reject(&mut state, problem),

        Event::CodeChanged(text) => code_stage::change(&mut state, &text, now),
        Event::CodeArrived(text) => code_stage::arrive(&mut state, &text, now),
        Event::CodeSubmitted => code_stage::submit(&mut state, now),
        Event::ResendAsked => code_stage::resend(&mut state, now),
        Event::BackAsked => go_back(&mut state),
        Event::Ticked => code_stage::tick(&mut state, now),
    };
    (state, effects)
}

fn open(state: &mut State, now: Timestamp) -> Vec<Effect> {
    if state.visible {
        return Vec::new();
    }
    state.visible = true;
    let mut effects = vec![Effect::Notify(Notice::Shown)];
    effects.extend(code_stage::come_back(state, now));
    effects.extend(phone_stage::submit_given(state));
    effects
}

/// Closing keeps what was typed and the code that was sent; only waiting for an answer ends.
fn close(state: &mut State) -> Vec<Effect> {
    if !state.visible {
        return Vec::new();
    }
    let mut effects = if state.stage.is_busy() { go_back(state) } else { Vec::new() };
    if let Stage::EnteringCode { waiting, .. } = &mut state.stage {
        effects.extend(code_stage::stop_listening(waiting));
    }
    state.visible = false;
    effects.extend([Effect::StopClock, Effect::Notify(Notice::Hidden)]);
    effects
}

/// From a request to the form that made it; from the code form to the phone form.
fn go_back(state: &mut State) -> Vec<Effect> {
    // A reply that is on its way answers an attempt that is no longer the newest.
    state.next_attempt();
    match state.take_stage() {
        Stage::RequestingCode { entry, .. } => {
            state.stage = Stage::EnteringPhone { entry, problem: None };
            vec![Effect::CancelRequests]
        }
        Stage::VerifyingCode { waiting, .. } => {
            state.stage = Stage::EnteringCode { waiting, problem: None, resending: None };
            vec![Effect::CancelRequests]
        }
        Stage::EnteringCode { mut waiting, .. } => {
            let mut effects = vec![Effect::CancelRequests, Effect::StopClock, Effect::ForgetSentCode];
            effects.extend(code_stage::stop_listening(&mut waiting));
            state.stage = Stage::EnteringPhone { entry: waiting.entry, problem: None };
            effects
        }
        elsewhere @ (Stage::EnteringPhone { .. } | Stage::LoggedIn { .. }) => state.stay(elsewhere),
    }
}

fn restore(state: &mut State, session: Box<Session>, now: Timestamp) -> Vec<Effect> {
    if session.expires_at <= now {
        return vec![Effect::ForgetSession];
    }
    if !matches!(state.stage, Stage::EnteringPhone { .. }) {
        return Vec::new();
    }
    state.stage = Stage::LoggedIn { session: session.clone() };
    vec![Effect::Notify(Notice::SessionRestored(session))]
}

fn log_in(state: &mut State, session: Box<Session>) -> Vec<Effect> {
    let Stage::VerifyingCode { waiting, .. } = &state.stage else { return Vec::new() };
    let phone = waiting.phone;
    state.stage = Stage::LoggedIn { session: session.clone() };
    let mut effects = vec![Effect::StopClock, Effect::ForgetSentCode, Effect::SaveSession(session.clone())];
    if state.settings.remember {
        effects.push(Effect::RememberPhone(phone));
    }
    effects.push(Effect::Notify(Notice::LoggedIn(session)));
    if state.settings.autoclose && state.visible {
        state.visible = false;
        effects.push(Effect::Notify(Notice::Hidden));
    }
    effects
}

fn log_out(state: &mut State) -> Vec<Effect> {
    let Stage::LoggedIn { session } = &state.stage else {
        return vec![Effect::ForgetSession, Effect::ForgetPhone];
    };
    let region = session.profile.phone_number.as_deref().and_then(region_of);
    state.stage = Stage::EnteringPhone { entry: PhoneEntry::blank(region), problem: None };
    vec![Effect::ForgetSession, Effect::ForgetPhone, Effect::Notify(Notice::LoggedOut)]
}

/// The country of the person who just left is the likeliest of the next; the number itself is not shown to them.
fn region_of(e164: &str) -> Option<crate::Region> {
    crate::PhoneNumber::parse(e164, None).ok()?.region()
}

/// Tells host and person of a failure.
pub(super) fn fail(purpose: Purpose, problem: &Problem) -> Effect {
    Effect::Notify(Notice::Failed { purpose, problem: problem.clone() })
}
