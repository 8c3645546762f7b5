//! News for the host page, as JavaScript values.

use passlock_core::flow::{Notice, Purpose};
use passlock_core::session::{AccessToken, Profile, RefreshToken, Session};
use passlock_core::{Problem, Timestamp};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::country::FirstCountry;
use crate::i18n::{self, Place};

/// The name of a notice and what it says.
pub(super) fn describe(notice: &Notice) -> (&'static str, JsValue) {
    match notice {
        Notice::Shown => ("shown", JsValue::UNDEFINED),
        Notice::Hidden => ("hidden", JsValue::UNDEFINED),
        Notice::CodeSent { phone, .. } => ("code_sent", to_js(&CodeSent { phone_number: phone.e164() })),
        Notice::LoggedIn(given) => ("logged_in", session(given)),
        Notice::SessionRestored(given) => ("session_restored", session(given)),
        Notice::LoggedOut => ("logged_out", JsValue::UNDEFINED),
        Notice::Failed { purpose, problem } => ("failed", to_js(&Failed::new(*purpose, problem))),
        Notice::StorageDenied => ("storage_denied", JsValue::UNDEFINED),
    }
}

/// A session with its tokens: the one place where they leave the widget.
pub(super) fn session(given: &Session) -> JsValue {
    to_js(&SessionDetail {
        id_token: given.id_token.secret(),
        access_token: given.access_token.as_ref().map(AccessToken::secret),
        refresh_token: given.refresh_token.as_ref().map(RefreshToken::secret),
        expires_at: given.expires_at.millis(),
        profile: ProfileDetail { user_id: &given.profile.sub, profile: &given.profile },
    })
}

/// The country that a form began with.
pub(super) fn country(given: FirstCountry) -> JsValue {
    to_js(&CountryDetail { code: given.region.code(), source: given.source.name() })
}

#[derive(Serialize)]
struct CountryDetail<'a> {
    code: &'a str,
    /// One of the names of [`CountrySource`](crate::CountrySource).
    source: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CodeSent {
    phone_number: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionDetail<'a> {
    id_token: &'a str,
    access_token: Option<&'a str>,
    refresh_token: Option<&'a str>,
    expires_at: i64,
    profile: ProfileDetail<'a>,
}

/// Pages that were written for Auth0's older libraries read `user_id`.
#[derive(Serialize)]
struct ProfileDetail<'a> {
    user_id: &'a str,
    #[serde(flatten)]
    profile: &'a Profile,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Failed {
    /// `start` while a code is asked for, `login` once one has been sent.
    stage: &'static str,
    code: &'static str,
    error: &'static str,
    description: String,
    /// When it is worth trying again, in milliseconds since 1970 by the server's clock.
    until: Option<i64>,
    /// How many tries the code still has.
    attempts_left: Option<u32>,
    /// What an id_token was refused for.
    check: Option<&'static str>,
}

impl Failed {
    fn new(purpose: Purpose, problem: &Problem) -> Self {
        // The moment of a deadline stands beside the sentence, which therefore need not count down.
        let place = Place { country: None, now: Timestamp::from_millis(i64::MAX) };
        let stage = match purpose {
            Purpose::SendCode => "start",
            Purpose::LogIn => "login",
        };
        let attempts_left = match *problem {
            Problem::WrongCode { attempts_left } => attempts_left,
            _ => None,
        };
        Self {
            stage,
            code: problem.code(),
            error: problem.auth0_code(),
            description: i18n::problem(problem, place),
            until: problem.until().map(Timestamp::millis),
            attempts_left,
            check: problem.check(),
        }
    }
}

fn to_js(value: &impl Serialize) -> JsValue {
    // Plain structs of texts and numbers always have a form in JavaScript.
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
}
