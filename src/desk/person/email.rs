//! The address by which a person signs in.

use crate::error::DeskError;

/// RFC 5321, section 4.5.3.1: a path is at most 256 octets with its brackets.
const LONGEST: usize = 254;
/// RFC 5321, section 4.5.3.1.1.
const LONGEST_LOCAL_PART: usize = 64;

/// An e-mail address in lower case, so that it names one person however it is typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EmailAddress(String);

impl EmailAddress {
    /// Reads what a person typed. Checks the shape alone: whether somebody reads the mail only a mail can tell.
    pub fn parse(text: &str) -> Result<Self, DeskError> {
        let address = text.trim().to_lowercase();
        if address.len() <= LONGEST && has_the_shape_of_an_address(&address) {
            Ok(Self(address))
        } else {
            Err(DeskError::invalid("email", "this is not an e-mail address"))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the `@`.
    pub fn local_part(&self) -> &str {
        self.0.split('@').next().unwrap_or_default()
    }
}

fn has_the_shape_of_an_address(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else {
        return false;
    };
    let is_visible = |text: &str| text.chars().all(|c| !c.is_whitespace() && !c.is_control());
    (1..=LONGEST_LOCAL_PART).contains(&local.len())
        && is_visible(local)
        && domain.split('.').all(is_domain_label)
}

fn is_domain_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c.is_alphanumeric() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_in_lower_case() {
        for (typed, kept) in [
            ("Ana@Example.com", "ana@example.com"),
            (
                "  joão.silva+x@empresa.com.br ",
                "joão.silva+x@empresa.com.br",
            ),
            ("root@localhost", "root@localhost"),
        ] {
            assert_eq!(EmailAddress::parse(typed).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@example.com", "a".repeat(65));
        for typed in [
            "",
            "@",
            "ana",
            "ana@",
            "@example.com",
            "a na@example.com",
            "ana@exa mple.com",
            "ana@@example.com",
            "ana@example..com",
            "ana@-example.com",
            "ana@example.com\0",
            &long,
        ] {
            assert!(EmailAddress::parse(typed).is_err(), "{typed:?}");
        }
    }
}
