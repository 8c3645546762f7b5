//! News for the host page, as JavaScript values.

use js_sys::{Object, Reflect};
use passlock_core::flow::{Notice, Purpose};
use passlock_core::protocol::{Receipt, Value};
use passlock_core::session::{AccessToken, RefreshToken, Session};
use passlock_core::{Connection, Problem, Recipient, Timestamp};
use wasm_bindgen::JsValue;

use crate::api;
use crate::country::FirstCountry;
use crate::i18n::{Place, Texts};

/// The name of a notice and what it says; what went wrong, in the language of `texts`.
pub(super) fn describe(notice: &Notice, texts: &Texts) -> (&'static str, JsValue) {
    match notice {
        Notice::Shown => ("shown", JsValue::UNDEFINED),
        Notice::Hidden => ("hidden", JsValue::UNDEFINED),
        Notice::CodeSent { to, receipt } => ("code_sent", sent(to, *receipt)),
        Notice::LoggedIn(given) => ("logged_in", session(given)),
        Notice::SessionRestored(given) => ("session_restored", session(given)),
        Notice::SessionRefreshed(given) => ("session_refreshed", session(given)),
        Notice::SessionExpired(ending) => ("session_expired", ending.code().into()),
        Notice::SessionDropped(dropped) => ("session_dropped", dropped.code().into()),
        Notice::LoggedOut => ("logged_out", JsValue::UNDEFINED),
        Notice::Failed { purpose, connection, problem } => ("failed", failed(*purpose, *connection, problem, texts)),
        Notice::StorageDenied => ("storage_denied", JsValue::UNDEFINED),
        Notice::ColourUnknown(given) => ("colour_unknown", given.into()),
    }
}

/// What is known about a code that is on its way.
pub(super) fn sent(to: &Recipient, receipt: Receipt) -> JsValue {
    object(&[
        named(to),
        ("expiresAt", moment(receipt.expires_at)),
        ("resendAt", moment(Some(receipt.resend_at))),
        ("codeLength", receipt.code_length.into()),
    ])
}

/// A session with its tokens: the one place where they leave the widget.
pub(super) fn session(given: &Session) -> JsValue {
    let profile = api::to_js(&Value::from(&given.profile));
    // Pages that were written for Auth0's older libraries read `user_id`.
    let _ = Reflect::set(&profile, &"user_id".into(), &given.profile.sub.as_str().into());
    object(&[
        ("idToken", given.id_token.secret().into()),
        ("accessToken", text(given.access_token.as_ref().map(AccessToken::secret))),
        ("refreshToken", text(given.refresh_token.as_ref().map(RefreshToken::secret))),
        ("expiresAt", moment(Some(given.expires_at))),
        ("profile", profile),
    ])
}

/// The country that a form began with, and why it did: one of the names of [`CountrySource`](crate::CountrySource).
pub(super) fn country(given: FirstCountry) -> JsValue {
    object(&[("code", given.region.code().into()), ("source", given.source.name().into())])
}

/// What went wrong, for code.
pub(super) fn problem(problem: &Problem, connection: Connection, texts: &Texts) -> JsValue {
    // The moment of a deadline stands beside the sentence, which therefore need not count down.
    let place = Place { connection, country: None, now: Timestamp::from_millis(i64::MAX) };
    let attempts_left = match *problem {
        Problem::WrongCode { attempts_left } => attempts_left,
        _ => None,
    };
    object(&[
        ("code", problem.code().into()),
        ("error", problem.auth0_code().into()),
        ("description", texts.problem(problem, place).into()),
        // When it is worth trying again.
        ("until", moment(problem.until())),
        // How many tries the code still has.
        ("attemptsLeft", attempts_left.map_or(JsValue::NULL, JsValue::from)),
        // What an id_token was refused for.
        ("check", text(problem.check())),
    ])
}

/// The same with the stage: `start` while a code is asked for, `login` once one has been sent; and by which connection.
fn failed(purpose: Purpose, connection: Connection, problem: &Problem, texts: &Texts) -> JsValue {
    let detail = self::problem(problem, connection, texts);
    for (name, value) in [("stage", stage(purpose)), ("connection", connection.name())] {
        let _ = Reflect::set(&detail, &name.into(), &value.into());
    }
    detail
}

/// A stable name of what is being tried.
pub(super) fn stage(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::SendCode => "start",
        Purpose::LogIn => "login",
    }
}

/// Who it is, under the name that pages know.
pub(super) fn named(to: &Recipient) -> (&'static str, JsValue) {
    let name = match to.connection() {
        Connection::Sms => "phoneNumber",
        Connection::Email => "email",
    };
    (name, to.username().into())
}

pub(super) fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A new object takes every property.
        let _ = Reflect::set(&object, &JsValue::from(*name), value);
    }
    object.into()
}

fn text(text: Option<&str>) -> JsValue {
    text.map_or(JsValue::NULL, JsValue::from)
}

/// Milliseconds since 1970 by the server's clock.
fn moment(moment: Option<Timestamp>) -> JsValue {
    // Whole milliseconds until the year 287396 fit an f64 without loss.
    #[allow(clippy::cast_precision_loss)]
    moment.map_or(JsValue::NULL, |moment| (moment.millis() as f64).into())
}
