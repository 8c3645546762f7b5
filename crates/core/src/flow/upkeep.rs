//! Keeping a session going: its renewal in time, and its end when that fails.

use std::time::Duration;

use super::session_stage::{expire, revoke, share};
use super::{Attempt, Effect, Ending, Notice, Settings, Stage, State};
use crate::session::{Session, renewal};
use crate::{Problem, Timestamp};

/// What is under way for the session that the person has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Upkeep {
    renewal: Renewal,
    /// The session was over when the page was opened, and the host has not heard of it: it may be renewed yet.
    pub(super) is_reviving: bool,
    /// The latest moment at which somebody looked, for clocks that are set back.
    seen: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Renewal {
    /// Its time has not come.
    #[default]
    Ahead,
    UnderWay {
        attempt: Attempt,
        n_failures: u32,
    },
    /// Nobody could say; there will be another try.
    Failed {
        n_failures: u32,
        again_at: Timestamp,
    },
    /// The server said no.
    Refused,
}

/// Whether a session can be renewed at all.
pub(super) fn can_renew(settings: &Settings, session: &Session) -> bool {
    settings.renew && session.refresh_token.is_some()
}

/// Time has passed, or the page woke up: renews what is due, ends what is over, and says when to look again.
pub(super) fn wake(state: &mut State, now: Timestamp) -> Vec<Effect> {
    let Stage::LoggedIn { session } = &state.stage else { return Vec::new() };
    // By a clock that was set back nothing is due in time. The answer to a renewal tells the right time.
    let is_set_back = state.upkeep.seen.replace(now).is_some_and(|seen| seen > now.after(SET_BACK));
    let in_time = |due| Some(if is_set_back { now } else { due });
    let is_over = session.is_over(now);
    let (due, n_failures) = match state.upkeep.renewal {
        // Its answer will come to this again.
        Renewal::UnderWay { .. } => return Vec::new(),
        _ if !can_renew(&state.settings, session) => (None, 0),
        Renewal::Ahead => (in_time(session.renew_at), 0),
        Renewal::Failed { n_failures, again_at } => (in_time(again_at), n_failures),
        Renewal::Refused => (None, 0),
    };
    match due {
        Some(due) if !is_over || n_failures < LAST_TRIES => {
            if due <= now {
                return renew(state, n_failures);
            }
            let end = if is_over { due } else { session.expires_at };
            vec![Effect::SetAlarm(due.min(end))]
        }
        _ if is_over => {
            let ending = match state.upkeep.renewal {
                Renewal::Refused => Ending::RenewalRefused,
                Renewal::Failed { .. } => Ending::RenewalFailed,
                Renewal::Ahead | Renewal::UnderWay { .. } => Ending::TimeOver,
            };
            expire(state, ending)
        }
        _ => vec![Effect::SetAlarm(session.expires_at)],
    }
}

/// The server sent new tokens.
pub(super) fn take_renewed(state: &mut State, attempt: Attempt, session: Box<Session>, now: Timestamp) -> Vec<Effect> {
    if !is_under_way(state, attempt) {
        return match &state.stage {
            Stage::LoggedIn { .. } => share(state, session, now),
            // The person has logged out in the meantime; nobody is to use these.
            _ => revoke(&session).into_iter().collect(),
        };
    }
    put_in_place(state, session, now)
}

/// The server sent no new tokens.
pub(super) fn fail_to_renew(state: &mut State, attempt: Attempt, problem: &Problem, now: Timestamp) -> Vec<Effect> {
    let (Renewal::UnderWay { n_failures, .. }, true) = (state.upkeep.renewal, is_under_way(state, attempt)) else {
        return Vec::new();
    };
    let Stage::LoggedIn { session } = &mut state.stage else { return Vec::new() };
    let may_try_again = problem.can_retry() || matches!(problem, Problem::RateLimited { .. });
    let mut effects = Vec::new();
    if may_try_again {
        let n_failures = n_failures.saturating_add(1);
        let rested = now.after(renewal::pause(n_failures, session.id_token.secret()));
        let again_at = problem.until().map_or(rested, |until| until.max(rested));
        state.upkeep.renewal = Renewal::Failed { n_failures, again_at };
    } else {
        session.refresh_token = None;
        state.upkeep.renewal = Renewal::Refused;
        if !session.is_over(now) {
            effects.push(Effect::SaveSession(session.clone()));
        }
    }
    effects.extend(wake(state, now));
    effects
}

/// Another tab has renewed the session. What only this tab has stays: its access token, and its own refresh token where
/// tabs do not share one.
pub(super) fn take_over(state: &mut State, mut shared: Session, now: Timestamp) -> Vec<Effect> {
    let Stage::LoggedIn { session: own } = &state.stage else { return Vec::new() };
    let is_shared = shared.refresh_token.is_some() || own.refresh_token.is_none();
    if !is_shared {
        shared.renew_at = own.renew_at;
        shared.refresh_token.clone_from(&own.refresh_token);
    }
    shared.access_token.clone_from(&own.access_token);
    shared.access_expires_at = own.access_expires_at;
    if !is_shared && matches!(state.upkeep.renewal, Renewal::UnderWay { .. }) {
        // The answer to this tab's own request is still of use.
        state.stage = Stage::LoggedIn { session: Box::new(shared.clone()) };
        return vec![Effect::Notify(told(state, Box::new(shared)))];
    }
    let mut effects = stop(state);
    effects.extend(put_in_place(state, Box::new(shared), now));
    effects
}

/// Nothing is to be renewed any more.
pub(super) fn stop(state: &mut State) -> Vec<Effect> {
    match std::mem::take(&mut state.upkeep.renewal) {
        Renewal::UnderWay { .. } => vec![Effect::CancelRequests, Effect::StopAlarm],
        _ => vec![Effect::StopAlarm],
    }
}

fn is_under_way(state: &State, attempt: Attempt) -> bool {
    matches!(state.upkeep.renewal, Renewal::UnderWay { attempt: current, .. } if current == attempt)
}

fn renew(state: &mut State, n_failures: u32) -> Vec<Effect> {
    let attempt = state.next_attempt();
    let Stage::LoggedIn { session } = &state.stage else { return Vec::new() };
    state.upkeep.renewal = Renewal::UnderWay { attempt, n_failures };
    vec![Effect::RenewSession { attempt, session: session.clone() }]
}

fn put_in_place(state: &mut State, session: Box<Session>, now: Timestamp) -> Vec<Effect> {
    state.upkeep.renewal = Renewal::Ahead;
    state.upkeep.seen = None;
    state.stage = Stage::LoggedIn { session: session.clone() };
    let mut effects = vec![Effect::Notify(told(state, session))];
    effects.extend(wake(state, now));
    effects
}

fn told(state: &mut State, session: Box<Session>) -> Notice {
    let is_news = std::mem::take(&mut state.upkeep.is_reviving);
    if is_news { Notice::SessionRestored(session) } else { Notice::SessionRefreshed(session) }
}

/// A session whose time is over gets so many tries, because a device that wakes up is not online at once.
const LAST_TRIES: u32 = 3;

/// Clocks are put right by a little all the time.
const SET_BACK: Duration = Duration::from_mins(5);
