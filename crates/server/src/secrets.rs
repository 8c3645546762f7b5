//! Randomness and keyed hashes.

use std::fmt;
use std::time::Duration;

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::{hmac, rand};
use thiserror::Error;

/// The operating system gave no randomness, or a key was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the cryptography library refused")]
pub(crate) struct CryptoError;

/// The key behind every keyed hash. Whoever has it can undo them for numbers and codes, which are few.
pub(crate) struct HashKey(hmac::Key);

impl HashKey {
    pub(crate) fn new(material: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, material))
    }

    /// A hash of `parts`, different for each purpose.
    pub(crate) fn hash(&self, purpose: &str, parts: &[&str]) -> Vec<u8> {
        hmac::sign(&self.0, &framed(purpose, parts)).as_ref().to_vec()
    }

    /// The first 96 bits of [`HashKey::hash`] as 24 hexadecimal digits.
    pub(crate) fn fingerprint(&self, purpose: &str, parts: &[&str]) -> String {
        hex(self.hash(purpose, parts).get(..ID_BYTES).unwrap_or_default())
    }

    /// Whether `hash` is the hash of `parts`, in a time that does not tell how much of it is.
    pub(crate) fn verify(&self, purpose: &str, parts: &[&str], hash: &[u8]) -> bool {
        hmac::verify(&self.0, &framed(purpose, parts), hash).is_ok()
    }
}

impl fmt::Debug for HashKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashKey([redacted])")
    }
}

impl From<Unspecified> for CryptoError {
    fn from(_: Unspecified) -> Self {
        Self
    }
}

/// Bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], CryptoError> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes)?;
    Ok(bytes)
}

/// 24 hexadecimal digits that nobody can guess.
pub(crate) fn random_id() -> Result<String, CryptoError> {
    Ok(hex(&random::<ID_BYTES>()?))
}

/// Six digits, each combination as likely as any other.
pub(crate) fn random_code() -> Result<String, CryptoError> {
    loop {
        // The numbers above the last whole million would make small codes likelier; they are thrown away.
        let number = u32::from_be_bytes(random()?);
        if number < FAIR_BELOW {
            return Ok(format!("{:06}", number % CODES));
        }
    }
}

/// Between half and all of a span, so that those who began together do not go on together.
pub(crate) fn jittered(span: Duration) -> Duration {
    let [byte] = random().unwrap_or([u8::MAX]);
    span / 2 + span * u32::from(byte) / 512
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// Each part behind its length, so that no two lists of parts give the same bytes.
fn framed(purpose: &str, parts: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in [purpose].iter().chain(parts) {
        bytes.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes
}

/// Digits in a code.
pub(crate) const CODE_LENGTH: u8 = 6;
const CODES: u32 = 1_000_000;
const FAIR_BELOW: u32 = u32::MAX / CODES * CODES;
const ID_BYTES: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_six_digits_and_spread_evenly() {
        let mut firsts = [0_u32; 10];
        for _ in 0..20_000 {
            let code = random_code().unwrap();
            assert_eq!(code.len(), usize::from(CODE_LENGTH));
            firsts[code[..1].parse::<usize>().unwrap()] += 1;
        }
        // Two thousand expected for each first digit; six standard deviations are 255.
        assert!(firsts.iter().all(|&count| (1700..2300).contains(&count)), "{firsts:?}");
    }

    #[test]
    fn moving_a_border_between_parts_changes_the_hash() {
        let key = HashKey::new(b"a key for this test only, and no other");
        assert_ne!(key.hash("p", &["ab", "c"]), key.hash("p", &["a", "bc"]));
        assert_ne!(key.hash("p", &["a"]), key.hash("q", &["a"]));
        assert!(key.verify("p", &["a"], &key.hash("p", &["a"])));
        assert!(!key.verify("p", &["a"], &key.hash("p", &["b"])));
    }
}
