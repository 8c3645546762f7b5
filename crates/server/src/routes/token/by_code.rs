//! A code from a message becomes tokens (protocol section 2.1).

use passlock_core::protocol::{SMS, TokenReply};
use passlock_core::{PhoneNumber, Timestamp};

use crate::app::App;
use crate::body::Fields;
use crate::caller::Caller;
use crate::codes::{Guess, MOST_TRIES, Subject};
use crate::config::{Client, Connection, Grant};
use crate::error::ApiError;
use crate::refresh::Secret;
use crate::routes::read::{is_e164, is_nonce};
use crate::scope::Scopes;
use crate::store::{FamilyRow, NewFamily};
use crate::tokens::Login;

/// What a request says, beyond who sends it.
struct Request<'a> {
    username: &'a str,
    code: &'a str,
    scopes: Scopes,
    audience: Option<&'a str>,
    nonce: Option<&'a str>,
}

pub(super) async fn token(
    app: &App,
    caller: &Caller,
    client: &Client,
    issuer: &str,
    fields: &Fields,
) -> Result<TokenReply, ApiError> {
    let request = read(client, fields)?;
    let (now, number) = (app.now(), number(request.username));
    let secret = request.scopes.offline_access().then(Secret::first).transpose()?;
    let guess = Guess {
        code: request.code,
        // A machine gets as many wrong guesses as the codes that it may ask for have tries; right ones are given back.
        guesses: caller.bucket(app, "guess by address", app.settings.address_limit.times(MOST_TRIES)),
        failures: caller.failures(app, &number),
        family: secret.map(|secret| family(app, client, issuer, &request, secret, now)),
    };
    let (user, waiting_nonce) = Subject::new(app, &number).redeem(app, guess).await?;
    tracing::info!(user = user.id, "logged in");
    let login = Login {
        user: &user,
        client,
        issuer,
        scopes: request.scopes,
        audience: request.audience,
        at: now,
        // The request that the id_token answers comes first; Auth0's own libraries have it in the one for the code.
        nonce: request.nonce.or(waiting_nonce.as_deref()),
        refresh_token: secret.map(|secret| secret.text()),
    };
    Ok(login.grant(app).await?)
}

fn read<'a>(client: &Client, fields: &'a Fields) -> Result<Request<'a>, ApiError> {
    let [username, code, realm] = [fields.needed("username")?, fields.needed("otp")?, fields.needed("realm")?];
    let (scope, audience) = (fields.optional("scope")?, fields.optional("audience")?);
    if realm != SMS || !client.may_reach(Connection::Sms) {
        return Err(ApiError::invalid("The realm does not exist or is not enabled."));
    }
    if !is_e164(username) {
        return Err(ApiError::invalid("The username is not a phone number like +447911123456."));
    }
    let printable = |text: &str| text.len() <= LONGEST_AUDIENCE && !text.chars().any(char::is_control);
    if !audience.is_none_or(printable) {
        return Err(ApiError::invalid("The audience is not one."));
    }
    let nonce = fields.optional("nonce")?;
    if !nonce.is_none_or(is_nonce) {
        return Err(ApiError::invalid("The nonce is not one."));
    }
    let scopes = Scopes::granted(scope);
    let scopes = if client.may_use(Grant::RefreshToken) { scopes } else { scopes.while_here() };
    Ok(Request { username, code, scopes, audience, nonce })
}

/// The number as start reads it. What cannot be a number has no code, and gets the answer that such numbers get.
fn number(username: &str) -> String {
    PhoneNumber::parse(username, None).map_or_else(|_| username.to_owned(), |phone| phone.e164())
}

fn family(
    app: &App,
    client: &Client,
    issuer: &str,
    request: &Request<'_>,
    secret: Secret,
    now: Timestamp,
) -> NewFamily {
    let rules = app.settings.refresh_rules(client);
    let row = FamilyRow {
        id: secret.family(),
        client_id: client.id.clone(),
        issuer: issuer.to_owned(),
        scope: request.scopes.to_string(),
        audience: request.audience.map(str::to_owned),
        logged_in_at: now,
        expires_at: now.after(rules.lifetime),
    };
    NewFamily { row, first: secret.digest(), idle: rules.idle }
}

const LONGEST_AUDIENCE: usize = 1000;
