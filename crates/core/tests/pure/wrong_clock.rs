//! Keeping a session going when the clock was wrong, or the page asleep or loaded anew.

use std::time::Duration;

use crate::upkeep::{asked, expired, logged_in, renewable, renewed};
use crate::walk::Walk;
use passlock_core::flow::{Effect, Ending, Event, Notice};
use passlock_core::{Problem, Timestamp};

#[test]
fn after_a_sleep_a_session_that_is_due_is_renewed_at_once() {
    let (mut walk, _) = logged_in();
    walk.pass(Duration::from_hours(9));
    asked(&walk.say(Event::Woken));
}

#[test]
fn after_a_long_sleep_a_session_that_is_over_may_come_back() {
    let (mut walk, _) = logged_in();
    walk.pass(Duration::from_hours(72));
    let attempt = asked(&walk.say(Event::Woken));
    // The network is not there yet.
    let [Effect::SetAlarm(again_at)] = walk.say(Event::SessionNotRenewed { attempt, problem: Problem::Offline })[..]
    else {
        panic!("it gave up at the first failure")
    };
    assert_eq!(walk.say(Event::Woken), [Effect::SetAlarm(again_at)]);
    walk.now = again_at;
    let attempt = asked(&walk.say(Event::Woken));
    let renewed = renewed(&walk);
    let effects = walk.say(Event::SessionRenewed { attempt, session: renewed.clone() });
    assert_eq!(effects[0], Effect::Notify(Notice::SessionRefreshed(renewed)));
}

#[test]
fn a_session_that_is_over_does_not_wait_for_a_network_for_ever() {
    let (mut walk, _) = logged_in();
    walk.pass(Duration::from_hours(72));
    let begun = walk.now;
    let mut effects = walk.say(Event::Woken);
    for n_tries in 1.. {
        let attempt = asked(&effects);
        effects = walk.say(Event::SessionNotRenewed { attempt, problem: Problem::Unreachable });
        let [Effect::SetAlarm(at)] = effects[..] else {
            assert_eq!((n_tries, effects), (3, expired(Ending::RenewalFailed)));
            break;
        };
        walk.now = at;
        effects = walk.say(Event::Woken);
    }
    assert!(begun.until(walk.now) < Duration::from_secs(30));
}

#[test]
fn a_session_that_was_refused_after_its_end_ends_at_once() {
    let (mut walk, _) = logged_in();
    walk.pass(Duration::from_hours(72));
    let attempt = asked(&walk.say(Event::Woken));
    let effects = walk.say(Event::SessionNotRenewed { attempt, problem: Problem::LoginRequired });
    assert_eq!(effects, expired(Ending::RenewalRefused));
}

#[test]
fn a_clock_that_is_set_a_day_back_is_put_right_by_a_renewal() {
    let (mut walk, session) = logged_in();
    walk.pass(Duration::from_hours(1));
    walk.say(Event::Woken);
    walk.now = Timestamp::from_millis(walk.now.millis() - 86_400_000);
    let attempt = asked(&walk.say(Event::Woken));

    // The reply has told the time: the same day again.
    walk.pass(Duration::from_hours(24));
    let renewed = renewed(&walk);
    let effects = walk.say(Event::SessionRenewed { attempt, session: renewed.clone() });
    assert_eq!(effects[1..], [Effect::SetAlarm(renewed.renew_at)]);
    assert!(renewed.renew_at > session.renew_at);
}

#[test]
fn a_clock_that_is_set_a_day_forward_is_asked_about_before_the_session_ends() {
    let (mut walk, _) = logged_in();
    walk.pass(Duration::from_hours(24));
    asked(&walk.say(Event::Woken));
}

#[test]
fn a_clock_that_is_put_right_by_a_little_is_no_event() {
    let (mut walk, session) = logged_in();
    walk.pass(Duration::from_hours(1));
    walk.say(Event::Woken);
    walk.now = Timestamp::from_millis(walk.now.millis() - 60_000);
    assert_eq!(walk.say(Event::Woken), [Effect::SetAlarm(session.renew_at)]);
}

#[test]
fn a_session_that_was_over_at_a_reload_is_renewed_before_anybody_hears_of_it() {
    let mut walk = Walk::begin();
    let session = renewable(&walk);
    walk.pass(Duration::from_hours(11));
    let attempt = asked(&walk.say(Event::SessionRestored(session)));
    let renewed = renewed(&walk);
    let effects = walk.say(Event::SessionRenewed { attempt, session: renewed.clone() });
    assert_eq!(effects[0], Effect::Notify(Notice::SessionRestored(renewed)));
}

#[test]
fn a_session_that_is_due_at_a_reload_is_told_of_and_renewed() {
    let mut walk = Walk::begin();
    let session = renewable(&walk);
    walk.pass(Duration::from_hours(9));
    let effects = walk.say(Event::SessionRestored(session.clone()));
    assert_eq!(effects[0], Effect::Notify(Notice::SessionRestored(session)));
    asked(&effects[1..]);
}
