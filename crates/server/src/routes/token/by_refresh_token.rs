//! A refresh token becomes new tokens and its successor (protocol section 2.4; RFC 6749, section 6; RFC 9700,
//! section 4.14.2).

use passlock_core::protocol::TokenReply;

use crate::app::App;
use crate::body::Fields;
use crate::config::Client;
use crate::error::ApiError;
use crate::events::Event;
use crate::refresh::Secret;
use crate::scope::Scopes;
use crate::store::{Renewal, Renewed};
use crate::tokens::{Login, account_audience};

pub(super) async fn token(app: &App, client: &Client, fields: &Fields) -> Result<TokenReply, ApiError> {
    let (text, scope) = (fields.needed("refresh_token")?, fields.optional("scope")?);
    let asked = fields.optional("audience")?;
    let secret = Secret::read(text).ok_or(ApiError::RefreshRefused)?;
    let next = secret.next()?;
    let rules = app.settings.refresh_rules(client);
    let renewal = Renewal {
        family: &secret.family(),
        digest: &secret.digest(),
        successor: &next.digest(),
        client_id: &client.id,
        idle: rules.idle,
        leeway: rules.leeway,
        now: app.now(),
    };
    // Nobody learns what is wrong with a token: whoever has a copy could tell how far the other has come.
    let (family, user) = match app.store.renew(&renewal).await? {
        Renewed::Yes(family_and_user) => *family_and_user,
        Renewed::Unknown => return Err(ApiError::RefreshRefused),
        Renewed::Reused(user) => {
            Event::TokenReused { token: "refresh_token", user: &user }.tell();
            return Err(ApiError::RefreshRefused);
        }
        Renewed::Blocked => return Err(ApiError::UserBlocked),
    };
    tracing::info!(user = user.id, "renewed");
    // A login to somebody's API is also one to the person's own account here, with a token that the API does not see.
    let account = account_audience(&family.issuer);
    let audience = if asked == Some(&account) { asked } else { family.audience.as_deref() };
    let login = Login {
        user: &user,
        client,
        issuer: &family.issuer,
        scopes: Scopes::read(&family.scope).narrowed(scope),
        audience,
        at: family.logged_in_at,
        nonce: None,
        methods: &[],
        refresh_token: Some(next.text()),
    };
    login.grant(app).await
}
