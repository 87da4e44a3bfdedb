//! The bytes of a webhook: JSON with every non-ASCII character escaped, as Meta writes it, and the signature over
//! exactly these bytes. A client that signs re-serialised JSON fails against this (trap 1 of section 17).

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

/// Serialises with `\u` and four hexadecimal digits (surrogate pairs beyond the basic plane), and escaped slashes.
pub(crate) fn encode(value: &Value) -> String {
    let json = value.to_string();
    let mut escaped = String::with_capacity(json.len() + json.len() / 8);
    let mut units = [0; 2];
    for character in json.chars() {
        match character {
            '/' => escaped.push_str("\\/"),
            ascii if ascii.is_ascii() => escaped.push(ascii),
            other => {
                for unit in other.encode_utf16(&mut units) {
                    // Writing to a string cannot fail.
                    let _ = write!(escaped, "\\u{unit:04x}");
                }
            }
        }
    }
    escaped
}

/// The value of `X-Hub-Signature-256`.
pub(crate) fn sign(app_secret: &str, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(app_secret.as_bytes()) else {
        // HMAC takes keys of any length; the type of the constructor does not know.
        return String::new();
    };
    mac.update(body);
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn everything_beyond_ascii_is_escaped_and_reads_back_the_same() {
        let value = json!({"body": "Olá, ação 👩‍🔧 https://a.example/ç \u{7f}"});
        let text = encode(&value);
        assert!(text.is_ascii());
        assert!(text.contains("Ol\\u00e1"), "{text}");
        assert!(text.contains("\\ud83d\\udc69"), "{text}");
        assert!(text.contains("https:\\/\\/"), "{text}");
        let back: Value = serde_json::from_str(&text).expect("still JSON");
        assert_eq!(back, value);
    }

    #[test]
    fn the_signature_is_the_hmac_of_rfc_4231() {
        // RFC 4231, test case 2.
        assert_eq!(
            sign("Jefe", b"what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
