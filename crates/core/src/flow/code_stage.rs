//! While a code is on its way, being typed, or being checked.

use super::step::fail;
use super::{Effect, Notice, Purpose, Stage, State, WaitingCode};
use crate::protocol::Receipt;
use crate::{Code, Problem, Timestamp};

/// A code was sent: the first one, or another one in place of the last.
pub(super) fn begin(state: &mut State, receipt: Receipt) -> Vec<Effect> {
    let (entry, phone) = match state.take_stage() {
        Stage::RequestingCode { entry, phone, .. } => (entry, phone),
        Stage::EnteringCode { waiting, resending: Some(_), .. } => (waiting.entry, waiting.phone),
        elsewhere => return state.stay(elsewhere),
    };
    let waiting = WaitingCode { entry, phone, receipt, digits: String::new() };
    state.stage = Stage::EnteringCode { waiting, problem: None, resending: None };
    vec![Effect::StartClock, Effect::Notify(Notice::CodeSent { phone, receipt })]
}

/// No code was sent; the person stays at the form that asked for it.
pub(super) fn fail_to_send(state: &mut State, problem: Problem) -> Vec<Effect> {
    let effects = vec![fail(Purpose::SendCode, &problem)];
    state.stage = match state.take_stage() {
        Stage::RequestingCode { entry, .. } => Stage::EnteringPhone { entry, problem: Some(problem) },
        Stage::EnteringCode { mut waiting, resending: Some(_), .. } => {
            if let Problem::RateLimited { until: Some(until) } = problem {
                waiting.receipt.resend_at = until;
            }
            Stage::EnteringCode { waiting, problem: Some(problem), resending: None }
        }
        elsewhere => return state.stay(elsewhere),
    };
    effects
}

pub(super) fn change(state: &mut State, text: &str) -> Vec<Effect> {
    if let Stage::EnteringCode { waiting, problem, .. } = &mut state.stage {
        let digits = Code::digits(text, waiting.receipt.code_length);
        if digits != waiting.digits {
            waiting.digits = digits;
            // What only a new code can mend stays on the screen while the old one is typed.
            problem.take_if(|problem| !problem.ends_code());
        }
    }
    Vec::new()
}

/// A code that is incomplete or known to be spent is not sent.
pub(super) fn submit(state: &mut State, now: Timestamp) -> Vec<Effect> {
    let (waiting, problem) = match state.take_stage() {
        Stage::EnteringCode { waiting, problem, resending: None } => (waiting, problem),
        elsewhere => return state.stay(elsewhere),
    };
    let problem = match Code::parse(&waiting.digits, waiting.receipt.code_length) {
        _ if problem.as_ref().is_some_and(Problem::ends_code) => problem,
        _ if waiting.has_expired(now) => Some(Problem::CodeExpired),
        Err(error) => Some(Problem::Code(error)),
        Ok(code) => {
            let attempt = state.next_attempt();
            let phone = waiting.phone;
            state.stage = Stage::VerifyingCode { waiting, attempt };
            return vec![Effect::VerifyCode { attempt, phone, code }];
        }
    };
    let effects = problem.iter().map(|problem| fail(Purpose::LogIn, problem)).collect();
    state.stage = Stage::EnteringCode { waiting, problem, resending: None };
    effects
}

/// The code was not accepted; what was typed stays, so that it can be mended.
pub(super) fn reject(state: &mut State, problem: Problem) -> Vec<Effect> {
    match state.take_stage() {
        Stage::VerifyingCode { waiting, .. } => {
            let effects = vec![fail(Purpose::LogIn, &problem)];
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
            if waiting.may_resend(now) || problem.as_ref().is_some_and(Problem::ends_code) =>
        {
            (waiting, problem)
        }
        elsewhere => return state.stay(elsewhere),
    };
    let attempt = state.next_attempt();
    let phone = waiting.phone;
    state.stage = Stage::EnteringCode { waiting, problem, resending: Some(attempt) };
    vec![Effect::RequestCode { attempt, phone }]
}

/// The moment at which a code expires is told once.
pub(super) fn tick(state: &mut State, now: Timestamp) -> Vec<Effect> {
    match &mut state.stage {
        Stage::EnteringCode { waiting, problem, resending: None }
            if waiting.has_expired(now) && !problem.as_ref().is_some_and(Problem::ends_code) =>
        {
            *problem = Some(Problem::CodeExpired);
            vec![fail(Purpose::LogIn, &Problem::CodeExpired)]
        }
        _ => Vec::new(),
    }
}
