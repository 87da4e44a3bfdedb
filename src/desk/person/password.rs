//! Passwords: which are accepted, and how they are kept.
//!
//! Argon2id with OWASP's parameters costs 19 MiB and some 15 ms of a core; so hashing has a pool of its own
//! that sign-ins queue for, and a flood of them cannot take the processor from the webhooks.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use super::EmailAddress;
use crate::error::DeskError;

/// The shortest password, in characters (ASVS 6.2.1).
pub const LEAST_PASSWORD_CHARACTERS: usize = 8;
/// The longest password, in bytes: nobody types more, and hashing it is not free.
const MOST_PASSWORD_BYTES: usize = 1_024;
/// How many are hashed at a time.
const AT_A_TIME: usize = 2;
/// How many may wait to be hashed: at 70 a second and core, nobody waits longer than a second.
const MOST_WAITING: usize = 64;

/// The passwords that are tried first by whoever guesses (ASVS 6.2.4, 6.2.12), in lower case.
const COMMON: &str = include_str!("common_passwords.txt");

/// Refuses passwords that are short or that others guess first.
pub(super) fn check(password: &SecretString, email: &EmailAddress) -> Result<(), DeskError> {
    let text = password.expose_secret();
    if text.chars().count() < LEAST_PASSWORD_CHARACTERS {
        return Err(refusal(format!(
            "at least {LEAST_PASSWORD_CHARACTERS} characters"
        )));
    }
    if text.len() > MOST_PASSWORD_BYTES {
        return Err(refusal(format!("at most {MOST_PASSWORD_BYTES} bytes")));
    }
    let lower = text.to_lowercase();
    let is_common = COMMON.lines().any(|common| common == lower);
    let is_own = [email.as_str(), email.local_part()].contains(&lower.as_str());
    let is_one_character = lower.chars().all(|c| lower.starts_with(c));
    if is_common || is_own || is_one_character {
        return Err(refusal("this one is guessed first; choose another"));
    }
    Ok(())
}

fn refusal(reason: impl Into<String>) -> DeskError {
    DeskError::invalid("password", reason)
}

/// Hashes and compares passwords, few at a time.
pub(crate) struct PasswordPool {
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    /// The hash of nobody's password: an unknown e-mail costs as much time as a known one.
    nobody: Arc<str>,
}

impl PasswordPool {
    pub fn new() -> Result<Self, DeskError> {
        let nobody = hash(&crate::secrets::random_bytes::<32>()?)?;
        Ok(Self {
            places: Arc::new(Semaphore::new(AT_A_TIME)),
            waiting: AtomicUsize::new(0),
            nobody: nobody.into(),
        })
    }

    /// Hashes a password, in PHC form.
    pub async fn hash(&self, password: SecretString) -> Result<String, DeskError> {
        self.run(move || hash(password.expose_secret().as_bytes()))
            .await?
    }

    /// Whether `password` is the one that was hashed to `stored`. Without `stored` the answer is no, after
    /// the same work.
    pub async fn matches(
        &self,
        password: SecretString,
        stored: Option<String>,
    ) -> Result<bool, DeskError> {
        let nobody = self.nobody.clone();
        self.run(move || {
            let known = stored.is_some();
            let matches = matches(&password, stored.as_deref().unwrap_or(&nobody));
            known && matches
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, DeskError> {
        let _waiting = Waiting::begin(&self.waiting)?;
        let place = self
            .places
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| DeskError::Internal("the password pool is closed".into()))?;
        tokio::task::spawn_blocking(move || {
            let result = work();
            // Held to the end of the work: the caller may have gone.
            drop(place);
            result
        })
        .await
        .map_err(|error| DeskError::Internal(format!("hashing a password failed: {error}")))
    }
}

/// Counts those who wait or hash; a caller that is dropped counts no more.
struct Waiting<'pool>(&'pool AtomicUsize);

impl<'pool> Waiting<'pool> {
    fn begin(waiting: &'pool AtomicUsize) -> Result<Self, DeskError> {
        if waiting.fetch_add(1, Ordering::Relaxed) >= MOST_WAITING {
            waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(DeskError::RateLimited {
                retry_after_seconds: 1,
            });
        }
        Ok(Self(waiting))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// OWASP's Password Storage Cheat Sheet: Argon2id, 19 MiB, two passes, one lane.
fn argon2id() -> Result<Argon2<'static>, DeskError> {
    let parameters = Params::new(19 * 1_024, 2, 1, None)
        .map_err(|error| DeskError::Internal(format!("argon2: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters))
}

fn hash(password: &[u8]) -> Result<String, DeskError> {
    let hash = argon2id()?
        .hash_password(password)
        .map_err(|error| DeskError::Internal(format!("argon2: {error}")))?;
    Ok(hash.to_string())
}

/// A stored hash carries its own parameters; one that cannot be read matches nothing.
fn matches(password: &SecretString, stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|stored| {
        Argon2::default()
            .verify_password(password.expose_secret().as_bytes(), &stored)
            .is_ok()
    })
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::task::{Context, Waker};

    use super::*;

    fn checked(password: &str) -> Result<(), DeskError> {
        let email = EmailAddress::parse("ana.souza@example.com").unwrap();
        check(&password.into(), &email)
    }

    #[test]
    fn a_password_that_nobody_guesses_first_is_accepted() {
        for password in ["correct horse", "çãéíóúàê", "Tr0ub4dor&3", "janela-azul-19"] {
            assert!(checked(password).is_ok(), "{password}");
        }
    }

    #[test]
    fn a_password_that_is_short_or_guessed_first_is_refused() {
        let long = "x1".repeat(513);
        for password in [
            "",
            "curta1!",
            "çãéíóúà",
            "12345678",
            "Password",
            "SENHA123",
            "mudar123",
            "flamengo",
            "aaaaaaaaaa",
            "ana.souza",
            "Ana.Souza@example.com",
            &long,
        ] {
            assert!(checked(password).is_err(), "{password}");
        }
    }

    #[test]
    fn the_common_passwords_are_in_lower_case_and_long_enough_to_matter() {
        for (number, line) in COMMON.lines().enumerate() {
            assert_eq!(line, line.to_lowercase(), "line {number}");
            assert!(line.chars().count() >= LEAST_PASSWORD_CHARACTERS, "{line}");
        }
        assert!(COMMON.lines().count() > 300);
    }

    #[tokio::test]
    async fn only_the_same_password_matches_and_nobody_matches_no_one() {
        let pool = PasswordPool::new().unwrap();
        let stored = pool.hash("correct horse".into()).await.unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
        let matches = |password: &str, stored: Option<&str>| {
            pool.matches(password.into(), stored.map(str::to_owned))
        };
        assert!(matches("correct horse", Some(&stored)).await.unwrap());
        assert!(!matches("Correct horse", Some(&stored)).await.unwrap());
        assert!(!matches("correct horse", None).await.unwrap());
        assert!(!matches("correct horse", Some("damaged")).await.unwrap());
    }

    #[tokio::test]
    async fn a_flood_of_passwords_is_turned_away_rather_than_queued_for_ever() {
        let pool = PasswordPool::new().unwrap();
        let places = pool.places.clone().acquire_many_owned(2).await.unwrap();
        let mut waiting: Vec<_> = (0..MOST_WAITING)
            .map(|_| Box::pin(pool.hash("correct horse".into())))
            .collect();
        let mut context = Context::from_waker(Waker::noop());
        for one in &mut waiting {
            assert!(one.as_mut().poll(&mut context).is_pending());
        }
        let refused = pool.hash("correct horse".into()).await;
        assert!(matches!(refused, Err(DeskError::RateLimited { .. })));
        drop((waiting, places));
        assert!(pool.hash("correct horse".into()).await.is_ok());
    }
}
