//! While a code is on its way, being typed, or being checked.

use super::step::fail;
use super::{CodeText, Effect, Notice, Purpose, Stage, State, WaitingCode};
use crate::protocol::Receipt;
use crate::{Code, Problem, Timestamp};

/// A code was sent: the first one, or another one in place of the last.
pub(super) fn begin(state: &mut State, receipt: Receipt) -> Vec<Effect> {
    let (to, before, listening) = match state.take_stage() {
        Stage::RequestingCode { to, .. } => (to, 0, false),
        Stage::EnteringCode { waiting, resending: Some(_), .. } => (waiting.to, waiting.messages, waiting.listening),
        elsewhere => return state.stay(elsewhere),
    };
    let mut waiting = WaitingCode::new(to.clone(), receipt, before.saturating_add(1));
    waiting.listening = waiting.can_listen();
    let begins_to_listen = waiting.listening && !listening;
    let sent = waiting.sent();
    state.stage = Stage::EnteringCode { waiting, problem: None, resending: None };
    let mut effects = vec![Effect::StartClock, Effect::KeepSentCode(sent)];
    if begins_to_listen {
        effects.push(Effect::ListenForCode);
    }
    effects.push(Effect::Notify(Notice::CodeSent { to, receipt }));
    effects
}

/// No code was sent; the person stays at the form that asked for it.
pub(super) fn fail_to_send(state: &mut State, problem: Problem) -> Vec<Effect> {
    let effects = vec![fail(state, Purpose::SendCode, &problem)];
    state.stage = match state.take_stage() {
        Stage::RequestingCode { .. } => Stage::EnteringRecipient { problem: Some(problem) },
        Stage::EnteringCode { mut waiting, resending: Some(_), .. } => {
            waiting.learn(&problem);
            Stage::EnteringCode { waiting, problem: Some(problem), resending: None }
        }
        elsewhere => return state.stay(elsewhere),
    };
    effects
}

/// What the person types; a whole code goes off by itself, and no code does twice.
pub(super) fn change(state: &mut State, text: &CodeText, now: Timestamp) -> Vec<Effect> {
    let Stage::EnteringCode { waiting, problem, .. } = &mut state.stage else { return Vec::new() };
    if !waiting.type_digits(&text.0) {
        return Vec::new();
    }
    // What only a new code or time can mend stays on the screen while the old one is typed.
    problem.take_if(|problem| !problem.ends_code() && !matches!(problem, Problem::LockedOut { .. }));
    let mut effects = stop_listening(waiting);
    effects.extend(submit_when_ready(state, now));
    effects
}

/// The browser read the code out of the message.
pub(super) fn arrive(state: &mut State, text: &CodeText, now: Timestamp) -> Vec<Effect> {
    match &mut state.stage {
        // Whoever types already is not interrupted.
        Stage::EnteringCode { waiting, problem, .. } if waiting.listening && waiting.digits.is_empty() => {
            waiting.listening = false;
            waiting.type_digits(&text.0);
            *problem = None;
            submit_when_ready(state, now)
        }
        _ => Vec::new(),
    }
}

/// A code that is incomplete or known to be spent or wrong is not sent.
pub(super) fn submit(state: &mut State, now: Timestamp) -> Vec<Effect> {
    let (mut waiting, problem) = match state.take_stage() {
        Stage::EnteringCode { waiting, problem, resending: None } => (waiting, problem),
        elsewhere => return state.stay(elsewhere),
    };
    let problem = match Code::parse(&waiting.digits, waiting.receipt.code_length) {
        _ if problem.as_ref().is_some_and(Problem::ends_code) => problem,
        _ if waiting.has_expired(now) => Some(Problem::CodeExpired),
        _ if waiting.is_locked(now) => Some(Problem::LockedOut { until: waiting.locked_until }),
        Err(error) => Some(Problem::Code(error)),
        Ok(_) if waiting.is_refused() => Some(Problem::WrongCode { attempts_left: waiting.tries_left }),
        Ok(code) => {
            let attempt = state.next_attempt();
            let to = waiting.to.clone();
            waiting.mark_tried();
            let mut effects = stop_listening(&mut waiting);
            state.stage = Stage::VerifyingCode { waiting, attempt };
            effects.push(Effect::VerifyCode { attempt, to, code });
            return effects;
        }
    };
    let effects = problem.iter().map(|problem| fail(state, Purpose::LogIn, problem)).collect();
    state.stage = Stage::EnteringCode { waiting, problem, resending: None };
    effects
}

/// The code was not accepted; what was typed stays, so that it can be mended.
pub(super) fn reject(state: &mut State, problem: Problem) -> Vec<Effect> {
    match state.take_stage() {
        Stage::VerifyingCode { mut waiting, .. } => {
            let effects = vec![fail(state, Purpose::LogIn, &problem)];
            waiting.learn(&problem);
            state.stage = Stage::EnteringCode { waiting, problem: Some(problem), resending: None };
            effects
        }
        elsewhere => state.stay(elsewhere),
    }
}

/// Another code, in place, once the wait is over or the last one is spent.
pub(super) fn resend(state: &mut State, now: Timestamp) -> Vec<Effect> {
    let (waiting, problem) = match state.take_stage() {
        Stage::EnteringCode { waiting, problem, resending: None }
            if waiting.may_resend(now)
                || !waiting.is_locked(now) && problem.as_ref().is_some_and(Problem::ends_code) =>
        {
            (waiting, problem)
        }
        elsewhere => return state.stay(elsewhere),
    };
    let attempt = state.next_attempt();
    let to = waiting.to.clone();
    state.stage = Stage::EnteringCode { waiting, problem, resending: Some(attempt) };
    vec![Effect::RequestCode { attempt, to }]
}

/// The moment at which a code expires is told once; so is the one at which a lock ends.
pub(super) fn tick(state: &mut State, now: Timestamp) -> Vec<Effect> {
    let Stage::EnteringCode { waiting, problem, resending: None } = &mut state.stage else { return Vec::new() };
    if !waiting.is_locked(now) {
        waiting.locked_until = None;
        problem.take_if(|problem| matches!(problem, Problem::LockedOut { until: Some(_) }));
    }
    if waiting.has_expired(now) && !problem.as_ref().is_some_and(Problem::ends_code) {
        *problem = Some(Problem::CodeExpired);
        return vec![fail(state, Purpose::LogIn, &Problem::CodeExpired)];
    }
    Vec::new()
}

/// The lock is on the screen again, or the page is, while a code is waited for.
pub(super) fn come_back(state: &mut State, now: Timestamp) -> Vec<Effect> {
    let Stage::EnteringCode { waiting, .. } = &mut state.stage else { return Vec::new() };
    let mut effects = vec![Effect::StartClock];
    if waiting.can_listen() && !waiting.listening && waiting.digits.is_empty() {
        waiting.listening = true;
        effects.push(Effect::ListenForCode);
    }
    effects.extend(tick(state, now));
    effects
}

/// Watching for the message ends with the wait for it.
pub(super) fn stop_listening(waiting: &mut WaitingCode) -> Vec<Effect> {
    if std::mem::take(&mut waiting.listening) { vec![Effect::StopListening] } else { Vec::new() }
}

fn submit_when_ready(state: &mut State, now: Timestamp) -> Vec<Effect> {
    match &state.stage {
        Stage::EnteringCode { waiting, problem: None, resending: None }
            if state.settings.auto_submit && waiting.is_ready() && !waiting.has_expired(now) =>
        {
            submit(state, now)
        }
        _ => Vec::new(),
    }
}
