//! The login, step by step, under invented time.

use std::time::Duration;

use crate::walk::{Walk, receipt, session, typed};
use passlock_core::flow::{CodeText, Effect, Ending, Event, Notice, PhoneEntry, Purpose, SentCode, Stage};
use passlock_core::{CodeError, Connection, PhoneError, Problem, Region, Timestamp};

#[test]
fn a_person_logs_in() {
    let mut walk = Walk::begin();
    assert_eq!(walk.say(Event::Opened), [Effect::Notify(Notice::Shown)]);
    walk.type_number("GB", "07400 123456");

    let asked = walk.say(Event::RecipientSubmitted);
    let [Effect::RequestCode { attempt, to }] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!((to.username(), to.connection()), ("+447400123456".to_owned(), Connection::Sms));
    assert!(walk.stage().is_busy());

    let sent = receipt(walk.now);
    let effects = walk.say(Event::CodeSent { attempt: *attempt, receipt: sent });
    let kept = SentCode { to: to.clone(), receipt: sent, messages: 1 };
    let notice = Effect::Notify(Notice::CodeSent { to: to.clone(), receipt: sent });
    assert_eq!(effects, [Effect::StartClock, Effect::KeepSentCode(kept), Effect::ListenForCode, notice]);

    walk.say(Event::CodeChanged(CodeText("427 193".to_owned())));
    let effects = walk.say(Event::CodeSubmitted);
    let [Effect::VerifyCode { attempt, to: ref same, ref code }] = effects[..] else { panic!("{effects:?}") };
    assert_eq!((same, code.secret()), (to, "427193"));

    let session = Box::new(session(walk.now));
    let effects = walk.say(Event::CodeAccepted { attempt, session: session.clone() });
    let expected = [
        Effect::StopClock,
        Effect::ForgetSentCode,
        Effect::SaveSession(session.clone()),
        Effect::Notify(Notice::LoggedIn(session.clone())),
        Effect::SetAlarm(session.expires_at),
    ];
    assert_eq!(effects, expected);
    assert_eq!(walk.stage(), &Stage::LoggedIn { session });
}

#[test]
fn a_number_that_is_wrong_is_not_sent() {
    for (text, error) in [
        ("", PhoneError::Empty),
        ("my number", PhoneError::NotANumber),
        ("6 12 34 56", PhoneError::TooShort { missing: 2 }),
        ("6 12 34 56 78 90", PhoneError::TooLong { extra: 2 }),
    ] {
        let mut walk = Walk::begin();
        walk.type_number("FR", text);
        let problem = Problem::Phone(error);
        assert_eq!(walk.say(Event::RecipientSubmitted), failed(Purpose::SendCode, problem.clone()));
        let Stage::EnteringRecipient { problem: shown } = walk.stage() else { panic!("{:?}", walk.stage()) };
        assert_eq!((&walk.state.forms.phone, shown), (&typed("FR", text), &Some(problem)));
    }
}

#[test]
fn a_number_that_no_text_message_reaches_is_not_sent() {
    for text in ["0800 123 4567", "0909 879 0123", "+1 800 234 5678"] {
        let mut walk = Walk::begin();
        walk.type_number("GB", text);
        assert_eq!(walk.say(Event::RecipientSubmitted), failed(Purpose::SendCode, Problem::NotTextable), "{text}");
    }
    let mut walk = Walk::begin();
    walk.type_number("GB", "0121 234 5678");
    walk.submit_number();
}

#[test]
fn typing_takes_the_complaint_away() {
    let mut walk = Walk::begin();
    walk.type_number("GB", "74");
    walk.say(Event::RecipientSubmitted);
    assert!(walk.stage().problem().is_some());
    walk.type_number("GB", "740");
    assert_eq!(walk.stage().problem(), None);
}

#[test]
fn a_number_that_could_not_be_texted_stays_in_its_field() {
    for problem in [Problem::Offline, Problem::TimedOut, Problem::ServerDown { status: 503 }, Problem::NumberRefused] {
        let mut walk = Walk::begin();
        walk.type_number("GB", "07400 123456");
        let attempt = walk.submit_number();
        walk.say(Event::CodeNotSent { attempt, problem: problem.clone() });
        let Stage::EnteringRecipient { problem: shown } = walk.stage() else { panic!("{:?}", walk.stage()) };
        assert_eq!((&walk.state.forms.phone, shown), (&typed("GB", "07400 123456"), &Some(problem)));
    }
}

#[test]
fn a_wrong_code_stays_in_its_field_and_can_be_mended() {
    let mut walk = Walk::at_code();
    let attempt = walk.submit_code("111111");
    walk.say(Event::CodeRejected { attempt, problem: Problem::WrongCode { attempts_left: Some(2) } });
    let Stage::EnteringCode { waiting, problem, .. } = walk.stage() else { panic!("{:?}", walk.stage()) };
    assert_eq!(waiting.digits, "111111");
    assert_eq!(problem, &Some(Problem::WrongCode { attempts_left: Some(2) }));

    walk.say(Event::CodeChanged(CodeText("4".to_owned())));
    assert_eq!(walk.stage().problem(), None);
    walk.submit_code("427193");
    assert!(walk.stage().is_busy());
}

#[test]
fn a_code_that_is_incomplete_is_not_sent() {
    for (text, error) in [("", CodeError::Empty), ("4271", CodeError::TooShort { missing: 2 })] {
        let mut walk = Walk::at_code();
        walk.say(Event::CodeChanged(CodeText(text.to_owned())));
        let problem = Problem::Code(error);
        assert_eq!(walk.say(Event::CodeSubmitted), failed(Purpose::LogIn, problem.clone()));
        assert_eq!(walk.stage().problem(), Some(&problem));
    }
}

#[test]
fn a_spent_code_needs_a_new_one_at_once() {
    for problem in [Problem::TooManyTries, Problem::WrongCode { attempts_left: Some(0) }, Problem::CodeExpired] {
        let mut walk = Walk::at_code();
        let attempt = walk.submit_code("111111");
        walk.say(Event::CodeRejected { attempt, problem: problem.clone() });

        walk.say(Event::CodeChanged(CodeText("427193".to_owned())));
        assert_eq!(walk.stage().problem(), Some(&problem), "typing does not mend it");
        assert_eq!(walk.say(Event::CodeSubmitted), failed(Purpose::LogIn, problem));

        let effects = walk.say(Event::ResendAsked);
        assert!(matches!(effects[..], [Effect::RequestCode { .. }]), "{effects:?}");
    }
}

#[test]
fn a_code_expires_by_itself_and_says_so_once() {
    let mut walk = Walk::at_code();
    walk.pass(Duration::from_secs(179));
    assert_eq!(walk.say(Event::Ticked), []);
    walk.pass(Duration::from_secs(1));
    assert_eq!(walk.say(Event::Ticked), failed(Purpose::LogIn, Problem::CodeExpired));
    assert_eq!(walk.say(Event::Ticked), []);

    let mut walk = Walk::at_code();
    walk.say(Event::CodeChanged(CodeText("427193".to_owned())));
    walk.pass(Duration::from_mins(3));
    assert_eq!(walk.say(Event::CodeSubmitted), failed(Purpose::LogIn, Problem::CodeExpired));
}

#[test]
fn another_code_can_be_had_after_the_wait_and_not_before() {
    let mut walk = Walk::at_code();
    walk.pass(Duration::from_secs(29));
    assert_eq!(walk.say(Event::ResendAsked), []);
    walk.pass(Duration::from_secs(1));
    let effects = walk.say(Event::ResendAsked);
    let [Effect::RequestCode { attempt, .. }] = effects[..] else { panic!("{effects:?}") };
    assert_eq!(walk.say(Event::ResendAsked), [], "one request at a time");

    walk.say(Event::CodeChanged(CodeText("12".to_owned())));
    walk.say(Event::CodeSent { attempt, receipt: receipt(walk.now) });
    let Stage::EnteringCode { waiting, resending: None, .. } = walk.stage() else { panic!("{:?}", walk.stage()) };
    assert_eq!(waiting.digits, "", "what was typed of the old code is gone with it");
}

#[test]
fn a_rate_limit_moves_the_next_resend() {
    let mut walk = Walk::at_code();
    walk.pass(Duration::from_secs(30));
    let effects = walk.say(Event::ResendAsked);
    let [Effect::RequestCode { attempt, .. }] = effects[..] else { panic!("{effects:?}") };
    let until = walk.now.after(Duration::from_mins(1));
    walk.say(Event::CodeNotSent { attempt, problem: Problem::RateLimited { until: Some(until) } });
    walk.pass(Duration::from_secs(59));
    assert_eq!(walk.say(Event::ResendAsked), []);
    walk.pass(Duration::from_secs(1));
    assert_eq!(walk.say(Event::ResendAsked).len(), 1);
}

#[test]
fn changing_the_number_keeps_what_was_typed() {
    let mut walk = Walk::at_code();
    let effects = walk.say(Event::BackAsked);
    let expected = [Effect::CancelRequests, Effect::StopClock, Effect::ForgetSentCode, Effect::StopListening];
    assert_eq!(effects, expected);
    assert_eq!(walk.stage(), &Stage::EnteringRecipient { problem: None });
    assert_eq!(&walk.state.forms.phone, &typed("GB", "07400 123456"));
}

#[test]
fn a_late_reply_is_ignored() {
    let mut walk = Walk::begin();
    walk.type_number("GB", "07400 123456");
    let late = walk.submit_number();
    walk.say(Event::BackAsked);
    let before = walk.state.clone();
    assert_eq!(walk.say(Event::CodeSent { attempt: late, receipt: receipt(walk.now) }), []);
    assert_eq!(walk.say(Event::CodeNotSent { attempt: late, problem: Problem::TimedOut }), []);
    assert_eq!(walk.state, before);

    let current = walk.submit_number();
    assert_eq!(walk.say(Event::CodeSent { attempt: late, receipt: receipt(walk.now) }), []);
    assert_eq!(walk.say(Event::CodeSent { attempt: current, receipt: receipt(walk.now) }).len(), 4);
}

#[test]
fn a_late_acceptance_does_not_log_in_who_went_back() {
    let mut walk = Walk::at_code();
    let late = walk.submit_code("427193");
    assert_eq!(walk.say(Event::BackAsked), [Effect::CancelRequests]);
    let session = Box::new(session(walk.now));
    assert_eq!(walk.say(Event::CodeAccepted { attempt: late, session }), []);
    assert!(matches!(walk.stage(), Stage::EnteringCode { .. }));
}

#[test]
fn closing_and_opening_again_goes_on_where_it_was() {
    let mut walk = Walk::at_code();
    walk.say(Event::CodeChanged(CodeText("427".to_owned())));
    assert_eq!(walk.say(Event::Closed), [Effect::StopClock, Effect::Notify(Notice::Hidden)]);
    assert!(!walk.state.visible);
    assert_eq!(walk.say(Event::Closed), []);
    assert_eq!(walk.say(Event::Opened), [Effect::Notify(Notice::Shown), Effect::StartClock]);
    let Stage::EnteringCode { waiting, .. } = walk.stage() else { panic!("{:?}", walk.stage()) };
    assert_eq!(waiting.digits, "427");
}

#[test]
fn closing_gives_a_request_up_and_keeps_the_form() {
    let mut walk = Walk::begin();
    walk.say(Event::Opened);
    walk.type_number("GB", "07400 123456");
    walk.submit_number();
    let effects = walk.say(Event::Closed);
    assert_eq!(effects, [Effect::CancelRequests, Effect::StopClock, Effect::Notify(Notice::Hidden)]);
    assert_eq!(walk.stage(), &Stage::EnteringRecipient { problem: None });
    assert_eq!(&walk.state.forms.phone, &typed("GB", "07400 123456"));
}

#[test]
fn autoclose_closes_after_the_login() {
    let mut walk = Walk::at_code();
    walk.state.settings.autoclose = true;
    let attempt = walk.submit_code("427193");
    let effects = walk.say(Event::CodeAccepted { attempt, session: Box::new(session(walk.now)) });
    assert!(effects.contains(&Effect::Notify(Notice::Hidden)), "{effects:?}");
    assert!(!walk.state.visible);
}

#[test]
fn a_stored_session_is_taken_up_while_it_holds() {
    let mut walk = Walk::begin();
    let restored = Box::new(session(walk.now));
    let until = restored.expires_at;
    let effects = walk.say(Event::SessionRestored(restored.clone()));
    assert_eq!(effects, [Effect::Notify(Notice::SessionRestored(restored)), Effect::SetAlarm(until)]);
    assert!(matches!(walk.stage(), Stage::LoggedIn { .. }));

    let mut walk = Walk::begin();
    let expired = Box::new(session(Timestamp::from_seconds(0)));
    let expected = [Effect::ForgetSession, Effect::Notify(Notice::SessionExpired(Ending::TimeOver))];
    assert_eq!(walk.say(Event::SessionRestored(expired)), expected);
    assert!(matches!(walk.stage(), Stage::EnteringRecipient { .. }));
}

#[test]
fn logging_out_forgets_the_session_and_the_number() {
    let mut walk = Walk::begin();
    walk.say(Event::SessionRestored(Box::new(session(walk.now))));
    let effects = walk.say(Event::LogOutAsked);
    let expected = [
        Effect::StopAlarm,
        Effect::ForgetSession,
        Effect::ForgetRecipient,
        Effect::LogOutTabs,
        Effect::Notify(Notice::LoggedOut),
    ];
    assert_eq!(effects, expected);
    assert_eq!(walk.stage(), &Stage::EnteringRecipient { problem: None });
    assert_eq!(&walk.state.forms.phone, &PhoneEntry::blank(Region::new("GB")));
}

#[test]
fn a_browser_that_keeps_nothing_is_told_to_the_host() {
    let mut walk = Walk::at_code();
    let attempt = walk.submit_code("427193");
    walk.say(Event::CodeAccepted { attempt, session: Box::new(session(walk.now)) });
    assert_eq!(walk.say(Event::StorageRefused), [Effect::Notify(Notice::StorageDenied)]);
    assert!(matches!(walk.stage(), Stage::LoggedIn { .. }));
}

fn failed(purpose: Purpose, problem: Problem) -> [Effect; 1] {
    [Effect::Notify(Notice::Failed { purpose, connection: Connection::Sms, problem })]
}
