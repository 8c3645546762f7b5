//! While the number is being typed.

use super::step::fail;
use super::{Effect, PhoneEntry, Purpose, Stage, State};

pub(super) fn change(state: &mut State, changed: PhoneEntry) -> Vec<Effect> {
    if let Stage::EnteringPhone { entry, problem } = &mut state.stage
        && *entry != changed
    {
        *entry = changed;
        *problem = None;
    }
    Vec::new()
}

/// Only a number that a message can be addressed to leaves the widget.
pub(super) fn submit(state: &mut State) -> Vec<Effect> {
    let entry = match state.take_stage() {
        Stage::EnteringPhone { entry, .. } => entry,
        elsewhere => return state.stay(elsewhere),
    };
    match entry.number() {
        Ok(phone) => {
            let attempt = state.next_attempt();
            state.stage = Stage::RequestingCode { entry, phone, attempt };
            vec![Effect::RequestCode { attempt, phone }]
        }
        Err(problem) => {
            let effects = vec![fail(Purpose::SendCode, &problem)];
            state.stage = Stage::EnteringPhone { entry, problem: Some(problem) };
            effects
        }
    }
}
