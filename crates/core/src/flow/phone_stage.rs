//! While the number is being typed.

use super::step::fail;
use super::{Effect, KnownPhone, PhoneEntry, PhoneSource, Purpose, Stage, State, TypedPhone};
use crate::{PhoneNumber, Problem};

pub(super) fn change(state: &mut State, changed: TypedPhone) -> Vec<Effect> {
    if let Stage::EnteringPhone { entry: PhoneEntry::Typed(typed), problem } = &mut state.stage
        && *typed != changed
    {
        *typed = changed;
        *problem = None;
    }
    Vec::new()
}

/// "Not you?": the number that this browser kept gives way to an empty field.
pub(super) fn take_another(state: &mut State) -> Vec<Effect> {
    match &mut state.stage {
        Stage::EnteringPhone {
            entry: entry @ PhoneEntry::Known(KnownPhone { source: PhoneSource::Remembered, .. }),
            problem,
        } => {
            let region = entry.number().ok().and_then(|phone| phone.region());
            *entry = PhoneEntry::blank(region);
            *problem = None;
            vec![Effect::ForgetPhone]
        }
        _ => Vec::new(),
    }
}

/// A number that the host page gave is not asked for once more: its code is on the way when the widget is seen.
pub(super) fn submit_given(state: &mut State) -> Vec<Effect> {
    match &state.stage {
        Stage::EnteringPhone { entry, problem: None } if state.settings.send_at_once && !entry.may_change() => {
            submit(state)
        }
        _ => Vec::new(),
    }
}

/// Only a number that a message can be addressed to leaves the widget.
pub(super) fn submit(state: &mut State) -> Vec<Effect> {
    let entry = match state.take_stage() {
        Stage::EnteringPhone { entry, .. } => entry,
        elsewhere => return state.stay(elsewhere),
    };
    match entry.number().and_then(|phone| allowed(state, phone)) {
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

fn allowed(state: &State, phone: PhoneNumber) -> Result<PhoneNumber, Problem> {
    let countries = &state.settings.countries;
    let is_allowed = countries.is_empty() || phone.region().is_some_and(|region| countries.contains(&region));
    if is_allowed { Ok(phone) } else { Err(Problem::CountryNotServed) }
}
