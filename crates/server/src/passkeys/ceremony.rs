//! Questions on their way to a device and back: kept for a few minutes, for one client, for one answer.

use serde_json::{Value, json};

use super::{Asked, Flaw, LIFETIME};
use crate::app::App;
use crate::body::Fields;
use crate::caller::Caller;
use crate::config::{Client, Grant};
use crate::error::ApiError;
use crate::events::Event;
use crate::limits::{Bucket, Limit};
use crate::opaque::Opaque;
use crate::store::{Answered, NewCeremony, Question};

/// Fails for clients that have no passkeys.
pub(crate) fn check_client(client: &Client) -> Result<(), ApiError> {
    if client.may_use(Grant::Webauthn) { Ok(()) } else { Err(ApiError::not_allowed(Grant::Webauthn)) }
}

/// Keeps a question, and gives it the form that pages know (protocol section 8). `user_id` is who is logged in already.
pub(crate) async fn ask(
    app: &App,
    caller: &Caller,
    client: &Client,
    user_id: Option<&str>,
    (asked, parameters): (Asked, Value),
) -> Result<Value, ApiError> {
    let (session, now, rate) = (Opaque::new()?, app.now(), app.settings.address_limit);
    let (purpose, rate) = match asked {
        // A page that offers passkeys in its field asks whenever it is loaded, and many people share an address.
        Asked::ToUse(_) => ("passkeys by address", rate.times(QUESTIONS)),
        // Accounts come no faster than they do by codes.
        Asked::ToMake(_) => ("new passkeys by address", rate),
    };
    let bucket = caller.bucket(app, purpose, rate, Limit::Passkeys);
    let new = NewCeremony {
        digest: &session.digest(),
        client_id: &client.id,
        user_id,
        asked: &asked.text(),
        expires_at: now.after(LIFETIME),
        gauge: bucket.gauge(),
        now,
    };
    if let Err(full_at) = app.store.ask(&new).await? {
        let refusal = bucket.refusal(full_at, now);
        Event::LimitHit { refusal, whom: None, client: Some(&client.id), network: &caller.network() }.tell();
        return Err(ApiError::TooManyRequests(refusal));
    }
    Ok(json!({ "auth_session": session.text(), "authn_params_public_key": parameters }))
}

/// The question that a request answers, which is forgotten with that; and the bucket that the try was taken from.
pub(crate) async fn question(
    app: &App,
    caller: &Caller,
    client: &Client,
    user_id: Option<&str>,
    fields: &Fields,
) -> Result<(Asked, Bucket), ApiError> {
    let session = Opaque::read(fields.needed("auth_session")?).ok_or(Flaw::Over)?;
    let (bucket, now) = (caller.guesses(app), app.now());
    let (digest, gauge) = (session.digest(), bucket.gauge());
    let answered = Answered { digest: &digest, client_id: &client.id, user_id, gauge, now };
    match app.store.question(&answered).await? {
        Question::Open(text) => Ok((Asked::read(&text).ok_or(Flaw::Over)?, bucket)),
        Question::Closed => Err(Flaw::Over.into()),
        Question::Limited(full_at) => {
            let refusal = bucket.refusal(full_at, now);
            Event::LimitHit { refusal, whom: None, client: Some(&client.id), network: &caller.network() }.tell();
            Err(ApiError::TooManyRequests(refusal))
        }
    }
}

/// Times as many as codes may be asked for.
const QUESTIONS: u32 = 10;
