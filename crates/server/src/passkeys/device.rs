//! What a device says of itself when it makes a passkey, and the library does not hand on (Web Authentication, section 6.5).

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_cbor_2::{Deserializer, Value};

/// The make of a device, and the public key as it sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Device {
    /// The make, as a UUID; zeros for those that do not tell.
    pub(super) aaguid: String,
    /// The key (COSE).
    pub(super) public_key: Vec<u8>,
}

impl Device {
    /// Reads it out of an attestation object that was found to be right.
    pub(super) fn read(attestation_object: &[u8]) -> Option<Self> {
        let Ok(Value::Map(object)) = serde_cbor_2::from_slice(attestation_object) else { return None };
        let Some(Value::Bytes(data)) = object.get(&Value::Text("authData".to_owned())) else { return None };
        let (aaguid, rest) = data.get(HEADER..)?.split_first_chunk::<16>()?;
        let (length, rest) = rest.split_first_chunk::<2>()?;
        let rest = rest.get(usize::from(u16::from_be_bytes(*length))..)?;
        // Extensions may follow.
        let mut reader = Deserializer::from_slice(rest);
        IgnoredAny::deserialize(&mut reader).ok()?;
        let public_key = rest.get(..reader.byte_offset())?.to_vec();
        Some(Self { aaguid: uuid(*aaguid), public_key })
    }
}

/// RFC 9562, section 4.
fn uuid(bytes: [u8; 16]) -> String {
    let hex = crate::secrets::hex(&bytes);
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| hex.get(part).unwrap_or_default());
    parts.join("-")
}

/// The hash of the name, the flags and the counter.
const HEADER: usize = 32 + 1 + 4;
