//! Several tabs and one person: what one tab does, the others follow.

use std::time::Duration;

use crate::upkeep::renewable;
use crate::walk::{Walk, session};
use passlock_core::flow::{CodeText, Effect, Event, Notice, Stage};
use passlock_core::session::{IdToken, Profile, RefreshToken, Session};

/// A later session of the same person, as another tab leaves it in storage.
fn shared(walk: &Walk) -> Box<Session> {
    Box::new(Session { id_token: IdToken::new("from.another.tab"), ..session(walk.now.after(Duration::from_hours(1))) })
}

fn of_somebody_else(walk: &Walk) -> Box<Session> {
    Box::new(Session { profile: Profile { sub: "sms|2".to_owned(), ..Profile::default() }, ..*shared(walk) })
}

fn logged_in_with(session: &Session) -> Walk {
    let mut walk = Walk::begin();
    walk.say(Event::SessionRestored(Box::new(session.clone())));
    walk
}

#[test]
fn a_login_in_another_tab_is_one_here() {
    let mut walk = Walk::begin();
    walk.say(Event::Opened);
    let shared = shared(&walk);
    let effects = walk.say(Event::SessionShared(shared.clone()));
    let expected = [Effect::Notify(Notice::SessionRestored(shared.clone())), Effect::SetAlarm(shared.expires_at)];
    assert_eq!(effects, expected);
    assert_eq!(walk.stage(), &Stage::LoggedIn { session: shared });
    assert!(walk.state.visible);
}

#[test]
fn a_lock_that_closes_by_itself_does_so_for_a_login_in_another_tab_too() {
    let mut walk = Walk::begin();
    walk.state.settings.autoclose = true;
    walk.say(Event::Opened);
    let shared = shared(&walk);
    assert!(walk.say(Event::SessionShared(shared)).contains(&Effect::Notify(Notice::Hidden)));
    assert!(!walk.state.visible);
}

#[test]
fn a_login_in_another_tab_ends_the_wait_for_a_code() {
    let mut walk = Walk::at_code();
    let shared = shared(&walk);
    let effects = walk.say(Event::SessionShared(shared));
    for effect in [Effect::CancelRequests, Effect::StopClock, Effect::StopListening, Effect::ForgetSentCode] {
        assert!(effects.contains(&effect), "{effect:?} is missing in {effects:?}");
    }

    let mut walk = Walk::begin();
    walk.type_number("GB", "07400 123456");
    let attempt = walk.submit_number();
    let shared = self::shared(&walk);
    assert_eq!(walk.say(Event::SessionShared(shared))[0], Effect::CancelRequests);
    let receipt = crate::walk::receipt(walk.now);
    assert_eq!(walk.say(Event::CodeSent { attempt, receipt }), []);
}

#[test]
fn a_code_that_is_being_checked_is_waited_for() {
    let mut walk = Walk::at_code();
    let attempt = walk.submit_code("427193");
    let shared = shared(&walk);
    assert_eq!(walk.say(Event::SessionShared(shared)), []);
    let own = Box::new(session(walk.now));
    walk.say(Event::CodeAccepted { attempt, session: own.clone() });
    assert_eq!(walk.stage(), &Stage::LoggedIn { session: own });
}

#[test]
fn a_renewal_in_another_tab_is_one_here() {
    let mut walk = logged_in_with(&session(Walk::begin().now));
    let shared = shared(&walk);
    let effects = walk.say(Event::SessionShared(shared.clone()));
    let until = shared.expires_at;
    let refreshed = Effect::Notify(Notice::SessionRefreshed(shared.clone()));
    assert_eq!(effects, [Effect::StopAlarm, refreshed, Effect::SetAlarm(until)]);
    assert_eq!(walk.say(Event::SessionShared(shared)), [], "the same news twice are none");
}

#[test]
fn an_older_session_changes_nothing() {
    let begin = Walk::begin();
    let mut walk = logged_in_with(&shared(&begin));
    assert_eq!(walk.say(Event::SessionShared(Box::new(session(begin.now)))), []);
    walk.pass(Duration::from_hours(20));
    let over = shared(&begin);
    let mut other = Walk { now: walk.now, ..Walk::begin() };
    assert_eq!(other.say(Event::SessionShared(over)), []);
}

#[test]
fn tabs_that_share_a_refresh_token_renew_it_once() {
    let own = renewable(&Walk::begin());
    let mut walk = logged_in_with(&own);
    walk.now = own.renew_at;
    let effects = walk.say(Event::Woken);
    let [Effect::RenewSession { attempt, .. }] = effects[..] else { panic!("{effects:?}") };

    // The other tab was quicker.
    let mut shared = shared(&walk);
    shared.refresh_token = Some(RefreshToken::new("refresh-2"));
    let effects = walk.say(Event::SessionShared(shared.clone()));
    assert_eq!(effects[..2], [Effect::CancelRequests, Effect::StopAlarm]);
    let Stage::LoggedIn { session } = walk.stage() else { panic!("{:?}", walk.stage()) };
    assert_eq!(session.refresh_token, shared.refresh_token);
    assert_eq!(session.access_token, own.access_token, "tabs do not share access tokens");
    assert_eq!(session.renew_at, shared.renew_at);

    let problem = passlock_core::Problem::Cancelled;
    assert_eq!(walk.say(Event::SessionNotRenewed { attempt, problem }), []);
}

#[test]
fn a_renewal_within_the_second_of_the_login_is_told_by_its_refresh_token() {
    let own = renewable(&Walk::begin());
    let mut walk = logged_in_with(&own);
    assert_eq!(walk.say(Event::SessionShared(own.clone())), []);
    let shared = Box::new(Session { refresh_token: Some(RefreshToken::new("refresh-2")), ..*own });
    let effects = walk.say(Event::SessionShared(shared.clone()));
    assert!(effects.contains(&Effect::Notify(Notice::SessionRefreshed(shared))), "{effects:?}");
}

#[test]
fn a_tab_with_a_refresh_token_of_its_own_keeps_and_renews_it() {
    let own = renewable(&Walk::begin());
    let mut walk = logged_in_with(&own);
    let shared = shared(&walk);
    let effects = walk.say(Event::SessionShared(shared.clone()));
    assert!(effects.contains(&Effect::SetAlarm(own.renew_at)), "{effects:?}");
    let Stage::LoggedIn { session } = walk.stage() else { panic!("{:?}", walk.stage()) };
    assert_eq!((&session.id_token, &session.refresh_token), (&shared.id_token, &own.refresh_token));

    walk.now = own.renew_at;
    let effects = walk.say(Event::Woken);
    let [Effect::RenewSession { attempt, .. }] = effects[..] else { panic!("{effects:?}") };
    let later = Box::new(Session { id_token: IdToken::new("yet.another.one"), ..*self::shared(&walk) });
    let effects = walk.say(Event::SessionShared(later));
    assert!(matches!(effects[..], [Effect::Notify(Notice::SessionRefreshed(_))]), "{effects:?}");
    let renewed = Box::new(Session { id_token: IdToken::new("own.renewed.one"), ..*renewable(&walk) });
    let effects = walk.say(Event::SessionRenewed { attempt, session: renewed.clone() });
    assert_eq!(effects[0], Effect::Notify(Notice::SessionRefreshed(renewed)));
}

#[test]
fn another_person_in_another_tab_is_another_person_here() {
    let own = renewable(&Walk::begin());
    let mut walk = logged_in_with(&own);
    let other = of_somebody_else(&walk);
    let effects = walk.say(Event::SessionShared(other.clone()));
    let expected = [
        Effect::StopAlarm,
        Effect::RevokeToken(RefreshToken::new("refresh-1")),
        Effect::Notify(Notice::LoggedOut),
        Effect::Notify(Notice::SessionRestored(other.clone())),
        Effect::SetAlarm(other.expires_at),
    ];
    assert_eq!(effects, expected);
}

#[test]
fn a_logout_here_is_one_everywhere() {
    let own = renewable(&Walk::begin());
    let mut walk = logged_in_with(&own);
    let expected = [
        Effect::StopAlarm,
        Effect::ForgetSession,
        Effect::ForgetRecipient,
        Effect::LogOutTabs,
        Effect::RevokeToken(RefreshToken::new("refresh-1")),
        Effect::Notify(Notice::LoggedOut),
    ];
    assert_eq!(walk.say(Event::LogOutAsked), expected);
    assert_eq!(walk.say(Event::LogOutAsked), [Effect::ForgetSession, Effect::ForgetRecipient, Effect::LogOutTabs]);
}

#[test]
fn a_logout_in_another_tab_is_one_here_and_touches_nothing_that_is_kept() {
    let mut walk = logged_in_with(&session(Walk::begin().now));
    assert_eq!(walk.say(Event::LoggedOutElsewhere), [Effect::StopAlarm, Effect::Notify(Notice::LoggedOut)]);
    assert!(matches!(walk.stage(), Stage::EnteringRecipient { .. }));
    assert_eq!(walk.say(Event::LoggedOutElsewhere), []);
}

#[test]
fn a_session_that_vanishes_from_storage_is_a_logout_unless_it_was_about_to_end() {
    let own = session(Walk::begin().now);
    let mut walk = logged_in_with(&own);
    assert_eq!(walk.say(Event::SessionMissed), [Effect::StopAlarm, Effect::Notify(Notice::LoggedOut)]);

    let mut walk = logged_in_with(&own);
    walk.pass(Duration::from_hours(10) - Duration::from_secs(30));
    assert_eq!(walk.say(Event::SessionMissed), []);
    assert!(matches!(walk.stage(), Stage::LoggedIn { .. }));
}

#[test]
fn who_is_typing_a_code_is_not_disturbed_by_a_logout_elsewhere() {
    let mut walk = Walk::at_code();
    walk.say(Event::CodeChanged(CodeText("427".to_owned())));
    let before = walk.state.clone();
    assert_eq!(walk.say(Event::LoggedOutElsewhere), []);
    assert_eq!(walk.say(Event::SessionMissed), []);
    assert_eq!(walk.state, before);
}
