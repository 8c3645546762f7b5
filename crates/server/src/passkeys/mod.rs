//! Passkeys: what a person's device is asked, and whether its answer is right (Web Authentication, section 7).
//!
//! The library below does the cryptography and the checks of the standard. It is the core of webauthn-rs and not that crate
//! itself, which neither asks for discoverable credentials nor lets accounts have ids of their own form.

mod answer;
mod ceremony;
mod device;
mod flaw;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use passlock_core::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use webauthn_rs_core::WebauthnCore;
use webauthn_rs_core::error::WebauthnError;
use webauthn_rs_core::proto::{
    AttestationMetadata, AuthenticationState, COSEAlgorithm, Credential, ParsedAttestation, ParsedAttestationData,
    PublicKeyCredential, RegisterPublicKeyCredential, RegistrationState, UserVerificationPolicy,
};

pub(crate) use answer::Answer;
pub(crate) use ceremony::{ask, check_client, question};
pub(crate) use flaw::Flaw;

use crate::clock::rfc3339_millis;
use crate::config::{Client, Settings};
use crate::error::ApiError;
use crate::secrets::{CryptoError, random_id};
use crate::store::PasskeyRow;
use device::Device;

/// A question that waits for its answer, as the database keeps it.
#[derive(Serialize, Deserialize)]
pub(crate) enum Asked {
    /// To use a passkey.
    ToUse(Box<AuthenticationState>),
    /// To make one.
    ToMake(Box<Making>),
}

/// A passkey that is about to be made.
#[derive(Serialize, Deserialize)]
pub(crate) struct Making {
    state: RegistrationState,
    user_id: String,
    user_name: String,
}

/// For whom a passkey is made. The device shows both names, and keeps the id.
#[derive(Clone, Copy)]
pub(crate) struct Owner<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) display_name: &'a str,
}

/// A passkey that was used rightly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Used {
    pub(crate) counter: u32,
    pub(crate) is_backed_up: bool,
    /// Whether the device made sure who is using it.
    pub(crate) is_verified: bool,
}

impl Asked {
    /// Asks to use any passkey of a client's name. With the parameters for the browser.
    pub(crate) fn to_use(settings: &Settings, client: &Client) -> Result<(Self, Value), ApiError> {
        let party = party(settings, client, None);
        let builder = party.new_challenge_authenticate_builder(Vec::new(), Some(UserVerificationPolicy::Preferred));
        let (request, state) =
            builder.and_then(|builder| party.generate_challenge_authenticate(builder)).map_err(ours)?;
        let mut parameters = json!(request.public_key);
        // Whoever is about to log in has not said who they are.
        if let Some(parameters) = parameters.as_object_mut() {
            parameters.remove("allowCredentials");
        }
        Ok((Self::ToUse(Box::new(state)), parameters))
    }

    /// Asks to make a passkey, on a device that has none of these.
    pub(crate) fn to_make(
        settings: &Settings,
        client: &Client,
        owner: Owner<'_>,
        known: &[PasskeyRow],
    ) -> Result<(Self, Value), ApiError> {
        let party = party(settings, client, None);
        let known: Vec<_> = known.iter().map(|passkey| passkey.credential.clone()).collect();
        let builder = party.new_challenge_register_builder(owner.id.as_bytes(), owner.name, owner.display_name);
        let request = builder.and_then(|builder| {
            let builder = builder
                .credential_algorithms(vec![COSEAlgorithm::ES256, COSEAlgorithm::RS256])
                .exclude_credentials((!known.is_empty()).then_some(known))
                .require_resident_key(true)
                .user_verification_policy(UserVerificationPolicy::Preferred);
            party.generate_challenge_register(builder)
        });
        let (request, state) = request.map_err(ours)?;
        let making = Making { state, user_id: owner.id.to_owned(), user_name: owner.name.to_owned() };
        Ok((Self::ToMake(Box::new(making)), json!(request.public_key)))
    }

    /// As the database keeps it.
    pub(crate) fn text(&self) -> String {
        json!(self).to_string()
    }

    /// Reads it back; `None` for what another version wrote.
    pub(crate) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// Whether a passkey of this row was used as it was asked to be.
pub(crate) fn check_use(
    settings: &Settings,
    client: &Client,
    state: &AuthenticationState,
    answer: &PublicKeyCredential,
    origin: Option<&str>,
    row: &PasskeyRow,
) -> Result<Used, Flaw> {
    // Whoever uses a passkey without having said who they are is who it says (Web Authentication, section 7.2, step 6).
    if answer.get_user_unique_id() != Some(row.handle.as_bytes()) {
        return Err(Flaw::Refused);
    }
    let credential = credential(row).ok_or(Flaw::Refused)?;
    let party = party(settings, client, origin);
    let result = party.authenticate_single_credential(answer, state, &credential)?;
    Ok(Used { counter: result.counter(), is_backed_up: result.backup_state(), is_verified: result.user_verified() })
}

/// The passkey, if it was made as it was asked to be, and whether the device made sure who has it.
pub(crate) fn check_make(
    settings: &Settings,
    client: &Client,
    making: &Making,
    answer: &RegisterPublicKeyCredential,
    origin: Option<&str>,
    now: Timestamp,
) -> Result<(PasskeyRow, bool), ApiError> {
    let party = party(settings, client, origin);
    let made = party.register_credential(answer, &making.state, None).map_err(Flaw::from)?;
    // Nobody asked for certificates, and there is no use for them.
    let nothing = ParsedAttestation { data: ParsedAttestationData::None, metadata: AttestationMetadata::None };
    let made = Credential { attestation: nothing, ..made };
    let device = Device::read(&answer.response.attestation_object).ok_or(Flaw::Refused)?;
    let row = PasskeyRow {
        id: random_id()?,
        credential: made.cred_id.clone(),
        user_id: making.user_id.clone(),
        handle: making.user_id.clone(),
        rp_id: settings.rp_id(client),
        material: json!(made).to_string(),
        public_key: device.public_key,
        aaguid: device.aaguid,
        counter: made.counter,
        is_backed_up: made.backup_state,
        user_name: making.user_name.clone(),
        name: None,
        created_at: now,
        used_at: None,
    };
    Ok((row, made.user_verified))
}

/// A passkey as its owner is told of it, by the names of Auth0's My Account API.
pub(crate) fn describe(row: &PasskeyRow) -> Value {
    let is_portable = credential(row).is_some_and(|credential| credential.backup_eligible);
    let used_at = row.used_at.map(rfc3339_millis);
    let mut described = json!({
        "id": method_id(row),
        "type": "passkey",
        "usage": ["primary"],
        "created_at": rfc3339_millis(row.created_at),
        "identity_user_id": row.user_id,
        "user_handle": URL_SAFE_NO_PAD.encode(&row.handle),
        "key_id": URL_SAFE_NO_PAD.encode(&row.credential),
        "public_key": STANDARD.encode(&row.public_key),
        "relying_party_id": row.rp_id,
        "aaguid": row.aaguid,
        "credential_device_type": if is_portable { "multi_device" } else { "single_device" },
        "credential_backed_up": row.is_backed_up,
    });
    let maybe = [
        ("name", row.name.as_ref().map(|name| json!(name))),
        // One name is Auth0's, the other says what it is.
        ("last_auth_at", used_at.as_ref().map(|moment| json!(moment))),
        ("last_used_at", used_at.map(|moment| json!(moment))),
    ];
    for (name, value) in maybe {
        if let Some(value) = value {
            described[name] = value;
        }
    }
    described
}

/// What addresses call it.
pub(crate) fn method_id(row: &PasskeyRow) -> String {
    format!("{METHOD}{}", row.id)
}

/// The id behind that; `None` for what is no passkey's.
pub(crate) fn row_id(method_id: &str) -> Option<&str> {
    method_id.strip_prefix(METHOD)
}

/// The relying party that a client's pages speak for; `local` is the page, if pages of this machine may.
fn party(settings: &Settings, client: &Client, local: Option<&str>) -> WebauthnCore {
    let rp_id = settings.rp_id(client);
    let origins = settings.passkey_origins(client, local);
    WebauthnCore::new_unsafe_experts_only(&rp_id, &rp_id, origins, LIFETIME, None, None)
}

fn credential(row: &PasskeyRow) -> Option<Credential> {
    let credential: Credential = serde_json::from_str(&row.material).ok()?;
    Some(Credential { counter: row.counter, backup_state: row.is_backed_up, ..credential })
}

/// A question that could not be asked.
fn ours(error: WebauthnError) -> CryptoError {
    tracing::error!(%error, "nothing could be asked of a passkey");
    CryptoError
}

/// How long a question waits for its answer.
pub(crate) const LIFETIME: Duration = Duration::from_mins(5);
/// A person has as many at most: more than devices, and less than a flood.
pub(crate) const MOST: usize = 20;
const METHOD: &str = "passkey|";
