//! Whom a push service may contact about our messages (RFC 8292, section 2.1).

use std::fmt;

use thiserror::Error;
use url::{Host, Url};

/// Names that lead nowhere on the public internet (RFC 6761, RFC 6762, RFC 9476 and common usage).
const NOT_PUBLIC: [&str; 9] = [
    "localhost",
    "local",
    "invalid",
    "test",
    "example",
    "internal",
    "lan",
    "home.arpa",
    "alt",
];

/// A `sub` claim that every service takes.
///
/// Firefox and Chrome hardly look at it, but Apple answers 403 to every message whose subject is not
/// a public address, so a desk would seem to work until the first iPhone. It is refused at the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject(String);

/// Why a subject was refused.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SubjectError {
    /// Neither form.
    #[error("write the contact as `mailto:` and an address, or as an https URL")]
    NeitherMailtoNorHttps,
    /// `mailto:` is followed by something else than one plain address.
    #[error("`mailto:` must be followed by one plain e-mail address")]
    InvalidAddress,
    /// The host is an IP address, a reserved name or lacks a dot.
    #[error("`{0}` is not a public host name, which Apple's push service demands")]
    NotPublic(String),
}

impl Subject {
    /// Accepts what Apple accepts: `mailto:` and an address, or an https URL, at a public name.
    pub fn parse(text: &str) -> Result<Self, SubjectError> {
        let text = text.trim();
        match text.split_once(':') {
            Some((scheme, address)) if scheme.eq_ignore_ascii_case("mailto") => {
                parse_address(address).map(|address| Self(format!("mailto:{address}")))
            }
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("https") => parse_url(text),
            _ => Err(SubjectError::NeitherMailtoNorHttps),
        }
    }

    /// As it is signed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn parse_url(text: &str) -> Result<Subject, SubjectError> {
    let url = Url::parse(text).map_err(|_| SubjectError::NeitherMailtoNorHttps)?;
    let host = url.host().ok_or(SubjectError::NeitherMailtoNorHttps)?;
    require_public(&host.to_owned())?;
    Ok(Subject(url.into()))
}

fn parse_address(address: &str) -> Result<String, SubjectError> {
    let (local, domain) = address
        .rsplit_once('@')
        .ok_or(SubjectError::InvalidAddress)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    if local.is_empty() || !local.chars().all(plain) {
        return Err(SubjectError::InvalidAddress);
    }
    let host = Host::parse(domain).map_err(|_| SubjectError::InvalidAddress)?;
    require_public(&host)?;
    Ok(format!("{local}@{host}"))
}

fn require_public(host: &Host) -> Result<(), SubjectError> {
    let public = match host {
        Host::Domain(domain) => {
            domain.contains('.')
                && !domain.ends_with('.')
                && !NOT_PUBLIC.iter().any(|name| {
                    domain
                        .strip_suffix(name)
                        .is_some_and(|rest| rest.ends_with('.'))
                })
        }
        Host::Ipv4(_) | Host::Ipv6(_) => false,
    };
    if public {
        Ok(())
    } else {
        Err(SubjectError::NotPublic(host.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_apple_takes_is_taken() {
        for (text, kept) in [
            ("mailto:ti@acme.com.br", "mailto:ti@acme.com.br"),
            ("MAILTO:ti+push@acme.com", "mailto:ti+push@acme.com"),
            (" mailto:ti@ação.com.br ", "mailto:ti@xn--ao-uga9f.com.br"),
            ("https://acme.com.br", "https://acme.com.br/"),
            (
                "https://desk.acme.com.br/contact",
                "https://desk.acme.com.br/contact",
            ),
        ] {
            let subject = Subject::parse(text).map(|subject| subject.to_string());
            if text.contains('ç') {
                assert!(subject.unwrap().starts_with("mailto:ti@xn--"));
            } else {
                assert_eq!(subject.as_deref(), Ok(kept), "{text}");
            }
        }
    }

    #[test]
    fn what_apple_refuses_is_refused() {
        use SubjectError::{InvalidAddress, NeitherMailtoNorHttps};
        let not_public = |host: &str| SubjectError::NotPublic(host.to_owned());
        for (text, error) in [
            ("", NeitherMailtoNorHttps),
            ("ti@acme.com", NeitherMailtoNorHttps),
            ("http://acme.com", NeitherMailtoNorHttps),
            ("https://", NeitherMailtoNorHttps),
            ("mailto:", InvalidAddress),
            ("mailto:ti", InvalidAddress),
            ("mailto:@acme.com", InvalidAddress),
            ("mailto:<ti@acme.com>", InvalidAddress),
            ("mailto: ti@acme.com", InvalidAddress),
            ("mailto:a@acme.com,b@acme.com", InvalidAddress),
            ("mailto:ti@", InvalidAddress),
            ("mailto:ti@localhost", not_public("localhost")),
            ("mailto:ti@acme", not_public("acme")),
            ("mailto:ti@desk.local", not_public("desk.local")),
            ("mailto:ti@127.0.0.1", not_public("127.0.0.1")),
            ("mailto:ti@[::1]", not_public("[::1]")),
            ("https://localhost", not_public("localhost")),
            ("https://app.localhost", not_public("app.localhost")),
            ("https://desk.invalid", not_public("desk.invalid")),
            ("https://desk.test", not_public("desk.test")),
            ("https://desk.EXAMPLE/contact", not_public("desk.example")),
            ("https://10.0.0.1", not_public("10.0.0.1")),
            ("https://[2001:db8::1]/", not_public("[2001:db8::1]")),
            ("https://intranet/", not_public("intranet")),
        ] {
            assert_eq!(Subject::parse(text), Err(error), "{text}");
        }
    }
}
