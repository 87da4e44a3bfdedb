//! Base64url as RFC 7515 and as browsers write it.

use base64::{
    DecodeError, Engine,
    alphabet::URL_SAFE,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

/// The Push API says "without padding"; some browsers' older versions padded.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

pub(crate) fn decode(text: &str) -> Result<Vec<u8>, DecodeError> {
    LENIENT.decode(text)
}

pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    LENIENT.encode(bytes)
}
