//! A person who walks through the login, with a clock that stands still until it is moved.

use std::time::Duration;

use passlock_core::flow::{Attempt, CodeText, Effect, Event, PhoneEntry, Settings, Stage, State, TypedPhone, step};
use passlock_core::protocol::{Json, NotJson, Receipt, Value};
use passlock_core::session::{IdToken, Profile, Session};
use passlock_core::{Region, Timestamp};

pub(crate) struct Walk {
    pub(crate) state: State,
    pub(crate) now: Timestamp,
}

impl Walk {
    pub(crate) fn begin() -> Self {
        let state =
            State::new(Settings { auto_submit: false, ..Settings::default() }, PhoneEntry::blank(Region::new("GB")));
        Self { state, now: Timestamp::from_seconds(1_790_000_000) }
    }

    pub(crate) fn at_code() -> Self {
        let mut walk = Self::begin();
        walk.say(Event::Opened);
        walk.type_number("GB", "07400 123456");
        let attempt = walk.submit_number();
        walk.say(Event::CodeSent { attempt, receipt: receipt(walk.now) });
        walk
    }

    pub(crate) fn say(&mut self, event: Event) -> Vec<Effect> {
        let (state, effects) = step(self.state.clone(), event, self.now);
        self.state = state;
        effects
    }

    pub(crate) fn pass(&mut self, span: Duration) {
        self.now = self.now.after(span);
    }

    pub(crate) fn stage(&self) -> &Stage {
        &self.state.stage
    }

    pub(crate) fn type_number(&mut self, region: &str, text: &str) {
        self.say(Event::PhoneChanged(phone(region, text)));
    }

    #[track_caller]
    pub(crate) fn submit_number(&mut self) -> Attempt {
        match self.say(Event::RecipientSubmitted)[..] {
            [Effect::RequestCode { attempt, .. }] => attempt,
            ref effects => panic!("no code was asked for: {effects:?}"),
        }
    }

    #[track_caller]
    pub(crate) fn submit_code(&mut self, text: &str) -> Attempt {
        self.say(Event::CodeChanged(CodeText(text.to_owned())));
        match self.say(Event::CodeSubmitted)[..] {
            [Effect::VerifyCode { attempt, .. }] => attempt,
            ref effects => panic!("no code was sent: {effects:?}"),
        }
    }
}

/// A number as it stands in the field.
pub(crate) fn phone(region: &str, text: &str) -> TypedPhone {
    TypedPhone { region: Region::new(region), text: text.to_owned() }
}

/// The phone form with that number in it.
pub(crate) fn typed(region: &str, text: &str) -> PhoneEntry {
    PhoneEntry::Typed(phone(region, text))
}

/// A code of six digits that holds for three minutes; another after half a minute.
pub(crate) fn receipt(now: Timestamp) -> Receipt {
    Receipt {
        expires_at: Some(now.after(Duration::from_mins(3))),
        resend_at: now.after(Duration::from_secs(30)),
        code_length: 6,
    }
}

/// A session that holds for ten hours.
pub(crate) fn session(now: Timestamp) -> Session {
    Session {
        id_token: IdToken::new("header.payload.signature"),
        access_token: None,
        access_expires_at: None,
        refresh_token: None,
        profile: Profile {
            sub: "sms|1".to_owned(),
            phone_number: Some("+447400123456".to_owned()),
            ..Profile::default()
        },
        expires_at: now.after(Duration::from_hours(10)),
        renew_at: now.after(Duration::from_hours(8)),
    }
}

/// `serde_json`, as the server reads.
pub(crate) enum SerdeJson {}

impl Json for SerdeJson {
    fn value(text: &str) -> Result<Value, NotJson> {
        serde_json::from_str(text).map_err(|_| NotJson)
    }
}
