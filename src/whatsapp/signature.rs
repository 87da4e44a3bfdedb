//! The signature of webhooks: HMAC-SHA256 of the raw body under the app secret.
//!
//! It is computed over the bytes as they came. Meta escapes non-ASCII characters, so JSON that
//! was parsed and written again has another signature.

use ring::hmac;

const PREFIX: &str = "sha256=";

/// Why a body is not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// No app secret is known: an empty key would let anybody sign.
    #[error("there is no app secret to check the signature with")]
    NoSecret,
    /// The header `X-Hub-Signature-256` is missing.
    #[error("the signature header is missing")]
    Missing,
    /// It is not `sha256=` and 64 hexadecimal digits. The older SHA-1 form is not accepted.
    #[error("the signature header is not of the form sha256=<64 hexadecimal digits>")]
    Form,
    /// It was made with another secret or for another body.
    #[error("the signature does not match the body")]
    Mismatch,
}

/// Checks the value of `X-Hub-Signature-256` against the raw body, in constant time.
pub fn verify(secret: &[u8], raw_body: &[u8], header: Option<&str>) -> Result<(), SignatureError> {
    if secret.is_empty() {
        return Err(SignatureError::NoSecret);
    }
    let digest = digest_in(header.ok_or(SignatureError::Missing)?).ok_or(SignatureError::Form)?;
    hmac::verify(&key(secret), raw_body, &digest).map_err(|_| SignatureError::Mismatch)
}

/// The header's value for a body, as Meta would write it.
pub fn sign(secret: &[u8], body: &[u8]) -> String {
    let digest = hmac::sign(&key(secret), body);
    format!("{PREFIX}{}", hex::encode(digest))
}

fn key(secret: &[u8]) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, secret)
}

fn digest_in(header: &str) -> Option<[u8; 32]> {
    let mut digest = [0; 32];
    hex::decode_to_slice(header.strip_prefix(PREFIX)?, &mut digest).ok()?;
    Some(digest)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    const SECRET: &[u8] = b"an app secret";
    const BODY: &[u8] = b"{\"entry\":[]}";

    #[test]
    fn the_signature_of_a_known_body_is_the_known_one() {
        // RFC 4231, test case 2.
        let signature = sign(b"Jefe", b"what do ya want for nothing?");
        let digest = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(signature, format!("sha256={digest}"));
        assert_eq!(
            verify(b"Jefe", b"what do ya want for nothing?", Some(&signature)),
            Ok(())
        );
    }

    #[test]
    fn capitals_in_the_digest_are_the_same_digest() {
        let signature = sign(SECRET, BODY);
        let capitals = format!("sha256={}", signature[PREFIX.len()..].to_uppercase());
        assert_eq!(verify(SECRET, BODY, Some(&capitals)), Ok(()));
    }

    #[test]
    fn f8_forged_signatures_are_refused() {
        let good = sign(SECRET, BODY);
        let digest = &good[PREFIX.len()..];
        let flipped = |at: usize| {
            let mut bytes = hex::decode(digest).expect("hexadecimal");
            bytes[at] ^= 1;
            format!("sha256={}", hex::encode(bytes))
        };
        let table = [
            (None, SignatureError::Missing),
            (Some(String::new()), SignatureError::Form),
            (Some("sha256=".to_owned()), SignatureError::Form),
            (Some(digest.to_owned()), SignatureError::Form),
            (
                Some(format!("sha1={}", &digest[..40])),
                SignatureError::Form,
            ),
            (Some(format!("SHA256={digest}")), SignatureError::Form),
            (
                Some(format!("sha256={}", &digest[..62])),
                SignatureError::Form,
            ),
            (Some(format!("{good}00")), SignatureError::Form),
            (Some(format!("{good} ")), SignatureError::Form),
            (
                Some(format!("sha256={}", "g".repeat(64))),
                SignatureError::Form,
            ),
            (
                Some(format!("sha256={}", "é".repeat(32))),
                SignatureError::Form,
            ),
            (Some(flipped(0)), SignatureError::Mismatch),
            (Some(flipped(31)), SignatureError::Mismatch),
            (
                Some(sign(b"another secret", BODY)),
                SignatureError::Mismatch,
            ),
            (Some(sign(b"", BODY)), SignatureError::Mismatch),
        ];
        for (header, expected) in table {
            assert_eq!(
                verify(SECRET, BODY, header.as_deref()),
                Err(expected),
                "{header:?}"
            );
        }
    }

    #[test]
    fn f8_a_body_changed_by_one_byte_is_refused() {
        let header = sign(SECRET, BODY);
        for at in 0..BODY.len() {
            let mut body = BODY.to_vec();
            body[at] ^= 0x20;
            let refused = verify(SECRET, &body, Some(&header));
            assert_eq!(refused, Err(SignatureError::Mismatch), "byte {at}");
        }
    }

    #[test]
    fn f8_an_empty_secret_accepts_nothing_not_even_its_own_signature() {
        let header = sign(b"", BODY);
        assert_eq!(
            verify(b"", BODY, Some(&header)),
            Err(SignatureError::NoSecret)
        );
    }

    #[test]
    fn the_signature_is_over_the_raw_bytes() {
        let escaped = br#"{"text":"\u00e9"}"#;
        let written_again = r#"{"text":"é"}"#.as_bytes();
        let header = sign(SECRET, escaped);
        assert_eq!(verify(SECRET, escaped, Some(&header)), Ok(()));
        assert_eq!(
            verify(SECRET, written_again, Some(&header)),
            Err(SignatureError::Mismatch)
        );
    }

    /// Beyond 4.5 an attacker could guess a signature byte by byte. What leaks, leaks every time; what other
    /// programs on the machine do to one measurement, they do not do to each.
    #[test]
    fn f8_the_time_of_a_refusal_does_not_tell_which_byte_was_wrong() {
        let measured: Vec<f64> = (0..3).map(|_| t_of_the_wrong_byte()).collect();
        assert!(measured.iter().any(|t| t.abs() < 4.5), "t = {measured:?}");
    }

    /// Student's t over 20,000 pairs of refusals, one for a wrong first and one for a wrong last
    /// byte, in alternating order. The wrong headers lie at one address, so that only their content differs.
    fn t_of_the_wrong_byte() -> f64 {
        let mut header = String::new();
        let mut time_of = |body: &[u8], wrong_byte: usize| {
            let mut digest = hmac::sign(&key(SECRET), body).as_ref().to_vec();
            digest[wrong_byte] ^= 1;
            header.clear();
            header.push_str(PREFIX);
            header.push_str(&hex::encode(digest));
            let started = Instant::now();
            let refused = verify(SECRET, body, Some(&header));
            let time = started.elapsed().as_secs_f64();
            assert_eq!(refused, Err(SignatureError::Mismatch));
            time
        };
        let differences = (0..20_000_u32).map(|pair| {
            let body = pair.to_be_bytes();
            if pair % 2 == 0 {
                let first = time_of(&body, 0);
                first - time_of(&body, 31)
            } else {
                let last = time_of(&body, 31);
                time_of(&body, 0) - last
            }
        });
        students_t(&without_interruptions(differences.collect()))
    }

    /// The twentieth at either end is the scheduler's doing.
    fn without_interruptions(mut differences: Vec<f64>) -> Vec<f64> {
        differences.sort_by(f64::total_cmp);
        let cut = differences.len() / 20;
        differences[cut..differences.len() - cut].to_vec()
    }

    fn students_t(differences: &[f64]) -> f64 {
        let count = f64::from(u32::try_from(differences.len()).expect("a small number"));
        let mean = differences.iter().sum::<f64>() / count;
        let spread = differences
            .iter()
            .map(|it| (it - mean).powi(2))
            .sum::<f64>()
            / (count - 1.0);
        mean / (spread / count).sqrt()
    }
}
