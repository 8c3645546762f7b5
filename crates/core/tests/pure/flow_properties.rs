//! What holds for every order in which things may happen.

use std::time::Duration;

use crate::walk::{Walk, receipt, session};
use passlock_core::flow::{Attempt, CodeText, Effect, Event, Stage, TypedEmail, TypedPhone};
use passlock_core::{Connection, Problem, Region};
use proptest::prelude::*;

/// Something that may happen; replies answer one of the requests made so far.
#[derive(Debug, Clone)]
enum Happening {
    Opened,
    Closed,
    Typed(String),
    AddressTyped(String),
    Chosen(Connection),
    Submitted,
    CodeTyped(String),
    CodeSubmitted,
    Resend,
    Back,
    Waited(u16),
    LogOut,
    Reply { which: usize, good: bool, problem: Problem },
}

fn happening() -> impl Strategy<Value = Happening> {
    let problem = prop_oneof![
        Just(Problem::WrongCode { attempts_left: Some(2) }),
        Just(Problem::TooManyTries),
        Just(Problem::CodeExpired),
        Just(Problem::Offline),
        Just(Problem::RateLimited { until: None }),
    ];
    prop_oneof![
        Just(Happening::Opened),
        Just(Happening::Closed),
        "(07400 123456|\\+33612345678|07|x)".prop_map(Happening::Typed),
        "(ada@example\\.com|ada|@)".prop_map(Happening::AddressTyped),
        prop::sample::select(&Connection::ALL).prop_map(Happening::Chosen),
        Just(Happening::Submitted),
        "[0-9 -]{0,8}".prop_map(Happening::CodeTyped),
        Just(Happening::CodeSubmitted),
        Just(Happening::Resend),
        Just(Happening::Back),
        any::<u16>().prop_map(Happening::Waited),
        Just(Happening::LogOut),
        (any::<usize>(), any::<bool>(), problem).prop_map(|(which, good, problem)| Happening::Reply {
            which,
            good,
            problem
        }),
    ]
}

#[derive(Clone, Copy)]
enum Asked {
    Code(Attempt),
    Verdict(Attempt),
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn whatever_happens_the_login_stays_sound(happenings in prop::collection::vec(happening(), 0..60)) {
        let mut walk = Walk::begin();
        walk.state.settings.connections = Connection::ALL.to_vec();
        let mut asked: Vec<Asked> = Vec::new();
        for happening in happenings {
            let stage_before = walk.stage().clone();
            let forms_before = walk.state.forms.clone();
            let goes_elsewhere = matches!(happening, Happening::Chosen(_));
            let effects = match happening {
                Happening::Opened => walk.say(Event::Opened),
                Happening::Closed => walk.say(Event::Closed),
                Happening::Typed(text) => {
                    walk.say(Event::PhoneChanged(TypedPhone { region: Region::new("GB"), text }))
                }
                Happening::AddressTyped(text) => walk.say(Event::EmailChanged(TypedEmail { text, is_done: false })),
                Happening::Chosen(connection) => walk.say(Event::ConnectionChosen(connection)),
                Happening::Submitted => walk.say(Event::RecipientSubmitted),
                Happening::CodeTyped(text) => walk.say(Event::CodeChanged(CodeText(text))),
                Happening::CodeSubmitted => walk.say(Event::CodeSubmitted),
                Happening::Resend => walk.say(Event::ResendAsked),
                Happening::Back => walk.say(Event::BackAsked),
                Happening::LogOut => walk.say(Event::LogOutAsked),
                Happening::Waited(seconds) => {
                    walk.pass(Duration::from_secs(seconds.into()));
                    walk.say(Event::Ticked)
                }
                Happening::Reply { .. } if asked.is_empty() => continue,
                Happening::Reply { which, good, problem } => {
                    let which = which % asked.len();
                    let newest = which + 1 == asked.len();
                    let event = match (asked[which], good) {
                        (Asked::Code(attempt), true) => Event::CodeSent { attempt, receipt: receipt(walk.now) },
                        (Asked::Code(attempt), false) => Event::CodeNotSent { attempt, problem },
                        (Asked::Verdict(attempt), true) => {
                            Event::CodeAccepted { attempt, session: Box::new(session(walk.now)) }
                        }
                        (Asked::Verdict(attempt), false) => Event::CodeRejected { attempt, problem },
                    };
                    let effects = walk.say(event);
                    prop_assert!(newest || effects.is_empty(), "an old reply had an effect: {effects:?}");
                    prop_assert!(newest || *walk.stage() == stage_before, "an old reply moved the person");
                    effects
                }
            };
            if goes_elsewhere {
                let forms = &walk.state.forms;
                prop_assert_eq!((&forms.phone, &forms.email), (&forms_before.phone, &forms_before.email));
            }
            if let Stage::EnteringCode { waiting, .. } | Stage::VerifyingCode { waiting, .. } = walk.stage() {
                prop_assert_eq!(waiting.to.connection(), walk.state.forms.shown);
            }
            for effect in &effects {
                match effect {
                    Effect::RequestCode { attempt, .. } => asked.push(Asked::Code(*attempt)),
                    Effect::VerifyCode { attempt, code, .. } => {
                        prop_assert_eq!(code.secret().len(), 6);
                        asked.push(Asked::Verdict(*attempt));
                    }
                    _ => {}
                }
            }
            let requests = effects.iter().filter(|effect| {
                matches!(effect, Effect::RequestCode { .. } | Effect::VerifyCode { .. })
            });
            prop_assert!(requests.count() <= 1, "one request at a time");
            let logged_in = |stage: &Stage| matches!(stage, Stage::LoggedIn { .. });
            if logged_in(walk.stage()) && !logged_in(&stage_before) {
                prop_assert!(effects.iter().any(|effect| matches!(effect, Effect::SaveSession(_))));
            }
        }
    }
}
