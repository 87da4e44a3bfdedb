use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Value, json};

use super::*;

const FCM: &str = "https://fcm.googleapis.com";

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000 + seconds)
}

fn signer() -> Signer {
    let key = VapidKey::generate(&SystemRandom::new()).unwrap();
    Signer::new(key, Subject::parse("mailto:ti@acme.com.br").unwrap())
}

/// Verifies as a push service does, and returns header and claims.
fn verify(authorization: &str) -> (Value, Value) {
    let (token, key) = authorization
        .strip_prefix("vapid t=")
        .unwrap()
        .split_once(", k=")
        .unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, base64url::decode(key).unwrap())
        .verify(signed.as_bytes(), &base64url::decode(signature).unwrap())
        .unwrap();
    let (header, claims) = signed.split_once('.').unwrap();
    let json = |part| serde_json::from_slice(&base64url::decode(part).unwrap()).unwrap();
    (json(header), json(claims))
}

fn expiry(authorization: &str) -> u64 {
    verify(authorization).1["exp"].as_u64().unwrap() - 1_800_000_000
}

#[test]
fn a_signature_carries_what_rfc_8292_asks_for_and_nothing_more() {
    let signer = signer();
    let authorization = signer.authorization(FCM, at(0)).unwrap();
    let (header, claims) = verify(&authorization);
    assert_eq!(header, json!({ "typ": "JWT", "alg": "ES256" }));
    assert_eq!(
        claims,
        json!({ "aud": FCM, "exp": 1_800_043_200_u64, "sub": "mailto:ti@acme.com.br" })
    );
    assert!(authorization.ends_with(&format!("k={}", signer.public_key())));
}

#[test]
fn a_signature_is_reused_for_its_origin_and_renewed_long_before_it_expires() {
    let signer = signer();
    let first = signer.authorization(FCM, at(0)).unwrap();
    assert_eq!(signer.authorization(FCM, at(6 * 3_600 - 1)).unwrap(), first);
    assert_eq!(
        expiry(&signer.authorization(FCM, at(6 * 3_600)).unwrap()),
        18 * 3_600
    );

    let apple = signer
        .authorization("https://web.push.apple.com", at(0))
        .unwrap();
    assert_eq!(verify(&apple).1["aud"], "https://web.push.apple.com");
}

/// Fault F17: services refuse an `exp` more than 24 hours ahead.
#[test]
fn a_clock_that_jumps_either_way_never_sends_a_signature_beyond_24_hours() {
    let signer = signer();
    for now in [100_000, 107_200, 100_000, 92_800, 0, 200_000, 10] {
        let left = expiry(&signer.authorization(FCM, at(now)).unwrap()) - now;
        assert!(
            (6 * 3_600..=12 * 3_600).contains(&left),
            "{left} s left at {now}"
        );
    }
}

#[test]
fn a_kept_key_is_the_same_identity() {
    let key = VapidKey::generate(&SystemRandom::new()).unwrap();
    let kept = VapidKey::from_pkcs8(key.to_pkcs8().expose_secret()).unwrap();
    assert_eq!(kept.public_key(), key.public_key());
    assert_eq!(base64url::decode(&key.public_key()).unwrap().len(), 65);
}

#[test]
fn bytes_that_are_no_key_are_refused() {
    for bytes in [&b""[..], b"-----BEGIN PRIVATE KEY-----", &[0; 138]] {
        assert!(matches!(
            VapidKey::from_pkcs8(bytes),
            Err(VapidError::InvalidKey)
        ));
    }
}

#[test]
fn a_log_line_shows_the_public_key_alone() {
    let key = VapidKey::generate(&SystemRandom::new()).unwrap();
    assert_eq!(
        format!("{key:?}"),
        format!("VapidKey {{ public_key: {:?} }}", key.public_key())
    );
}
