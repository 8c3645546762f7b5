//! A passkey becomes tokens: one that was used, or one that was made to sign up with (protocol section 8.3).

use passlock_core::Timestamp;
use passlock_core::protocol::TokenReply;
use webauthn_rs_core::proto::{AuthenticationState, PublicKeyCredential, RegisterPublicKeyCredential};

use super::wanted::Wanted;
use crate::app::App;
use crate::body::Fields;
use crate::caller::Caller;
use crate::config::Client;
use crate::error::ApiError;
use crate::events::Event;
use crate::identity::Identity;
use crate::limits::Bucket;
use crate::passkeys::{Answer, Asked, Flaw, Making, check_make, check_use, question};
use crate::store::{Arrival, NewFamily, Passage, Passed, UserRow};
use crate::tokens::Login;

/// A login by a passkey, as far as it has come.
struct Attempt<'a> {
    app: &'a App,
    caller: &'a Caller,
    client: &'a Client,
    /// The page, as the device signed it.
    origin: Option<&'a str>,
    bucket: Bucket,
    family: Option<NewFamily>,
    now: Timestamp,
}

pub(super) async fn token(
    app: &App,
    caller: &Caller,
    client: &Client,
    issuer: &str,
    fields: &Fields,
) -> Result<TokenReply, ApiError> {
    fields.needed("auth_session")?;
    let (answer, wanted, now) = (Answer::read(fields)?, Wanted::read(client, issuer, fields)?, app.now());
    // Gone with the first try, whatever comes of it.
    let (asked, bucket) = question(app, caller, client, None, fields).await?;
    let (secret, family) = wanted.family(app, client, issuer, now)?.unzip();
    let origin = answer.origin();
    let attempt = Attempt { app, caller, client, origin: origin.as_deref(), bucket, family, now };
    let (user, is_verified) = match (&asked, &answer) {
        (Asked::ToUse(state), Answer::Used(credential)) => attempt.use_one(state, credential).await?,
        (Asked::ToMake(making), Answer::Made(credential)) => attempt.make_one(making, credential).await?,
        _ => return Err(Flaw::Refused.into()),
    };
    tracing::info!(user = user.id, "logged in");
    let login = Login {
        user: &user,
        client,
        issuer,
        scopes: wanted.scopes,
        audience: wanted.audience,
        at: now,
        nonce: wanted.nonce,
        // RFC 8176: a key that the person has, and is there with; and one more factor if the device made sure who it is.
        methods: if is_verified { &["pop", "user", "mfa"] } else { &["pop", "user"] },
        refresh_token: secret.map(|secret| secret.text()),
    };
    login.grant(app).await
}

impl Attempt<'_> {
    /// The person, and whether their device made sure that it is them.
    async fn use_one(
        self,
        state: &AuthenticationState,
        credential: &PublicKeyCredential,
    ) -> Result<(UserRow, bool), ApiError> {
        let Self { app, caller, client, origin, bucket, family, now } = self;
        let row = app.store.passkey(credential.get_credential_id()).await?.ok_or(Flaw::Unknown)?;
        let copied = || Event::PasskeyCopied { user: &row.user_id, passkey: &row.id }.tell();
        let proof = check_use(&app.settings, client, state, credential, origin, &row).inspect_err(|flaw| {
            if *flaw == Flaw::Copied {
                copied();
            }
        })?;
        let passage = Passage {
            credential: &row.credential,
            counter: proof.counter,
            is_backed_up: proof.is_backed_up,
            family,
            gauge: bucket.gauge(),
            now,
        };
        match app.store.pass(&passage).await? {
            Passed::Yes(user) => Ok((user, proof.is_verified)),
            Passed::Unknown => Err(Flaw::Unknown.into()),
            Passed::Copied => {
                copied();
                Err(Flaw::Copied.into())
            }
            Passed::Blocked(user) => {
                Event::BlockedUserTried { whom: Identity::of(&user).as_ref(), network: &caller.network() }.tell();
                Err(ApiError::UserBlocked)
            }
        }
    }

    /// The new person, and the same.
    async fn make_one(
        self,
        making: &Making,
        credential: &RegisterPublicKeyCredential,
    ) -> Result<(UserRow, bool), ApiError> {
        let Self { app, client, origin, bucket, family, now, .. } = self;
        let (row, is_verified) = check_make(&app.settings, client, making, credential, origin, now)?;
        let arrival = Arrival { passkey: &row, family, gauge: bucket.gauge(), now };
        let user = app.store.arrive(&arrival).await?.ok_or(Flaw::Known)?;
        Event::PasskeyAdded { user: &user.id, passkey: &row.id }.tell();
        Ok((user, is_verified))
    }
}
