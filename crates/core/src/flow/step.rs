//! The one function that decides.

use super::{Effect, Event, Notice, Purpose, Stage, State, code_stage, form_stage, session_stage, upkeep};
use crate::{Problem, Timestamp};

/// What becomes of `state` when `event` happens at `now`, and what has to be done about it.
///
/// Every event is allowed in every state; one that makes no sense there changes nothing.
#[must_use]
pub fn step(mut state: State, event: Event, now: Timestamp) -> (State, Vec<Effect>) {
    let effects = match event {
        Event::Opened => open(&mut state, now),
        Event::Closed => close(&mut state),
        Event::SessionRestored(session) => session_stage::restore(&mut state, session, now),
        Event::SessionUnusable(dropped) => session_stage::drop_stored(dropped),
        Event::SessionShared(session) => session_stage::share(&mut state, session, now),
        Event::SessionMissed => session_stage::miss(&mut state, now),
        Event::SessionRenewed { attempt, session } => upkeep::take_renewed(&mut state, attempt, session, now),
        Event::SessionNotRenewed { attempt, problem } => upkeep::fail_to_renew(&mut state, attempt, &problem, now),
        Event::Woken => upkeep::wake(&mut state, now),
        Event::LogOutAsked => session_stage::log_out(&mut state),
        Event::LoggedOutElsewhere => session_stage::log_out_too(&mut state),
        Event::StorageRefused => vec![Effect::Notify(Notice::StorageDenied)],

        Event::PhoneChanged(typed) => form_stage::change_phone(&mut state, typed),
        Event::EmailChanged(typed) => form_stage::change_email(&mut state, typed),
        Event::RecipientSubmitted => form_stage::submit(&mut state),
        Event::OtherRecipientAsked => form_stage::take_another(&mut state),
        Event::ConnectionChosen(connection) => form_stage::choose(&mut state, connection),

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
        Event::CodeAccepted { session, .. } => session_stage::log_in(&mut state, session, now),
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
    effects.extend(form_stage::submit_given(state));
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

/// From a request to the form that made it; from the code form to the one before it.
pub(super) fn go_back(state: &mut State) -> Vec<Effect> {
    // A reply that is on its way answers an attempt that is no longer the newest.
    state.next_attempt();
    match state.take_stage() {
        // What is left is the form.
        Stage::RequestingCode { .. } => vec![Effect::CancelRequests],
        Stage::VerifyingCode { waiting, .. } => {
            state.stage = Stage::EnteringCode { waiting, problem: None, resending: None };
            vec![Effect::CancelRequests]
        }
        Stage::EnteringCode { mut waiting, .. } => {
            let mut effects = vec![Effect::CancelRequests, Effect::StopClock, Effect::ForgetSentCode];
            effects.extend(code_stage::stop_listening(&mut waiting));
            effects
        }
        elsewhere @ (Stage::EnteringRecipient { .. } | Stage::LoggedIn { .. }) => state.stay(elsewhere),
    }
}

/// Tells host and person of a failure.
pub(super) fn fail(state: &State, purpose: Purpose, problem: &Problem) -> Effect {
    Effect::Notify(Notice::Failed { purpose, connection: state.forms.shown, problem: problem.clone() })
}
