//! A code from a message becomes tokens (protocol section 2.1).

use passlock_core::protocol::TokenReply;

use super::wanted::Wanted;
use crate::app::App;
use crate::body::Fields;
use crate::caller::Caller;
use crate::codes::Subject;
use crate::config::Client;
use crate::error::ApiError;
use crate::identity::Identity;
use crate::routes::read::identity;
use crate::store::Sequel;
use crate::tokens::Login;

/// What a request says, beyond who sends it.
struct Request<'a> {
    whom: Identity,
    code: &'a str,
    wanted: Wanted<'a>,
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
    let (secret, family) = request.wanted.family(app, client, issuer, now)?.unzip();
    let sequel = family.map_or(Sequel::Nothing, Sequel::Family);
    let guess = caller.guess(app, &request.whom, request.code, sequel);
    let (user, waiting_nonce) = Subject::new(app, client, request.whom).redeem(app, guess).await?;
    tracing::info!(user = user.id, "logged in");
    let login = Login {
        user: &user,
        client,
        issuer,
        scopes: request.wanted.scopes,
        audience: request.wanted.audience,
        at: now,
        // The request that the id_token answers comes first; Auth0's own libraries have it in the one for the code.
        nonce: request.wanted.nonce.or(waiting_nonce.as_deref()),
        methods: &[],
        refresh_token: secret.map(|secret| secret.text()),
    };
    login.grant(app).await
}

fn read<'a>(client: &Client, issuer: &str, fields: &'a Fields) -> Result<Request<'a>, ApiError> {
    let [username, code, realm] = [fields.needed("username")?, fields.needed("otp")?, fields.needed("realm")?];
    let whom = identity(client, realm, username)?;
    Ok(Request { whom, code, wanted: Wanted::read(client, issuer, fields)? })
}
