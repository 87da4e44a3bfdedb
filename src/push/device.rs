//! The other end of the line: a browser's keys, and how it opens what arrives (RFC 8188, RFC 8291).
//!
//! Only tests and fakes need it. It shares no code with what seals the messages, so that one proves
//! the other.

use p256::{PublicKey, SecretKey, ecdh::diffie_hellman, elliptic_curve::sec1::ToEncodedPoint};
use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, KeyType, Salt},
    rand::{SecureRandom, SystemRandom},
};
use thiserror::Error;

use crate::base64url;

const SALT_LENGTH: usize = 16;
const PUBLIC_KEY_LENGTH: usize = 65;
/// Salt, record size, length of the key's id, and the sender's public key as that id.
const HEADER_LENGTH: usize = SALT_LENGTH + 4 + 1 + PUBLIC_KEY_LENGTH;
const LAST_RECORD: u8 = 2;

/// What a browser keeps to itself for one subscription.
pub struct DeviceKeys {
    private: SecretKey,
    auth: [u8; 16],
}

/// A message that this device cannot read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum DeviceError {
    /// Keys that are none.
    #[error("the device's keys are not a P-256 key and 16 bytes")]
    InvalidKeys,
    /// Not the one-record `aes128gcm` body that RFC 8291 prescribes.
    #[error("the body is not a message of one record")]
    Malformed,
    /// Sealed for another device, or changed on the way.
    #[error("the message was not sealed for this device")]
    NotForThisDevice,
    /// The system gave no randomness.
    #[error("the system's source of randomness failed")]
    Randomness,
}

impl DeviceKeys {
    /// The keys of a new subscription.
    pub fn generate(random: &SystemRandom) -> Result<Self, DeviceError> {
        let mut auth = [0; 16];
        random
            .fill(&mut auth)
            .map_err(|_| DeviceError::Randomness)?;
        loop {
            let mut scalar = [0; 32];
            random
                .fill(&mut scalar)
                .map_err(|_| DeviceError::Randomness)?;
            // About one number in four thousand millions lies beyond the curve's order.
            if let Ok(private) = SecretKey::from_slice(&scalar) {
                return Ok(Self { private, auth });
            }
        }
    }

    /// Keys that are known, in base64url.
    pub fn from_parts(private: &str, auth: &str) -> Result<Self, DeviceError> {
        let private = base64url::decode(private).map_err(|_| DeviceError::InvalidKeys)?;
        let auth = base64url::decode(auth).map_err(|_| DeviceError::InvalidKeys)?;
        Ok(Self {
            private: SecretKey::from_slice(&private).map_err(|_| DeviceError::InvalidKeys)?,
            auth: auth.try_into().map_err(|_| DeviceError::InvalidKeys)?,
        })
    }

    /// The public key as browsers give it to the server.
    pub fn p256dh(&self) -> String {
        base64url::encode(self.public_key())
    }

    /// The secret as browsers give it to the server.
    pub fn auth(&self) -> String {
        base64url::encode(self.auth)
    }

    /// Opens a message body.
    pub fn decrypt(&self, body: &[u8]) -> Result<Vec<u8>, DeviceError> {
        let (header, sealed) = body
            .split_at_checked(HEADER_LENGTH)
            .ok_or(DeviceError::Malformed)?;
        let (salt, rest) = header.split_at(SALT_LENGTH);
        let (sizes, sender) = rest.split_at(5);
        let record_size = u32::from_be_bytes([sizes[0], sizes[1], sizes[2], sizes[3]]);
        let one_record = usize::try_from(record_size).is_ok_and(|size| sealed.len() <= size);
        if !one_record || usize::from(sizes[4]) != PUBLIC_KEY_LENGTH {
            return Err(DeviceError::Malformed);
        }
        unpad(open(&self.input_key(sender)?, salt, sealed)?)
    }

    fn public_key(&self) -> Vec<u8> {
        self.private
            .public_key()
            .to_encoded_point(false)
            .as_bytes()
            .to_vec()
    }

    /// RFC 8291, section 3.4: what both ends know, bound to both public keys.
    fn input_key(&self, sender: &[u8]) -> Result<Vec<u8>, DeviceError> {
        let sender_key = PublicKey::from_sec1_bytes(sender).map_err(|_| DeviceError::Malformed)?;
        let shared = diffie_hellman(self.private.to_nonzero_scalar(), sender_key.as_affine());
        let own = self.public_key();
        derive(
            &self.auth,
            shared.raw_secret_bytes(),
            &[b"WebPush: info\0", &own, sender],
            32,
        )
    }
}

/// RFC 8188, sections 2.2 and 2.3, for the first record.
fn open(input_key: &[u8], salt: &[u8], sealed: &[u8]) -> Result<Vec<u8>, DeviceError> {
    let key = derive(salt, input_key, &[b"Content-Encoding: aes128gcm\0"], 16)?;
    let nonce = derive(salt, input_key, &[b"Content-Encoding: nonce\0"], NONCE_LEN)?;
    let key = UnboundKey::new(&AES_128_GCM, &key).map_err(|_| DeviceError::Malformed)?;
    let nonce = Nonce::try_assume_unique_for_key(&nonce).map_err(|_| DeviceError::Malformed)?;
    let mut record = sealed.to_vec();
    let opened = LessSafeKey::new(key)
        .open_in_place(nonce, Aad::empty(), &mut record)
        .map_err(|_| DeviceError::NotForThisDevice)?;
    Ok(opened.to_vec())
}

/// After the text come a delimiter, which names the last record, and any number of zeros.
fn unpad(mut padded: Vec<u8>) -> Result<Vec<u8>, DeviceError> {
    while let Some(0) = padded.last() {
        padded.pop();
    }
    match padded.pop() {
        Some(LAST_RECORD) => Ok(padded),
        _ => Err(DeviceError::Malformed),
    }
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn derive(
    salt: &[u8],
    secret: &[u8],
    info: &[&[u8]],
    length: usize,
) -> Result<Vec<u8>, DeviceError> {
    let mut key = vec![0; length];
    Salt::new(HKDF_SHA256, salt)
        .extract(secret)
        .expand(info, Length(length))
        .and_then(|material| material.fill(&mut key))
        .map_err(|_| DeviceError::Malformed)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8291, section 5 and appendix A.
    const RFC_PRIVATE: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    const RFC_PUBLIC: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const RFC_AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
    const RFC_BODY: &str = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    #[test]
    fn the_example_of_rfc_8291_opens() {
        let device = DeviceKeys::from_parts(RFC_PRIVATE, RFC_AUTH).unwrap();
        assert_eq!(device.p256dh(), RFC_PUBLIC);
        let text = device
            .decrypt(&base64url::decode(RFC_BODY).unwrap())
            .unwrap();
        assert_eq!(text, b"When I grow up, I want to be a watermelon");
    }

    #[test]
    fn a_changed_cut_or_foreign_message_does_not_open() {
        let device = DeviceKeys::from_parts(RFC_PRIVATE, RFC_AUTH).unwrap();
        let body = base64url::decode(RFC_BODY).unwrap();

        let mut changed = body.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(device.decrypt(&changed), Err(DeviceError::NotForThisDevice));
        assert_eq!(device.decrypt(&body[..40]), Err(DeviceError::Malformed));

        let other = DeviceKeys::generate(&SystemRandom::new()).unwrap();
        assert_eq!(other.decrypt(&body), Err(DeviceError::NotForThisDevice));
    }
}
