//! What an id_token has to say to log somebody in (OpenID Connect Core 1.0, section 3.1.3.7).

use std::time::Duration;

use super::{IdToken, Profile, TokenFault};
use crate::Timestamp;
use crate::protocol::{Domain, Json, Value};

/// The one algorithm that id_tokens may be signed by (RFC 7518, section 3.3). A shared secret is none in a page that
/// everybody can read, and a token that chooses its own algorithm chooses how it is verified.
const ALGORITHM: &str = "RS256";

/// What a token is measured by.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// The backend that has to have made it.
    pub domain: &'a Domain,
    /// The client that it has to be for.
    pub client_id: &'a str,
    /// The nonce that was sent with the request. Where none was sent, as with the passwordless grant, a nonce in the token
    /// is ignored: there is nothing to compare it with.
    pub nonce: Option<&'a str>,
    /// How far the two clocks may be apart.
    pub leeway: Leeway,
}

/// How far the clocks of the backend and of the device may be apart: 0 to 300 seconds, by default 60 (the range and the
/// default of Auth0's libraries).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leeway(u32);

impl Leeway {
    /// The most that may be allowed, in seconds.
    pub const MOST: u32 = 300;

    /// A leeway of so many seconds; `None` for more than [`Leeway::MOST`].
    #[must_use]
    pub const fn from_seconds(seconds: u32) -> Option<Self> {
        if seconds <= Self::MOST { Some(Self(seconds)) } else { None }
    }

    /// The leeway as a span.
    #[must_use]
    pub const fn span(self) -> Duration {
        Duration::from_secs(self.0 as u64)
    }
}

impl Default for Leeway {
    fn default() -> Self {
        Self(60)
    }
}

/// A token that says the right things. Whether they are true is for its signature to say.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) profile: Profile,
    pub(super) issued_at: Timestamp,
    pub(super) expires_at: Timestamp,
    pub(super) kid: Option<String>,
    pub(super) at_hash: Option<String>,
    pub(super) signature: Vec<u8>,
}

impl Statement {
    /// For how long the token was made.
    pub(super) fn life(&self) -> Duration {
        self.issued_at.until(self.expires_at)
    }
}

impl Rules<'_> {
    /// Makes every check of a token that has just come, as far as it needs no key.
    pub(super) fn check<J: Json>(&self, token: &IdToken, now: Timestamp) -> Result<Statement, TokenFault> {
        self.check_begun::<J>(token, now, now.after(self.leeway.span()))
    }

    /// The same for a token that has passed before. That it had begun was seen then, by the server's clock; by that of a
    /// device that is slow, it may be yet to begin. It may be over: another one may take its place.
    pub(super) fn check_again<J: Json>(&self, token: &IdToken) -> Result<Statement, TokenFault> {
        self.check_begun::<J>(token, Timestamp::from_millis(i64::MIN), Timestamp::from_millis(i64::MAX))
    }

    fn check_begun<J: Json>(&self, token: &IdToken, now: Timestamp, by: Timestamp) -> Result<Statement, TokenFault> {
        let parts = token.parts().ok_or(TokenFault::Malformed)?;
        let header = J::value(&parts.header).map_err(|_| TokenFault::Malformed)?;
        let payload = J::value(&parts.payload).map_err(|_| TokenFault::Malformed)?;
        let kid = check_header(&header)?;
        let expires_at = self.check_payload(&payload, now, by)?;
        let issued_at = moment(payload.get("iat")).ok_or(TokenFault::IssuedInFuture)?;
        Ok(Statement {
            profile: Profile::read(&payload),
            issued_at,
            expires_at,
            kid,
            at_hash: match payload.get("at_hash") {
                Value::Absent => None,
                // What is no text is no hash either, and matches none.
                said => Some(said.text().unwrap_or_default().to_owned()),
            },
            signature: parts.signature,
        })
    }

    fn check_payload(&self, payload: &Value, now: Timestamp, by: Timestamp) -> Result<Timestamp, TokenFault> {
        let audiences = payload.get("aud").list();
        let azp = payload.get("azp");
        let has_begun = |name| moment(payload.get(name)).is_some_and(|begin| begin <= by);

        need(payload.get("iss").is(&self.domain.issuer()), TokenFault::Issuer)?;
        need(audiences.iter().any(|audience| audience.is(self.client_id)), TokenFault::Audience)?;
        let may_lack_azp = azp.is_absent() && audiences.len() == 1;
        need(may_lack_azp || azp.is(self.client_id), TokenFault::AuthorizedParty)?;
        need(payload.get("sub").text().is_some_and(|sub| !sub.is_empty()), TokenFault::Subject)?;
        let expires_at = moment(payload.get("exp")).ok_or(TokenFault::Expired)?;
        need(now <= expires_at.after(self.leeway.span()), TokenFault::Expired)?;
        need(has_begun("iat"), TokenFault::IssuedInFuture)?;
        need(payload.get("nbf").is_absent() || has_begun("nbf"), TokenFault::NotYetValid)?;
        need(self.nonce.is_none_or(|sent| payload.get("nonce").is(sent)), TokenFault::Nonce)?;
        Ok(expires_at)
    }
}

/// The name of the key, if the header is one of an id_token (RFC 7515, section 4.1). Keys in it and addresses of keys
/// (`jwk`, `jku`, `x5u`, `x5c`) are not read: a token does not say by what it is to be verified.
fn check_header(header: &Value) -> Result<Option<String>, TokenFault> {
    need(header.get("alg").is(ALGORITHM), TokenFault::Algorithm)?;
    // An access token (`at+jwt`) of the same server is well signed and may name the client, too (RFC 8725, 3.11).
    let typ = header.get("typ");
    need(typ.is_absent() || typ.text().is_some_and(|typ| typ.eq_ignore_ascii_case("jwt")), TokenFault::Header)?;
    need(header.get("crit").is_absent(), TokenFault::Header)?;
    match header.get("kid") {
        Value::Absent => Ok(None),
        Value::Text(kid) => Ok(Some(kid.clone())),
        _ => Err(TokenFault::Header),
    }
}

/// A count of seconds since the epoch, which may have a fraction (RFC 7519, section 2). It is rounded down. One that
/// is beyond every JavaScript date is none.
fn moment(claim: &Value) -> Option<Timestamp> {
    const LAST: f64 = 8_640_000_000_000.0;
    #[allow(clippy::cast_possible_truncation)]
    match claim {
        Value::Number(seconds) if seconds.abs() <= LAST => Some(Timestamp::from_seconds(seconds.floor() as i64)),
        _ => None,
    }
}

fn need(holds: bool, fault: TokenFault) -> Result<(), TokenFault> {
    if holds { Ok(()) } else { Err(fault) }
}
