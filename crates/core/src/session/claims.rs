//! What a token says of itself and of its person, as a server writes it.

use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::protocol::Value;

/// The payload of an id_token (OpenID Connect Core 1.0, section 2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Who signed it.
    pub iss: String,
    /// Whom it is for.
    pub aud: Audience,
    /// When it stops being valid, in seconds since the epoch.
    pub exp: i64,
    /// When it was made, in seconds since the epoch.
    pub iat: i64,
    /// The party that it was issued to, when there are several audiences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub azp: Option<String>,
}

/// The clients that a token is for: one name or a list of them on the wire (RFC 7519, section 4.1.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience(pub Vec<String>);

/// A person, as the claims of an id_token or `/userinfo` describe one (OpenID Connect Core 1.0, section 5.1).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The person's identifier at this server, such as `sms|1a2b`.
    pub sub: String,
    /// What to call the person; the formatted number until there is a better name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A shorter name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// The address of an image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// E.164.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// Whether the person has proved that the number is theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number_verified: Option<bool>,
    /// When this description last changed: ISO 8601 at Auth0 and here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<String>,
}

/// Whose it is and nothing about them: `Debug` ends up in logs.
impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile").field("sub", &self.sub).finish_non_exhaustive()
    }
}

impl Profile {
    /// The profile in a payload. A field of the wrong type is left out: it is no reason to keep a person out.
    pub(crate) fn read(payload: &Value) -> Self {
        let text = |name| payload.get(name).text().map(str::to_owned);
        Self {
            sub: text("sub").unwrap_or_default(),
            name: text("name"),
            nickname: text("nickname"),
            picture: text("picture"),
            phone_number: text("phone_number"),
            phone_number_verified: payload.get("phone_number_verified").truth(),
            updated_at: text("updated_at"),
        }
    }
}

impl From<&Profile> for Value {
    fn from(profile: &Profile) -> Self {
        let mut value = Self::of_texts(&[
            ("sub", Some(&profile.sub)),
            ("name", profile.name.as_deref()),
            ("nickname", profile.nickname.as_deref()),
            ("picture", profile.picture.as_deref()),
            ("phone_number", profile.phone_number.as_deref()),
            ("updated_at", profile.updated_at.as_deref()),
        ]);
        if let (Self::Object(fields), Some(verified)) = (&mut value, profile.phone_number_verified) {
            fields.push(("phone_number_verified".to_owned(), Self::Truth(verified)));
        }
        value
    }
}

impl Serialize for Audience {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [only] => serializer.serialize_str(only),
            several => several.serialize(serializer),
        }
    }
}

/// Written out because serde's `untagged` would buffer the value first, which costs the widget kilobytes.
impl<'de> Deserialize<'de> for Audience {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrMany)
    }
}

struct OneOrMany;

impl<'de> Visitor<'de> for OneOrMany {
    type Value = Audience;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a client id or a list of them")
    }

    fn visit_str<E>(self, audience: &str) -> Result<Audience, E> {
        Ok(Audience(vec![audience.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut audiences: A) -> Result<Audience, A::Error> {
        let mut all = Vec::new();
        while let Some(audience) = audiences.next_element()? {
            all.push(audience);
        }
        Ok(Audience(all))
    }
}
