//! The session cookie of browsers.

use axum::http::{HeaderMap, HeaderValue, header};
use secrecy::{ExposeSecret, SecretString};

use crate::caller::CookieChange;
use crate::options::Options;

/// Browsers cap the life of a cookie at 400 days; the session behind it ends earlier by its own rule.
const MAX_AGE_SECONDS: u32 = 400 * 24 * 60 * 60;

/// How the cookie is named and guarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SessionCookie {
    secure: bool,
}

impl SessionCookie {
    pub fn of(options: &Options) -> Self {
        Self {
            secure: !options.is_insecure_loopback(),
        }
    }

    /// `__Host-` makes browsers refuse the cookie unless it is `Secure`, for this host alone and for the
    /// whole of it (RFC 6265bis, section 4.1.3.2).
    const fn name(self) -> &'static str {
        if self.secure {
            "__Host-guiche"
        } else {
            "guiche"
        }
    }

    /// The token that the request's cookie carries.
    pub fn read(self, headers: &HeaderMap) -> Option<SecretString> {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, value)| *name == self.name() && !value.is_empty())
            .map(|(_, value)| SecretString::from(value))
    }

    /// The header that carries out `change`.
    pub fn write(self, change: &CookieChange) -> Option<HeaderValue> {
        let (value, max_age) = match change {
            CookieChange::Set(token) => (token.expose_secret(), MAX_AGE_SECONDS),
            CookieChange::Clear => ("", 0),
        };
        let secure = if self.secure { "; Secure" } else { "" };
        let name = self.name();
        let text =
            format!("{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}");
        let mut header = HeaderValue::try_from(text).ok()?;
        header.set_sensitive(true);
        Some(header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_cookie_is_read() {
        let cookie = SessionCookie { secure: true };
        let table = [
            ("__Host-guiche=abc", Some("abc")),
            ("a=b; __Host-guiche=abc; c=d", Some("abc")),
            ("guiche=abc", None),
            ("x__Host-guiche=abc", None),
            ("__Host-guiche=", None),
            ("", None),
        ];
        for (header, expected) in table {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, header.parse().unwrap());
            let token = cookie.read(&headers);
            assert_eq!(
                token.as_ref().map(ExposeSecret::expose_secret),
                expected,
                "{header}"
            );
        }
    }

    #[test]
    fn the_cookie_is_out_of_reach_for_scripts_and_other_sites() {
        let set = CookieChange::Set("abc".to_owned().into());
        let header = SessionCookie { secure: true }.write(&set).unwrap();
        assert_eq!(
            header.to_str().unwrap(),
            "__Host-guiche=abc; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax; Secure"
        );
        assert!(header.is_sensitive());
        let plain = SessionCookie { secure: false }
            .write(&CookieChange::Clear)
            .unwrap();
        assert_eq!(
            plain.to_str().unwrap(),
            "guiche=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
        );
    }
}
