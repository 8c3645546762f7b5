//! The browser's cryptography: the only user of `crypto`, because nobody should bring their own.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use passlock_core::protocol::RsaKey;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// RS256 as WebCrypto calls it (RFC 7518, section 3.3).
const RS256: &str = "RSASSA-PKCS1-v1_5";
const SHA_256: &str = "SHA-256";

/// What a browser can compute for a page that was loaded by https or from this machine.
#[derive(Debug)]
pub(crate) struct Crypto(SubtleCrypto);

impl Crypto {
    /// `None` on a page that came unencrypted: browsers keep their cryptography from those.
    pub(crate) fn of_page() -> Option<Self> {
        let subtle = web_sys::window()?.crypto().ok()?.subtle();
        (!AsRef::<JsValue>::as_ref(&subtle).is_undefined()).then_some(Self(subtle))
    }

    /// Whether the owner of `key` signed `message`.
    pub(crate) async fn verifies(&self, key: &RsaKey, message: &str, signature: &[u8]) -> bool {
        self.verify(key, message, signature).await.is_some_and(|verdict| verdict == JsValue::TRUE)
    }

    /// SHA-256 of a text's bytes.
    pub(crate) async fn hash(&self, text: &str) -> Option<Vec<u8>> {
        let digest = settled(self.0.digest_with_str_and_u8_array(SHA_256, text.as_bytes())).await?;
        Some(Uint8Array::new(&digest).to_vec())
    }

    async fn verify(&self, key: &RsaKey, message: &str, signature: &[u8]) -> Option<JsValue> {
        let jwk = object(&[("kty", "RSA"), ("n", &key.n), ("e", &key.e)])?;
        let algorithm = object(&[("name", RS256), ("hash", SHA_256)])?;
        let usages = Array::of1(&"verify".into());
        let key = settled(self.0.import_key_with_object("jwk", &jwk, &algorithm, false, &usages)).await?;
        let key = key.unchecked_ref::<CryptoKey>();
        settled(self.0.verify_with_str_and_u8_array_and_u8_array(RS256, key, signature, message.as_bytes())).await
    }
}

/// A text that nobody guesses: 192 random bits as 48 digits.
pub(crate) fn random_text() -> Option<String> {
    let mut bytes = [0; 24];
    web_sys::window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    let digits = bytes.into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    Some(digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect())
}

/// A refusal says nothing that the caller could use: the key is none, or the browser cannot do it.
async fn settled(promise: Result<Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(promise.ok()?).await.ok()
}

fn object(entries: &[(&str, &str)]) -> Option<Object> {
    let object = Object::new();
    for (name, value) in entries {
        Reflect::set(&object, &(*name).into(), &(*value).into()).ok()?;
    }
    Some(object)
}
