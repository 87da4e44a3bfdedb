//! Preparing Web Push: the key is made on first start and kept in the database, encrypted.

use std::sync::Arc;

use desk::Desk;
use push::{PushServices, Sender, SenderOptions, VapidKey};

use ring::rand::SystemRandom;
use secrecy::ExposeSecret;

use crate::settings::Settings;

/// Under which name the key is kept.
const VAPID_KEY: &str = "vapid.key";

/// Pushes cannot be prepared.
#[derive(Debug, thiserror::Error)]
pub enum PushSetupError {
    /// The key cannot be made or read.
    #[error("the push key: {0}")]
    Key(#[from] push::VapidError),
    /// The key cannot be kept.
    #[error(transparent)]
    Desk(#[from] desk::DeskError),
    /// No client.
    #[error(transparent)]
    Client(#[from] push::SenderError),
    /// A host name of `GUICHE_PUSH_HOSTS` cannot be used.
    #[error("GUICHE_PUSH_HOSTS: {0}")]
    Hosts(#[from] push::InvalidHostPattern),
    /// The certificate of a test cannot be read.
    #[error("GUICHE_TEST_PUSH_ROOT: {0}")]
    TestRoot(Box<dyn std::error::Error + Send + Sync>),
}

/// What is needed to push.
pub struct PushSetup {
    /// Sends. None without a contact (`GUICHE_VAPID_SUBJECT`).
    pub sender: Option<Arc<Sender>>,
    /// What browsers subscribe with.
    pub public_key: String,
    /// The hosts that devices may name.
    pub services: PushServices,
}

/// Prepares.
pub async fn prepare(settings: &Settings, desk: &Desk) -> Result<PushSetup, PushSetupError> {
    let made = VapidKey::generate(&SystemRandom::new())?;
    let kept = desk
        .keep_secret(VAPID_KEY, || made.to_pkcs8().expose_secret().to_vec())
        .await?;
    let key = VapidKey::from_pkcs8(&kept)?;
    let public_key = key.public_key();
    let services = PushServices::with_added(settings.push_hosts.iter().map(String::as_str))?;
    let sender = match &settings.vapid_subject {
        None => {
            tracing::warn!(
                "GUICHE_VAPID_SUBJECT is not set: nobody is notified on their phone until it is"
            );
            None
        }
        Some(subject) => {
            let mut options = SenderOptions::new(key, subject.clone());
            if let Some(test) = &settings.test_push_service {
                tracing::warn!("push requests go to the addresses of a test");
                options.overrides.clone_from(&test.resolve);
                if let Some(root) = &test.root {
                    options.extra_roots = read_roots(root).map_err(PushSetupError::TestRoot)?;
                }
            }
            Some(Arc::new(Sender::new(options)?))
        }
    };
    Ok(PushSetup {
        sender,
        public_key,
        services,
    })
}

fn read_roots(
    path: &std::path::Path,
) -> Result<Vec<reqwest::Certificate>, Box<dyn std::error::Error + Send + Sync>> {
    Ok(reqwest::Certificate::from_pem_bundle(&std::fs::read(
        path,
    )?)?)
}
