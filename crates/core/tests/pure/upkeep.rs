//! Keeping a session going: renewal, sleep, clocks that are wrong, and the end.

use std::time::Duration;

use crate::walk::{Walk, session};
use passlock_core::flow::{Attempt, Effect, Ending, Event, Notice, Stage, Standing};
use passlock_core::session::{AccessToken, IdToken, RefreshToken, Session, TokenFault};
use passlock_core::{Problem, Timestamp};

/// A session of ten hours that is due for renewal after eight and a half.
pub(crate) fn renewable(walk: &Walk) -> Box<Session> {
    let hours = |hours| walk.now.after(Duration::from_hours(hours));
    Box::new(Session {
        access_token: Some(AccessToken::new("access")),
        access_expires_at: Some(hours(10)),
        refresh_token: Some(RefreshToken::new("refresh-1")),
        renew_at: hours(8).after(Duration::from_mins(30)),
        ..session(walk.now)
    })
}

/// The session that a renewal at this moment brings.
pub(crate) fn renewed(walk: &Walk) -> Box<Session> {
    Box::new(Session {
        id_token: IdToken::new(format!("renewed.at.{}", walk.now.seconds())),
        refresh_token: Some(RefreshToken::new("refresh-2")),
        ..*renewable(walk)
    })
}

pub(crate) fn logged_in() -> (Walk, Box<Session>) {
    let mut walk = Walk::begin();
    let session = renewable(&walk);
    walk.say(Event::SessionRestored(session.clone()));
    (walk, session)
}

#[track_caller]
pub(crate) fn asked(effects: &[Effect]) -> Attempt {
    match effects {
        [Effect::RenewSession { attempt, .. }] => *attempt,
        other => panic!("no renewal was asked for: {other:?}"),
    }
}

pub(crate) fn expired(ending: Ending) -> Vec<Effect> {
    vec![Effect::StopAlarm, Effect::ForgetSession, Effect::Notify(Notice::SessionExpired(ending))]
}

pub(crate) fn current(walk: &Walk) -> &Session {
    match walk.stage() {
        Stage::LoggedIn { session } => session,
        other => panic!("nobody is logged in: {other:?}"),
    }
}

#[test]
fn a_session_is_renewed_when_it_is_due_and_the_new_one_takes_its_place() {
    let (mut walk, session) = logged_in();
    walk.now = session.renew_at;
    let effects = walk.say(Event::Woken);
    let attempt = asked(&effects);
    assert_eq!(effects, [Effect::RenewSession { attempt, session }]);
    assert_eq!(walk.say(Event::Woken), [], "one request at a time");

    let renewed = renewed(&walk);
    let effects = walk.say(Event::SessionRenewed { attempt, session: renewed.clone() });
    let expected = [Effect::Notify(Notice::SessionRefreshed(renewed.clone())), Effect::SetAlarm(renewed.renew_at)];
    assert_eq!(effects, expected);
    assert_eq!(current(&walk), &*renewed);
}

#[test]
fn who_is_logged_in_is_what_the_page_was_told() {
    let mut walk = Walk::begin();
    let first = renewable(&walk);
    assert_eq!(walk.state.standing(), Standing::Out);
    walk.say(Event::SessionRestored(first.clone()));
    assert_eq!(walk.state.standing(), Standing::In(&first));

    // Over, but its renewal may work yet: nobody loses what they are doing.
    walk.now = first.expires_at;
    let attempt = asked(&walk.say(Event::Woken));
    assert_eq!(walk.state.standing(), Standing::In(&first));
    let second = renewed(&walk);
    walk.say(Event::SessionRenewed { attempt, session: second.clone() });
    assert_eq!(walk.state.standing(), Standing::In(&second));
    walk.say(Event::LogOutAsked);
    assert_eq!(walk.state.standing(), Standing::Out);
}

#[test]
fn a_session_that_is_brought_back_to_life_is_undecided_until_it_lives() {
    for is_renewed in [true, false] {
        let mut walk = Walk::begin();
        let old = renewable(&walk);
        walk.now = old.expires_at;
        let attempt = asked(&walk.say(Event::SessionRestored(old)));
        assert_eq!(walk.state.standing(), Standing::Undecided);
        let session = renewed(&walk);
        if is_renewed {
            walk.say(Event::SessionRenewed { attempt, session: session.clone() });
            assert_eq!(walk.state.standing(), Standing::In(&session));
        } else {
            walk.say(Event::SessionNotRenewed { attempt, problem: Problem::LoginRequired });
            assert_eq!(walk.state.standing(), Standing::Out);
        }
    }
}

#[test]
fn an_alarm_that_goes_off_early_is_set_again() {
    let (mut walk, session) = logged_in();
    for _ in 0..3 {
        walk.pass(Duration::from_hours(2));
        assert_eq!(walk.say(Event::Woken), [Effect::SetAlarm(session.renew_at)]);
    }
}

#[test]
fn a_session_that_cannot_be_renewed_ends_with_its_token() {
    let mut walk = Walk::begin();
    let session = Box::new(session(walk.now));
    walk.say(Event::SessionRestored(session.clone()));
    walk.now = Timestamp::from_millis(session.expires_at.millis() - 1);
    assert_eq!(walk.say(Event::Woken), [Effect::SetAlarm(session.expires_at)]);
    walk.now = session.expires_at;
    assert_eq!(walk.say(Event::Woken), expired(Ending::TimeOver));
    assert!(matches!(walk.stage(), Stage::EnteringRecipient { problem: None }));
    assert_eq!(walk.say(Event::Woken), []);
}

#[test]
fn a_host_that_keeps_the_session_itself_renews_it_itself() {
    let mut walk = Walk::begin();
    walk.state.settings.renew = false;
    let session = renewable(&walk);
    walk.say(Event::SessionRestored(session.clone()));
    walk.now = session.renew_at;
    assert_eq!(walk.say(Event::Woken), [Effect::SetAlarm(session.expires_at)]);
    walk.now = session.expires_at;
    assert_eq!(walk.say(Event::Woken), expired(Ending::TimeOver));
}

#[test]
fn without_a_network_it_is_tried_again_ever_more_rarely_until_the_session_ends() {
    let (mut walk, session) = logged_in();
    walk.now = session.renew_at;
    let (mut pauses, mut n_tries) = (Vec::new(), 0);
    while !session.is_over(walk.now) {
        let attempt = asked(&walk.say(Event::Woken));
        n_tries += 1;
        match walk.say(Event::SessionNotRenewed { attempt, problem: Problem::Offline })[..] {
            [Effect::SetAlarm(at)] => {
                pauses.push(walk.now.until(at));
                walk.now = at;
            }
            ref effects => panic!("{effects:?}"),
        }
    }
    // The alarm of the end may come before the next try would.
    pauses.pop();
    assert!(pauses.is_sorted_by(|shorter, longer| *shorter <= *longer * 5 / 4), "{pauses:?}");
    assert!(pauses[0] >= Duration::from_secs(5), "{pauses:?}");
    assert!((15..40).contains(&n_tries), "{n_tries} tries in an hour and a half");
    assert_eq!(walk.say(Event::Woken), expired(Ending::RenewalFailed));
}

#[test]
fn a_server_that_asks_for_patience_gets_it() {
    let (mut walk, session) = logged_in();
    walk.now = session.renew_at;
    let attempt = asked(&walk.say(Event::Woken));
    let until = walk.now.after(Duration::from_mins(20));
    let problem = Problem::RateLimited { until: Some(until) };
    assert_eq!(walk.say(Event::SessionNotRenewed { attempt, problem }), [Effect::SetAlarm(until)]);
}

#[test]
fn a_server_that_refuses_is_not_asked_again_and_the_session_lasts_as_long_as_its_token() {
    let of_somebody_else = TokenFault::Subject.into();
    for problem in [Problem::LoginRequired, Problem::UserBlocked, Problem::GrantNotEnabled, of_somebody_else] {
        let (mut walk, session) = logged_in();
        walk.now = session.renew_at;
        let attempt = asked(&walk.say(Event::Woken));
        let kept = Box::new(Session { refresh_token: None, ..*session.clone() });
        let expected = [Effect::SaveSession(kept.clone()), Effect::SetAlarm(session.expires_at)];
        assert_eq!(walk.say(Event::SessionNotRenewed { attempt, problem }), expected);
        assert_eq!(current(&walk), &*kept);

        walk.pass(Duration::from_mins(30));
        assert_eq!(walk.say(Event::Woken), [Effect::SetAlarm(session.expires_at)]);
        walk.now = session.expires_at;
        assert_eq!(walk.say(Event::Woken), expired(Ending::RenewalRefused));
    }
}

#[test]
fn who_logs_out_during_a_renewal_stays_logged_out_and_leaves_no_token_behind() {
    let (mut walk, session) = logged_in();
    walk.now = session.renew_at;
    let attempt = asked(&walk.say(Event::Woken));
    let effects = walk.say(Event::LogOutAsked);
    assert_eq!(effects[..2], [Effect::CancelRequests, Effect::StopAlarm]);
    assert!(effects.contains(&Effect::RevokeToken(RefreshToken::new("refresh-1"))), "{effects:?}");

    let session = renewed(&walk);
    let effects = walk.say(Event::SessionRenewed { attempt, session });
    assert_eq!(effects, [Effect::RevokeToken(RefreshToken::new("refresh-2"))]);
    assert!(matches!(walk.stage(), Stage::EnteringRecipient { .. }));
}

#[test]
fn an_access_token_is_handed_out_while_it_is_good_for_something() {
    let (walk, session) = logged_in();
    assert_eq!(session.usable_access_token(walk.now), Some(&AccessToken::new("access")));
    assert_eq!(session.usable_access_token(session.access_expires_at.unwrap()), None);
}
