//! Meta's identifiers and secrets as an administrator pastes them.

use secrecy::{ExposeSecret, SecretString};

use crate::error::DeskError;

/// The longest of Meta's identifiers, in digits; they have some sixteen.
const LONGEST_IDENTIFIER: usize = 32;
/// The longest of Meta's secrets, in bytes; access tokens have some three hundred.
const LONGEST_SECRET: usize = 4_096;

/// An identifier that Meta gave: digits.
pub(super) fn identifier(field: &'static str, text: &str) -> Result<String, DeskError> {
    let digits = text.trim();
    let fits = (1..=LONGEST_IDENTIFIER).contains(&digits.len());
    if fits && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(digits.to_owned())
    } else {
        Err(DeskError::invalid(
            field,
            "this is a number of Meta's, digits alone",
        ))
    }
}

/// A secret: visible ASCII, without the blanks that come along when it is pasted. An empty app secret would
/// let anybody sign webhooks.
pub(super) fn secret(field: &'static str, text: &SecretString) -> Result<SecretString, DeskError> {
    let secret = text.expose_secret().trim();
    let fits = (1..=LONGEST_SECRET).contains(&secret.len());
    if fits && secret.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(secret.into())
    } else {
        Err(DeskError::invalid(
            field,
            "this is empty, too long, or holds blanks",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_digits() {
        assert_eq!(
            identifier("wabaId", " 106540352242922\n").unwrap(),
            "106540352242922"
        );
        for refused in ["", " ", "12a", "+12", &"1".repeat(33)] {
            assert!(identifier("wabaId", refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn secrets_are_neither_empty_nor_broken() {
        assert_eq!(
            secret("appSecret", &" EAAB-x_1 ".into())
                .unwrap()
                .expose_secret(),
            "EAAB-x_1"
        );
        for refused in [
            "",
            "  ",
            "two words",
            "line\nbreak",
            "ção",
            &"x".repeat(4_097),
        ] {
            assert!(secret("appSecret", &refused.into()).is_err(), "{refused}");
        }
    }
}
