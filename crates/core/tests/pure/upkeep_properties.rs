//! What holds of a session in every order in which things may happen to it.

use std::time::Duration;

use crate::upkeep::renewable;
use crate::walk::Walk;
use passlock_core::flow::{Attempt, Effect, Event, Notice, Stage};
use passlock_core::session::{IdToken, RefreshToken, Session};
use passlock_core::{Problem, Timestamp};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Happening {
    Restored,
    Waited(u32),
    SetBack(u32),
    Renewed,
    NotRenewed(Problem),
    Shared { refreshable: bool, sub: bool },
    Missed,
    LoggedOut,
    LoggedOutElsewhere,
}

fn happening() -> impl Strategy<Value = Happening> {
    let problem = prop_oneof![
        Just(Problem::Offline),
        Just(Problem::LoginRequired),
        Just(Problem::Cancelled),
        Just(Problem::RateLimited { until: None }),
    ];
    prop_oneof![
        2 => Just(Happening::Restored),
        6 => (0..60_000_u32).prop_map(Happening::Waited),
        1 => (0..200_000_u32).prop_map(Happening::SetBack),
        3 => Just(Happening::Renewed),
        3 => problem.prop_map(Happening::NotRenewed),
        2 => any::<(bool, bool)>().prop_map(|(refreshable, sub)| Happening::Shared { refreshable, sub }),
        1 => Just(Happening::Missed),
        1 => Just(Happening::LoggedOut),
        1 => Just(Happening::LoggedOutElsewhere),
    ]
}

/// What the shell has been told to do about the session, and has not done yet.
#[derive(Default)]
struct Shell {
    alarm: Option<Timestamp>,
    under_way: Option<Attempt>,
    n_sessions: u32,
}

impl Shell {
    fn obey(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::SetAlarm(at) => self.alarm = Some(*at),
                Effect::StopAlarm => self.alarm = None,
                Effect::CancelRequests => self.under_way = None,
                Effect::RenewSession { attempt, session } => {
                    assert!(self.under_way.is_none(), "two renewals at once");
                    assert!(session.refresh_token.is_some());
                    self.under_way = Some(*attempt);
                }
                _ => {}
            }
        }
    }

    /// A session that nobody has seen yet.
    fn session(&mut self, walk: &Walk) -> Box<Session> {
        self.n_sessions += 1;
        let id_token = IdToken::new(format!("number.{}.here", self.n_sessions));
        let refresh_token = Some(RefreshToken::new(format!("refresh-{}", self.n_sessions)));
        Box::new(Session { id_token, refresh_token, ..*renewable(walk) })
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn a_session_is_always_looked_after(happenings in prop::collection::vec(happening(), 0..60)) {
        let (mut walk, mut shell) = (Walk::begin(), Shell::default());
        for happening in happenings {
            let before = walk.stage().clone();
            let event = match happening {
                Happening::Restored => Event::SessionRestored(shell.session(&walk)),
                Happening::Waited(seconds) => {
                    walk.pass(Duration::from_secs(seconds.into()));
                    Event::Woken
                }
                Happening::SetBack(seconds) => {
                    walk.now = Timestamp::from_seconds(walk.now.seconds() - i64::from(seconds));
                    Event::Woken
                }
                Happening::Renewed => match shell.under_way.take() {
                    Some(attempt) => Event::SessionRenewed { attempt, session: shell.session(&walk) },
                    None => continue,
                },
                Happening::NotRenewed(problem) => match shell.under_way.take() {
                    Some(attempt) => Event::SessionNotRenewed { attempt, problem },
                    None => continue,
                },
                Happening::Shared { refreshable, sub } => {
                    let mut session = shell.session(&walk);
                    session.refresh_token.take_if(|_| !refreshable);
                    if sub {
                        session.profile.sub = "sms|2".to_owned();
                    }
                    Event::SessionShared(session)
                }
                Happening::Missed => Event::SessionMissed,
                Happening::LoggedOut => Event::LogOutAsked,
                Happening::LoggedOutElsewhere => Event::LoggedOutElsewhere,
            };
            let effects = walk.say(event);
            shell.obey(&effects);

            let notified = |wanted: fn(&Notice) -> bool| {
                effects.iter().filter(|effect| matches!(effect, Effect::Notify(notice) if wanted(notice))).count()
            };
            match (&before, walk.stage()) {
                (_, Stage::LoggedIn { session }) => {
                    prop_assert!(
                        shell.alarm.is_some() || shell.under_way.is_some(),
                        "nobody looks after the session: {:?}", effects
                    );
                    let is_idle = shell.under_way.is_none();
                    prop_assert!(!is_idle || !session.is_over(walk.now) || session.refresh_token.is_some());
                }
                (Stage::LoggedIn { .. }, _) => {
                    let told = notified(|notice| matches!(notice, Notice::LoggedOut | Notice::SessionExpired(_)));
                    prop_assert_eq!(told, 1, "{:?}", effects);
                    prop_assert_eq!((shell.alarm, shell.under_way), (None, None));
                }
                _ => {}
            }
        }
    }
}
