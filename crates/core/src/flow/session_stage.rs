//! Coming to a session and leaving it: by a login, from an earlier visit, or because another tab did.

use std::time::Duration;

use super::upkeep::{self, Upkeep};
use super::{Effect, Ending, Notice, PhoneEntry, Stage, State};
use crate::session::{Dropped, Session};
use crate::{PhoneNumber, Timestamp};

/// The code was right.
pub(super) fn log_in(state: &mut State, session: Box<Session>, now: Timestamp) -> Vec<Effect> {
    let Stage::VerifyingCode { waiting, .. } = &state.stage else { return Vec::new() };
    let to = waiting.to.clone();
    enter(state, session.clone());
    let mut effects = vec![Effect::StopClock, Effect::ForgetSentCode, Effect::SaveSession(session.clone())];
    if state.settings.remember {
        effects.push(Effect::RememberRecipient(to));
    }
    effects.push(Effect::Notify(Notice::LoggedIn(session)));
    effects.extend(close_by_itself(state));
    effects.extend(upkeep::wake(state, now));
    effects
}

/// A session of an earlier visit. One whose time is over is renewed first, and nobody hears of it until it is.
pub(super) fn restore(state: &mut State, session: Box<Session>, now: Timestamp) -> Vec<Effect> {
    if !matches!(state.stage, Stage::EnteringRecipient { .. }) {
        return Vec::new();
    }
    let is_over = session.is_over(now);
    if is_over && !upkeep::can_renew(&state.settings, &session) {
        return vec![Effect::ForgetSession, Effect::Notify(Notice::SessionExpired(Ending::TimeOver))];
    }
    enter(state, session.clone());
    state.upkeep.is_reviving = is_over;
    let mut effects = if is_over { Vec::new() } else { vec![Effect::Notify(Notice::SessionRestored(session))] };
    effects.extend(upkeep::wake(state, now));
    effects
}

/// What was kept is no session.
pub(super) fn drop_stored(dropped: Dropped) -> Vec<Effect> {
    vec![Effect::ForgetSession, Effect::Notify(Notice::SessionDropped(dropped))]
}

/// Another tab has logged in, or renewed the session.
pub(super) fn share(state: &mut State, session: Box<Session>, now: Timestamp) -> Vec<Effect> {
    if session.is_over(now) {
        return Vec::new();
    }
    let mut effects = match state.take_stage() {
        Stage::LoggedIn { session: own } if own.profile.sub == session.profile.sub => {
            let is_later = session.supersedes(&own);
            state.stage = Stage::LoggedIn { session: own };
            return if is_later { upkeep::take_over(state, *session, now) } else { Vec::new() };
        }
        Stage::LoggedIn { session: own } => {
            let mut effects = upkeep::stop(state);
            effects.extend(revoke(&own));
            effects.push(Effect::Notify(Notice::LoggedOut));
            effects
        }
        // Its own answer is on the way, and brings tokens that another tab does not share.
        busy @ Stage::VerifyingCode { .. } => return state.stay(busy),
        form @ Stage::EnteringRecipient { .. } => state.stay(form),
        Stage::RequestingCode { .. } => vec![Effect::CancelRequests],
        Stage::EnteringCode { .. } => {
            vec![Effect::CancelRequests, Effect::StopClock, Effect::StopListening, Effect::ForgetSentCode]
        }
    };
    // A reply that is on its way answers an attempt that is no longer the newest.
    state.next_attempt();
    enter(state, session.clone());
    effects.push(Effect::Notify(Notice::SessionRestored(session)));
    effects.extend(close_by_itself(state));
    effects.extend(upkeep::wake(state, now));
    effects
}

/// The person or the host page logs out: here, in the other tabs, and at the server.
pub(super) fn log_out(state: &mut State) -> Vec<Effect> {
    let Some((mut effects, session)) = leave(state) else {
        return vec![Effect::ForgetSession, Effect::ForgetRecipient, Effect::LogOutTabs];
    };
    effects.extend([Effect::ForgetSession, Effect::ForgetRecipient, Effect::LogOutTabs]);
    effects.extend(revoke(&session));
    effects.push(Effect::Notify(Notice::LoggedOut));
    effects
}

/// Another tab has logged out. What was kept is its own to forget; by now there may be another session there.
pub(super) fn log_out_too(state: &mut State) -> Vec<Effect> {
    let Some((mut effects, session)) = leave(state) else { return Vec::new() };
    effects.extend(revoke(&session));
    effects.push(Effect::Notify(Notice::LoggedOut));
    effects
}

/// What was kept is gone. Around the end of a session that is because of its end, which every tab notices by itself.
pub(super) fn miss(state: &mut State, now: Timestamp) -> Vec<Effect> {
    match &state.stage {
        Stage::LoggedIn { session } if !session.is_over(now.after(AROUND_THE_END)) => log_out_too(state),
        _ => Vec::new(),
    }
}

/// The session's time is over.
pub(super) fn expire(state: &mut State, ending: Ending) -> Vec<Effect> {
    let Some((mut effects, _)) = leave(state) else { return Vec::new() };
    effects.extend([Effect::ForgetSession, Effect::Notify(Notice::SessionExpired(ending))]);
    effects
}

/// A refresh token that nobody uses any more.
pub(super) fn revoke(session: &Session) -> Option<Effect> {
    session.refresh_token.clone().map(Effect::RevokeToken)
}

fn enter(state: &mut State, session: Box<Session>) {
    state.upkeep = Upkeep::default();
    state.stage = Stage::LoggedIn { session };
}

/// Back to the form, when somebody is logged in. The country of the person who just left is the likeliest of the next;
/// neither number nor address is shown to them.
fn leave(state: &mut State) -> Option<(Vec<Effect>, Box<Session>)> {
    let session = match state.take_stage() {
        Stage::LoggedIn { session } => session,
        elsewhere => {
            state.stage = elsewhere;
            return None;
        }
    };
    let phone = session.profile.phone_number.as_deref().and_then(|e164| PhoneNumber::parse(e164, None).ok());
    let region = phone.and_then(|phone| phone.region()).or(match &state.forms.phone {
        PhoneEntry::Typed(typed) => typed.region,
        PhoneEntry::Known(known) => known.phone.region(),
    });
    state.clear_forms(region);
    Some((upkeep::stop(state), session))
}

fn close_by_itself(state: &mut State) -> Option<Effect> {
    let closes = state.settings.autoclose && state.visible;
    state.visible &= !closes;
    closes.then_some(Effect::Notify(Notice::Hidden))
}

/// Tabs do not tell the time by the same clock: one may have heard the server's, and another not yet.
const AROUND_THE_END: Duration = Duration::from_mins(1);
