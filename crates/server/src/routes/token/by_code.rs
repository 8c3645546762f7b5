//! A code from a message becomes tokens (protocol section 2.1).

use passlock_core::Timestamp;
use passlock_core::protocol::TokenReply;

use crate::app::App;
use crate::body::Fields;
use crate::caller::Caller;
use crate::codes::Subject;
use crate::config::{Client, Grant};
use crate::error::ApiError;
use crate::identity::Identity;
use crate::refresh::Secret;
use crate::routes::read::{check_audience, identity, is_nonce};
use crate::scope::Scopes;
use crate::store::{FamilyRow, NewFamily, Sequel};
use crate::tokens::Login;

/// What a request says, beyond who sends it.
struct Request<'a> {
    whom: Identity,
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
    let request = read(client, issuer, fields)?;
    let now = app.now();
    let secret = request.scopes.offline_access().then(Secret::first).transpose()?;
    let sequel =
        secret.map_or(Sequel::Nothing, |secret| Sequel::Family(family(app, client, issuer, &request, secret, now)));
    let guess = caller.guess(app, &request.whom, request.code, sequel);
    let (user, waiting_nonce) = Subject::new(app, client, request.whom).redeem(app, guess).await?;
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

fn read<'a>(client: &Client, issuer: &str, fields: &'a Fields) -> Result<Request<'a>, ApiError> {
    let [username, code, realm] = [fields.needed("username")?, fields.needed("otp")?, fields.needed("realm")?];
    let (scope, audience) = (fields.optional("scope")?, fields.optional("audience")?);
    let whom = identity(client, realm, username)?;
    check_audience(client, issuer, audience)?;
    let nonce = fields.optional("nonce")?;
    if !nonce.is_none_or(is_nonce) {
        return Err(ApiError::invalid("The nonce is not one."));
    }
    let scopes = Scopes::granted(scope);
    let scopes = if client.may_use(Grant::RefreshToken) { scopes } else { scopes.while_here() };
    Ok(Request { whom, code, scopes, audience, nonce })
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
    NewFamily { row, first: secret.digest(), idle_at: now.after(rules.idle) }
}
