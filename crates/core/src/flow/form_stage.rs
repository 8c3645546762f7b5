//! While the number or the address is being typed.

use super::step::{fail, go_back};
use super::{Effect, EmailEntry, KnownBy, KnownEmail, KnownPhone, PhoneEntry, Purpose, Stage, State};
use super::{TypedEmail, TypedPhone};
use crate::{Connection, PhoneNumber, Problem, Recipient};

pub(super) fn change_phone(state: &mut State, changed: TypedPhone) -> Vec<Effect> {
    if let (Stage::EnteringRecipient { problem }, PhoneEntry::Typed(typed)) = (&mut state.stage, &mut state.forms.phone)
        && *typed != changed
    {
        *typed = changed;
        *problem = None;
    }
    Vec::new()
}

/// Leaving the field changes nothing about a text, and so nothing about what is wrong with it.
pub(super) fn change_email(state: &mut State, changed: TypedEmail) -> Vec<Effect> {
    if let (Stage::EnteringRecipient { problem }, EmailEntry::Typed(typed)) = (&mut state.stage, &mut state.forms.email)
    {
        problem.take_if(|_| typed.text != changed.text);
        *typed = changed;
    }
    Vec::new()
}

/// "Not you?": what this browser kept gives way to an empty field.
pub(super) fn take_another(state: &mut State) -> Vec<Effect> {
    let Stage::EnteringRecipient { problem } = &mut state.stage else { return Vec::new() };
    let forms = &mut state.forms;
    match (forms.shown, &forms.phone, &forms.email) {
        (Connection::Sms, PhoneEntry::Known(KnownPhone { phone, by: KnownBy::Browser }), _) => {
            forms.phone = PhoneEntry::blank(phone.region());
        }
        (Connection::Email, _, EmailEntry::Known(KnownEmail { by: KnownBy::Browser, .. })) => {
            forms.email = EmailEntry::blank();
        }
        _ => return Vec::new(),
    }
    *problem = None;
    vec![Effect::ForgetRecipient]
}

/// Another way to the person: also when no message comes by this one, or none can be sent.
pub(super) fn choose(state: &mut State, connection: Connection) -> Vec<Effect> {
    if connection == state.forms.shown || !state.offered().any(|offered| offered == connection) {
        return Vec::new();
    }
    let effects = match state.stage {
        Stage::EnteringRecipient { .. } => Vec::new(),
        Stage::RequestingCode { .. } | Stage::EnteringCode { .. } => go_back(state),
        Stage::VerifyingCode { .. } | Stage::LoggedIn { .. } => return Vec::new(),
    };
    state.forms.shown = connection;
    state.stage = Stage::EnteringRecipient { problem: None };
    effects
}

/// Whoever the host page has named is not asked for once more: the code is on the way when the widget is seen.
pub(super) fn submit_given(state: &mut State) -> Vec<Effect> {
    match &state.stage {
        Stage::EnteringRecipient { problem: None } if state.settings.send_at_once && !state.forms.may_change() => {
            submit(state)
        }
        _ => Vec::new(),
    }
}

/// Only what a message can be addressed to leaves the widget.
pub(super) fn submit(state: &mut State) -> Vec<Effect> {
    if !matches!(state.stage, Stage::EnteringRecipient { .. }) {
        return Vec::new();
    }
    match state.forms.recipient().and_then(|to| allowed(state, to)) {
        Ok(to) => {
            let attempt = state.next_attempt();
            state.stage = Stage::RequestingCode { to: to.clone(), attempt };
            vec![Effect::RequestCode { attempt, to }]
        }
        Err(problem) => {
            let effects = vec![fail(state, Purpose::SendCode, &problem)];
            state.stage = Stage::EnteringRecipient { problem: Some(problem) };
            effects
        }
    }
}

fn allowed(state: &State, to: Recipient) -> Result<Recipient, Problem> {
    let countries = &state.settings.countries;
    let is_allowed = |phone: &PhoneNumber| phone.region().is_some_and(|region| countries.contains(&region));
    match &to {
        Recipient::Phone(phone) if !countries.is_empty() && !is_allowed(phone) => Err(Problem::CountryNotServed),
        _ => Ok(to),
    }
}
