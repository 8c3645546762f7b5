//! Several ways to a person in one lock: which are offered, going from one to another, and who is known.

use crate::walk::{Walk, receipt, session, typed};
use passlock_core::flow::{
    CodeText, Effect, EmailEntry, Event, Forms, KnownBy, KnownEmail, KnownPhone, Notice, PhoneEntry, Purpose, SentCode,
    Settings, Stage, State, TypedEmail,
};
use passlock_core::{Connection, EmailAddress, EmailError, PhoneNumber, Problem, Recipient, Region};

const BOTH: [Connection; 2] = [Connection::Sms, Connection::Email];

fn walk(connections: &[Connection]) -> Walk {
    let mut walk = Walk::begin();
    let forms = Forms::blank(Connection::Sms, Region::new("GB"));
    walk.state = State::new(settings(connections), forms);
    walk.say(Event::Opened);
    walk
}

fn settings(connections: &[Connection]) -> Settings {
    Settings { connections: connections.to_vec(), auto_submit: false, remember: true, ..Settings::default() }
}

fn address() -> EmailAddress {
    EmailAddress::parse("ada@example.com").unwrap()
}

fn to() -> Recipient {
    Recipient::Email(address())
}

fn known(by: KnownBy) -> EmailEntry {
    EmailEntry::Known(KnownEmail { address: address(), by })
}

fn type_address(walk: &mut Walk, text: &str) {
    walk.say(Event::EmailChanged(TypedEmail { text: text.to_owned(), is_done: false }));
}

fn at_code(connections: &[Connection]) -> Walk {
    let mut walk = walk(connections);
    walk.say(Event::ConnectionChosen(Connection::Email));
    type_address(&mut walk, "ada@example.com");
    let attempt = walk.submit_number();
    walk.say(Event::CodeSent { attempt, receipt: receipt(walk.now) });
    walk
}

#[test]
fn a_person_logs_in_by_email() {
    let mut walk = walk(&[Connection::Email]);
    assert_eq!(walk.state.forms.shown, Connection::Email);
    type_address(&mut walk, " ada@example.com ");
    let effects = walk.say(Event::RecipientSubmitted);
    let [Effect::RequestCode { attempt, to: asked }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(*asked, to());

    let sent = receipt(walk.now);
    let effects = walk.say(Event::CodeSent { attempt: *attempt, receipt: sent });
    let kept = SentCode { to: to(), receipt: sent, messages: 1 };
    let notice = Effect::Notify(Notice::CodeSent { to: to(), receipt: sent });
    assert_eq!(effects, [Effect::StartClock, Effect::KeepSentCode(kept), notice], "no browser reads mail");

    walk.say(Event::CodeChanged(CodeText("427193".to_owned())));
    let effects = walk.say(Event::CodeSubmitted);
    let [Effect::VerifyCode { attempt, to: asked, code }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((asked, code.secret()), (&to(), "427193"));
    let effects = walk.say(Event::CodeAccepted { attempt: *attempt, session: Box::new(session(walk.now)) });
    assert!(effects.contains(&Effect::RememberRecipient(to())), "{effects:?}");
}

#[test]
fn nobody_listens_for_a_mail() {
    let mut walk = at_code(&BOTH);
    walk.say(Event::Closed);
    assert_eq!(walk.say(Event::Opened), [Effect::Notify(Notice::Shown), Effect::StartClock]);
    walk.pass(std::time::Duration::from_secs(30));
    let [Effect::RequestCode { attempt, .. }] = walk.say(Event::ResendAsked)[..] else { panic!() };
    assert!(!walk.say(Event::CodeSent { attempt, receipt: receipt(walk.now) }).contains(&Effect::ListenForCode));
}

#[test]
fn an_address_that_is_wrong_is_not_sent() {
    for (text, error) in
        [("", EmailError::Empty), ("ada", EmailError::Incomplete), ("a da@example.com", EmailError::Invalid)]
    {
        let mut walk = walk(&[Connection::Email]);
        type_address(&mut walk, text);
        let problem = Problem::Email(error);
        let told =
            Notice::Failed { purpose: Purpose::SendCode, connection: Connection::Email, problem: problem.clone() };
        assert_eq!(walk.say(Event::RecipientSubmitted), [Effect::Notify(told)]);
        assert_eq!(walk.stage().problem(), Some(&problem));
        // To leave the field mends nothing; to type may.
        walk.say(Event::EmailChanged(TypedEmail::whole(text)));
        assert_eq!(walk.stage().problem(), Some(&problem));
        type_address(&mut walk, "b");
        assert_eq!(walk.stage().problem(), None);
    }
}

#[test]
fn nothing_typed_is_lost_on_the_way_from_one_to_the_other() {
    let mut walk = walk(&BOTH);
    walk.type_number("GB", "07400");
    walk.say(Event::RecipientSubmitted);
    assert!(walk.stage().problem().is_some());
    assert_eq!(walk.say(Event::ConnectionChosen(Connection::Email)), []);
    assert_eq!((walk.state.forms.shown, walk.stage().problem()), (Connection::Email, None));
    type_address(&mut walk, "ada@exa");
    walk.say(Event::ConnectionChosen(Connection::Sms));
    assert_eq!(walk.state.forms.phone, typed("GB", "07400"));
    assert_eq!(walk.state.forms.email, EmailEntry::Typed(TypedEmail { text: "ada@exa".to_owned(), is_done: false }));
    // And on through the code of the other.
    walk.type_number("GB", "07400 123456");
    let attempt = walk.submit_number();
    walk.say(Event::CodeSent { attempt, receipt: receipt(walk.now) });
    walk.say(Event::BackAsked);
    assert_eq!(walk.state.forms.phone, typed("GB", "07400 123456"));
}

#[test]
fn the_first_of_those_offered_is_shown() {
    for (connections, shown) in [
        (&[][..], Connection::Sms),
        (&[Connection::Sms], Connection::Sms),
        (&[Connection::Email], Connection::Email),
        (&[Connection::Email, Connection::Sms], Connection::Email),
    ] {
        let forms = Forms::blank(connections.first().copied().unwrap_or_default(), None);
        assert_eq!(State::new(settings(connections), forms).forms.shown, shown);
    }
    // What is not offered is not shown, whoever was known by it.
    let forms = Forms { email: known(KnownBy::Browser), ..Forms::blank(Connection::Email, None) };
    assert_eq!(State::new(settings(&[]), forms).forms.shown, Connection::Sms);
}

#[test]
fn what_is_not_offered_cannot_be_chosen() {
    let mut walk = walk(&[Connection::Sms]);
    let before = walk.state.clone();
    assert_eq!(walk.say(Event::ConnectionChosen(Connection::Email)), []);
    assert_eq!(walk.say(Event::ConnectionChosen(Connection::Sms)), [], "it is there already");
    assert_eq!(walk.state, before);
}

#[test]
fn who_gets_no_message_takes_the_other_way_from_wherever_they_are() {
    let mut walk = walk(&BOTH);
    walk.type_number("GB", "07400 123456");
    let late = walk.submit_number();
    assert_eq!(walk.say(Event::ConnectionChosen(Connection::Email)), [Effect::CancelRequests]);
    assert_eq!(walk.say(Event::CodeSent { attempt: late, receipt: receipt(walk.now) }), [], "a late reply is ignored");
    assert_eq!(walk.state.forms.shown, Connection::Email);

    walk.say(Event::ConnectionChosen(Connection::Sms));
    let attempt = walk.submit_number();
    walk.say(Event::CodeSent { attempt, receipt: receipt(walk.now) });
    let effects = walk.say(Event::ConnectionChosen(Connection::Email));
    let expected = [Effect::CancelRequests, Effect::StopClock, Effect::ForgetSentCode, Effect::StopListening];
    assert_eq!(effects, expected);
    assert_eq!(walk.stage(), &Stage::EnteringRecipient { problem: None });

    // A code that is being checked may be right: its answer comes first.
    let mut walk = at_code(&BOTH);
    walk.submit_code("427193");
    assert_eq!(walk.say(Event::ConnectionChosen(Connection::Sms)), []);
    assert!(walk.stage().is_busy());
}

#[test]
fn a_code_by_email_outlives_the_page() {
    let sent = SentCode { to: to(), receipt: receipt(Walk::begin().now), messages: 1 };
    let state = State::resumed(settings(&BOTH), Forms::blank(Connection::Sms, None), sent);
    assert_eq!(state.forms.shown, Connection::Email);
    assert!(matches!(state.stage, Stage::EnteringCode { .. }));
}

#[test]
fn a_remembered_address_gives_way_to_somebody_else() {
    let mut walk = Walk::begin();
    let forms = Forms { email: known(KnownBy::Browser), ..Forms::blank(Connection::Email, Region::new("GB")) };
    walk.state = State::new(settings(&BOTH), forms);
    walk.say(Event::Opened);
    assert!(walk.state.forms.is_known());
    type_address(&mut walk, "eve@example.com");
    assert_eq!(walk.state.forms.email, known(KnownBy::Browser), "there is no field to type in");
    assert_eq!(walk.say(Event::OtherRecipientAsked), [Effect::ForgetRecipient]);
    assert_eq!(walk.state.forms.email, EmailEntry::blank());
    assert_eq!(walk.say(Event::OtherRecipientAsked), []);
}

#[test]
fn whom_the_host_has_named_gets_no_code_by_another_way() {
    let number = PhoneNumber::parse("+447400123456", None).unwrap();
    let phone = PhoneEntry::Known(KnownPhone { phone: number, by: KnownBy::Host });
    let one = Forms { email: known(KnownBy::Host), ..Forms::blank(Connection::Sms, Region::new("GB")) };
    let both = Forms { phone, ..one.clone() };
    for (forms, offered) in [(one, &[Connection::Email][..]), (both, &BOTH)] {
        let mut walk = Walk::begin();
        walk.state = State::new(Settings { send_at_once: true, ..settings(&BOTH) }, forms.clone());
        assert_eq!(walk.state.offered().collect::<Vec<_>>(), offered);
        assert_eq!(walk.state.forms.shown, offered[0]);
        let effects = walk.say(Event::Opened);
        assert!(matches!(effects[..], [_, Effect::RequestCode { .. }]), "{effects:?}");
        // Logging out is no way around it either.
        walk.say(Event::BackAsked);
        walk.say(Event::SessionRestored(Box::new(session(walk.now))));
        walk.say(Event::LogOutAsked);
        assert_eq!((&walk.state.forms.phone, &walk.state.forms.email), (&forms.phone, &forms.email));
    }
}

#[test]
fn after_a_login_the_forms_are_empty_and_the_first_one_is_shown() {
    let mut walk = at_code(&BOTH);
    let attempt = walk.submit_code("427193");
    let mut opened = session(walk.now);
    opened.profile.phone_number = None;
    walk.say(Event::CodeAccepted { attempt, session: Box::new(opened) });
    walk.say(Event::LogOutAsked);
    assert_eq!(walk.state.forms, Forms::blank(Connection::Sms, Region::new("GB")));
}
