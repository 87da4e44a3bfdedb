//! The identifiers that travel on the wire, each with a type of its own.
//!
//! They are checked for what storage and addresses need (length, no blanks or control
//! characters), not for what they look like today: Meta changes their form without notice.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a text is not the identifier it was meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidIdentifier {
    /// Nothing in it.
    #[error("it is empty")]
    Empty,
    /// Longer than may be stored.
    #[error("it has more than {longest} characters")]
    TooLong {
        /// The greatest length, in bytes.
        longest: usize,
    },
    /// A blank, a control character or one that is not ASCII; for a WhatsApp id, anything but
    /// digits.
    #[error("it holds a character that does not belong there")]
    Character,
}

/// Defines an identifier: a short text of visible ASCII characters, or of digits only.
macro_rules! identifier {
    ($(#[$about:meta])* $name:ident, $longest:literal, $allowed:expr) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The greatest length, in bytes.
            pub const LONGEST: usize = $longest;

            /// Takes a text that meets the rules of this identifier.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidIdentifier> {
                let text = text.into();
                check(&text, Self::LONGEST, $allowed)?;
                Ok(Self(text))
            }

            /// The text as Meta wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidIdentifier;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidIdentifier;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(identifier: $name) -> Self {
                identifier.0
            }
        }
    };
}

fn check(
    text: &str,
    longest: usize,
    allowed: impl Fn(u8) -> bool,
) -> Result<(), InvalidIdentifier> {
    if text.is_empty() {
        return Err(InvalidIdentifier::Empty);
    }
    if text.len() > longest {
        return Err(InvalidIdentifier::TooLong { longest });
    }
    if !text.bytes().all(allowed) {
        return Err(InvalidIdentifier::Character);
    }
    Ok(())
}

fn visible(byte: u8) -> bool {
    byte.is_ascii_graphic()
}

fn digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

identifier! {
    /// A message's id as Meta gives it. Opaque: it is neither decoded nor built.
    Wamid, 256, visible
}
identifier! {
    /// A customer's WhatsApp id: an international number in digits without `+`. It usually is
    /// the phone number, but not in Brazil, Mexico and Argentina ([`crate::phone`]).
    WaId, 20, digit
}
identifier! {
    /// A business-scoped user id, such as `US.13491208655302741918`, or the parent form
    /// `US.ENT.11815799212886844830`. Compared case-sensitively and kept whole.
    Bsuid, 160, visible
}
identifier! {
    /// The id (not the number) of one of the business's phone numbers.
    PhoneNumberId, 64, visible
}
identifier! {
    /// The id of a `WhatsApp` business account.
    WabaId, 64, visible
}

impl Bsuid {
    /// Whether a text has today's form of a business-scoped user id: two capital letters, a dot,
    /// then letters, digits and dots. Used only where such an id may stand in a phone's place.
    pub fn looks_like_one(text: &str) -> bool {
        let Some((country, rest)) = text.split_once('.') else {
            return false;
        };
        country.len() == 2
            && country.bytes().all(|byte| byte.is_ascii_uppercase())
            && !rest.is_empty()
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
    }

    /// Whether it is the form shared by linked portfolios.
    pub fn is_parent(&self) -> bool {
        self.0.split('.').nth(1) == Some("ENT")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_refused_with_the_reason() {
        assert_eq!(Wamid::new(""), Err(InvalidIdentifier::Empty));
        assert_eq!(
            Wamid::new("w".repeat(257)),
            Err(InvalidIdentifier::TooLong { longest: 256 })
        );
        assert_eq!(Wamid::new("wamid.\0"), Err(InvalidIdentifier::Character));
        assert_eq!(WaId::new("+15550100199"), Err(InvalidIdentifier::Character));
        assert_eq!(WaId::new("US.900"), Err(InvalidIdentifier::Character));
        assert!(Wamid::new("w".repeat(256)).is_ok());
    }

    #[test]
    fn the_two_forms_of_user_id_are_told_apart() {
        let table = [
            ("US.13491208655302741918", true, false),
            ("US.ENT.11815799212886844830", true, true),
            ("15550100199", false, false),
            ("us.1", false, false),
            ("USA.1", false, false),
            ("US.", false, false),
        ];
        for (text, one, parent) in table {
            assert_eq!(Bsuid::looks_like_one(text), one, "{text}");
            assert_eq!(
                Bsuid::new(text).is_ok_and(|it| it.is_parent()),
                parent,
                "{text}"
            );
        }
    }

    #[test]
    fn stored_identifiers_are_checked_again_when_they_are_read() {
        assert!(serde_json::from_str::<WaId>("\"15550100199\"").is_ok());
        assert!(serde_json::from_str::<WaId>("\"1555x\"").is_err());
    }
}
