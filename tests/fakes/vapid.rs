//! Whether a push service would believe the sender (RFC 8292): signature, audience, expiry, subject
//! and, for a subscription bound to a key, that very key.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde::Deserialize;

/// RFC 8292, section 2: services may refuse more than a day.
const LONGEST_LIFE: Duration = Duration::from_hours(24);

#[derive(Deserialize)]
struct Header {
    alg: String,
}

#[derive(Deserialize)]
struct Claims {
    aud: String,
    exp: u64,
    sub: String,
}

/// Judges an `Authorization` header; the error says what the sender did wrong.
pub fn verify(
    authorization: &str,
    audience: &str,
    bound_key: Option<&str>,
    now: SystemTime,
) -> Result<(), String> {
    let (token, key) = parameters(authorization)?;
    if bound_key.is_some_and(|bound| bound.trim_end_matches('=') != key) {
        return Err("the subscription is bound to another key".to_owned());
    }
    let claims = open(token, key)?;
    if claims.aud != audience {
        return Err(format!("aud is {} and should be {audience}", claims.aud));
    }
    let expiry = UNIX_EPOCH + Duration::from_secs(claims.exp);
    match expiry.duration_since(now) {
        Err(_) => return Err("exp has passed".to_owned()),
        Ok(left) if left > LONGEST_LIFE => return Err("exp is more than a day ahead".to_owned()),
        Ok(_) => {}
    }
    if claims.sub.starts_with("mailto:") || claims.sub.starts_with("https://") {
        Ok(())
    } else {
        Err(format!("sub is {}", claims.sub))
    }
}

/// `vapid t=<token>, k=<key>`, in either order.
fn parameters(authorization: &str) -> Result<(&str, &str), String> {
    let (scheme, rest) = authorization.split_once(' ').ok_or("no scheme")?;
    if !scheme.eq_ignore_ascii_case("vapid") {
        return Err(format!("the scheme is {scheme}"));
    }
    let find = |name: &str| {
        rest.split(',').find_map(|parameter| {
            let (found, value) = parameter.trim().split_once('=')?;
            (found == name).then_some(value)
        })
    };
    Ok((find("t").ok_or("no t")?, find("k").ok_or("no k")?))
}

fn open(token: &str, key: &str) -> Result<Claims, String> {
    let (signed, signature) = token.rsplit_once('.').ok_or("the token is no JWT")?;
    let (header, claims) = signed.split_once('.').ok_or("the token is no JWT")?;
    let header: Header = json(header)?;
    if header.alg != "ES256" {
        return Err(format!("alg is {}", header.alg));
    }
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, decode(key)?)
        .verify(signed.as_bytes(), &decode(signature)?)
        .map_err(|_| "the signature is wrong")?;
    json(claims)
}

fn decode(text: &str) -> Result<Vec<u8>, String> {
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|error| error.to_string())
}

fn json<T: for<'a> Deserialize<'a>>(part: &str) -> Result<T, String> {
    serde_json::from_slice(&decode(part)?).map_err(|error| error.to_string())
}
