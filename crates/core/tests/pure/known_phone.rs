//! Numbers that need not be typed: kept from the last login, or given by the host page.

use crate::walk::{Walk, receipt, session, typed};
use passlock_core::flow::{Effect, Event, KnownBy, KnownPhone, Notice, PhoneEntry, Settings, Stage, State};
use passlock_core::{PhoneNumber, Problem, Recipient, Region};

fn number() -> PhoneNumber {
    PhoneNumber::parse("+44 7400 123456", None).unwrap()
}

fn to() -> Recipient {
    Recipient::Phone(number())
}

fn known(by: KnownBy) -> PhoneEntry {
    PhoneEntry::Known(KnownPhone { phone: number(), by })
}

fn walk(settings: Settings, by: KnownBy) -> Walk {
    let mut walk = Walk::begin();
    walk.state = State::new(settings, known(by));
    walk
}

fn remembering() -> Settings {
    Settings { remember: true, auto_submit: false, ..Settings::default() }
}

#[test]
fn a_remembered_number_is_one_press_away_from_its_code() {
    let mut walk = walk(remembering(), KnownBy::Browser);
    assert_eq!(walk.say(Event::Opened), [Effect::Notify(Notice::Shown)]);
    let effects = walk.say(Event::RecipientSubmitted);
    assert!(matches!(&effects[..], [Effect::RequestCode { to, .. }] if *to == self::to()), "{effects:?}");
}

#[test]
fn somebody_else_gets_an_empty_field_in_the_same_country() {
    let mut walk = walk(remembering(), KnownBy::Browser);
    walk.say(Event::Opened);
    assert_eq!(walk.say(Event::OtherRecipientAsked), [Effect::ForgetRecipient]);
    assert_eq!(walk.stage(), &Stage::EnteringRecipient { problem: None });
    assert_eq!(walk.state.forms.phone, PhoneEntry::blank(Region::new("GB")));
}

#[test]
fn a_number_is_remembered_after_a_login_and_only_when_asked_to() {
    for (settings, remembers) in [(Settings { remember: false, ..remembering() }, false), (remembering(), true)] {
        let mut walk = Walk::begin();
        walk.state = State::new(settings, typed("GB", "07400 123456"));
        walk.say(Event::Opened);
        let attempt = walk.submit_number();
        let sent = walk.say(Event::CodeSent { attempt, receipt: receipt(walk.now) });
        assert!(!sent.contains(&Effect::RememberRecipient(to())));
        let attempt = walk.submit_code("427193");
        let effects = walk.say(Event::CodeAccepted { attempt, session: Box::new(session(walk.now)) });
        assert_eq!(effects.contains(&Effect::RememberRecipient(to())), remembers);
    }
}

#[test]
fn logging_out_forgets_the_number() {
    let mut walk = walk(remembering(), KnownBy::Browser);
    walk.say(Event::SessionRestored(Box::new(session(walk.now))));
    assert!(walk.say(Event::LogOutAsked).contains(&Effect::ForgetRecipient));
}

#[test]
fn the_code_for_a_number_that_the_host_gave_is_on_its_way_at_once() {
    let settings = Settings { send_at_once: true, ..Settings::default() };
    let mut walk = walk(settings, KnownBy::Host);
    let effects = walk.say(Event::Opened);
    let [Effect::Notify(Notice::Shown), Effect::RequestCode { attempt, ref to }] = effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(*to, self::to());
    walk.say(Event::CodeSent { attempt, receipt: receipt(walk.now) });
    // Closed and opened again, the code that is on its way is still the one.
    walk.say(Event::Closed);
    assert_eq!(walk.say(Event::Opened), [Effect::Notify(Notice::Shown), Effect::StartClock, Effect::ListenForCode]);
}

#[test]
fn a_message_that_failed_is_not_asked_for_again_by_opening() {
    let settings = Settings { send_at_once: true, ..Settings::default() };
    let mut walk = walk(settings, KnownBy::Host);
    let effects = walk.say(Event::Opened);
    let Effect::RequestCode { attempt, .. } = effects[1] else { panic!("{effects:?}") };
    walk.say(Event::CodeNotSent { attempt, problem: Problem::Offline });
    walk.say(Event::Closed);
    assert_eq!(walk.say(Event::Opened), [Effect::Notify(Notice::Shown)]);
}

#[test]
fn a_number_that_the_host_gave_cannot_be_changed() {
    let mut walk = walk(Settings::default(), KnownBy::Host);
    walk.say(Event::Opened);
    let before = walk.state.clone();
    assert_eq!(walk.say(Event::OtherRecipientAsked), []);
    assert_eq!(walk.say(Event::PhoneChanged(crate::walk::phone("FR", "6"))), []);
    assert_eq!(walk.state, before);
}

#[test]
fn a_country_that_the_page_does_not_serve_gets_no_message() {
    let countries = ["FR", "DE"].map(|code| Region::new(code).unwrap()).to_vec();
    let mut walk = Walk::begin();
    let settings = Settings { countries, ..Settings::default() };
    walk.state = State::new(settings, PhoneEntry::blank(Region::new("FR")));
    walk.say(Event::Opened);
    walk.type_number("FR", "+44 7400 123456");
    walk.say(Event::RecipientSubmitted);
    assert_eq!(walk.stage().problem(), Some(&Problem::CountryNotServed));
    walk.type_number("FR", "06 12 34 56 78");
    walk.submit_number();
}
