//! The code step: off by itself when whole and never twice, one clock, coming back to it.

use std::time::Duration;

use crate::walk::{Walk, receipt, session, typed};
use passlock_core::flow::{CodeText, Effect, Event, Notice, Purpose, SentCode, Settings, Stage, State, WaitingCode};
use passlock_core::{Connection, PhoneNumber, Problem, Recipient};

fn at_code() -> Walk {
    let mut walk = Walk::at_code();
    walk.state.settings.auto_submit = true;
    walk
}

fn say_code(walk: &mut Walk, text: &str) -> Vec<Effect> {
    walk.say(Event::CodeChanged(CodeText(text.to_owned())))
}

fn sent_off(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::VerifyCode { .. }))
}

#[track_caller]
fn reject(walk: &mut Walk, problem: Problem) {
    let Stage::VerifyingCode { attempt, .. } = *walk.stage() else { panic!("{:?}", walk.stage()) };
    walk.say(Event::CodeRejected { attempt, problem });
}

#[track_caller]
fn waiting(walk: &Walk) -> &WaitingCode {
    match walk.stage() {
        Stage::EnteringCode { waiting, .. } => waiting,
        elsewhere => panic!("{elsewhere:?}"),
    }
}

#[test]
fn a_whole_code_goes_off_by_itself_and_never_twice() {
    let mut walk = at_code();
    assert!(!sent_off(&say_code(&mut walk, "42719")));
    assert!(sent_off(&say_code(&mut walk, "427190")));
    reject(&mut walk, Problem::WrongCode { attempts_left: Some(2) });

    say_code(&mut walk, "42719");
    assert!(!sent_off(&say_code(&mut walk, "427190")), "the same digits were refused just now");
    assert_eq!(walk.say(Event::CodeSubmitted), failed(Problem::WrongCode { attempts_left: Some(2) }));
    say_code(&mut walk, "42719");
    assert!(sent_off(&say_code(&mut walk, "427193")));
}

#[test]
fn digits_that_nobody_judged_are_sent_again_by_the_button_only() {
    let mut walk = at_code();
    say_code(&mut walk, "427193");
    reject(&mut walk, Problem::Offline);
    say_code(&mut walk, "42719");
    assert!(!sent_off(&say_code(&mut walk, "427193")));
    assert!(sent_off(&walk.say(Event::CodeSubmitted)));
}

#[test]
fn a_page_may_leave_the_sending_to_the_button() {
    let mut walk = at_code();
    walk.state.settings.auto_submit = false;
    assert!(!sent_off(&say_code(&mut walk, "427193")));
    assert!(sent_off(&walk.say(Event::CodeSubmitted)));
}

#[test]
fn the_message_is_watched_for_until_somebody_types() {
    let mut walk = at_code();
    assert_eq!(say_code(&mut walk, "4"), [Effect::StopListening]);
    assert_eq!(say_code(&mut walk, "42"), []);
    assert_eq!(walk.say(Event::CodeArrived(CodeText("427193".to_owned()))), [], "whoever types is not interrupted");
    assert_eq!(waiting(&walk).digits, "42");
}

#[test]
fn the_code_out_of_the_message_logs_in() {
    let mut walk = at_code();
    assert!(sent_off(&walk.say(Event::CodeArrived(CodeText("427193".to_owned())))));
}

#[test]
fn watching_ends_with_the_wait() {
    for leave in [Event::BackAsked, Event::Closed] {
        let mut walk = at_code();
        assert!(walk.say(leave).contains(&Effect::StopListening));
    }
    let mut walk = at_code();
    walk.say(Event::Closed);
    assert_eq!(walk.say(Event::Opened), [Effect::Notify(Notice::Shown), Effect::StartClock, Effect::ListenForCode]);
}

#[test]
fn a_lock_lasts_until_its_time() {
    let mut walk = at_code();
    say_code(&mut walk, "427190");
    let until = walk.now.after(Duration::from_mins(1));
    reject(&mut walk, Problem::LockedOut { until: Some(until) });
    let locked = Problem::LockedOut { until: Some(until) };
    assert!(!sent_off(&say_code(&mut walk, "427193")));
    assert_eq!(walk.stage().problem(), Some(&locked), "typing does not end a lock");
    assert_eq!(walk.say(Event::CodeSubmitted), failed(locked));
    walk.pass(Duration::from_secs(59));
    assert_eq!(walk.say(Event::ResendAsked), []);
    walk.pass(Duration::from_secs(1));
    walk.say(Event::Ticked);
    assert_eq!(walk.stage().problem(), None);
    assert!(sent_off(&walk.say(Event::CodeSubmitted)));
}

#[test]
fn tries_left_are_remembered_between_tries() {
    let mut walk = at_code();
    say_code(&mut walk, "427190");
    reject(&mut walk, Problem::WrongCode { attempts_left: Some(2) });
    say_code(&mut walk, "4");
    assert_eq!(waiting(&walk).tries_left, Some(2));
}

#[test]
fn help_comes_with_the_second_message_that_was_asked_for_again() {
    let mut walk = at_code();
    for (messages, helps) in [(2, false), (3, true)] {
        walk.pass(Duration::from_secs(30));
        let [Effect::RequestCode { attempt, .. }] = walk.say(Event::ResendAsked)[..] else { panic!() };
        let effects = walk.say(Event::CodeSent { attempt, receipt: receipt(walk.now) });
        assert!(!effects.contains(&Effect::ListenForCode), "it is listening already");
        assert_eq!((waiting(&walk).messages, waiting(&walk).needs_help()), (messages, helps));
    }
}

fn sent(walk: &Walk) -> SentCode {
    let to = Recipient::Phone(PhoneNumber::parse("+447400123456", None).unwrap());
    SentCode { to, receipt: receipt(walk.now), messages: 1 }
}

fn resumed(sent: SentCode) -> Walk {
    let mut walk = Walk::begin();
    walk.state = State::resumed(Settings::default(), typed("GB", "07400 123456"), sent);
    walk
}

#[test]
fn coming_back_to_the_page_sends_nothing_and_is_at_the_code() {
    let mut walk = resumed(sent(&Walk::begin()));
    walk.pass(Duration::from_secs(100));
    assert_eq!(walk.say(Event::Opened), [Effect::Notify(Notice::Shown), Effect::StartClock, Effect::ListenForCode]);
    assert!(waiting(&walk).may_resend(walk.now));
    assert!(sent_off(&say_code(&mut walk, "427193")));
}

#[test]
fn coming_back_too_late_says_so_at_once() {
    let mut walk = resumed(sent(&Walk::begin()));
    walk.pass(Duration::from_mins(3));
    walk.say(Event::Opened);
    assert_eq!(walk.stage().problem(), Some(&Problem::CodeExpired));
    assert_eq!(walk.say(Event::ResendAsked).len(), 1);
}

#[test]
fn what_is_kept_of_a_code_is_forgotten_with_it() {
    let mut walk = at_code();
    assert!(walk.say(Event::BackAsked).contains(&Effect::ForgetSentCode));

    let mut walk = at_code();
    say_code(&mut walk, "427193");
    let Stage::VerifyingCode { attempt, .. } = *walk.stage() else { panic!() };
    let session = Box::new(session(walk.now));
    assert!(walk.say(Event::CodeAccepted { attempt, session }).contains(&Effect::ForgetSentCode));
}

#[test]
fn sleep_ends_a_code_on_time() {
    let mut walk = at_code();
    walk.pass(Duration::from_hours(8));
    assert_eq!(walk.say(Event::Ticked), failed(Problem::CodeExpired));
    assert_eq!(walk.say(Event::Ticked), []);
}

#[test]
fn neither_digits_nor_number_are_in_debug_output() {
    let mut walk = at_code();
    walk.state.settings.auto_submit = false;
    say_code(&mut walk, "427193");
    let effects = walk.say(Event::CodeSubmitted);
    let debug = format!("{:?} {effects:?}", walk.state);
    for secret in ["427193", "400123", "400 123", "400-123"] {
        assert!(!debug.contains(secret), "{debug}");
    }
    let debug = format!("{:?}", Event::CodeChanged(CodeText("427193".to_owned())));
    assert!(!debug.contains("427193"), "{debug}");
}

fn failed(problem: Problem) -> [Effect; 1] {
    [Effect::Notify(Notice::Failed { purpose: Purpose::LogIn, connection: Connection::Sms, problem })]
}
