//! What intake asks about channels, held in memory.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use entity::{ChannelId, DepartmentId, UnixMillis, channel};
use sea_orm::EntityTrait;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};
use tokio::sync::{Mutex, MutexGuard};

use super::seal::{Sealed, fingerprint};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::secrets::SecretBox;
use crate::storage::Database;

/// After how long the directory is read anew by itself, in milliseconds: another node may have moved a
/// channel to another department.
const OLDEST: i64 = 10_000;
/// How often an unknown signature or number may cause a new look, in milliseconds: a forger must not turn
/// our database into the victim.
const BETWEEN_LOOKS: i64 = 1_000;

/// A secret that signs webhooks.
#[derive(Clone, Debug)]
pub struct WebhookSecret {
    /// Names the secret without telling it.
    pub fingerprint: String,
    /// The secret.
    pub secret: SecretSlice<u8>,
}

/// What intake needs to know about a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelFacts {
    /// Id.
    pub id: ChannelId,
    /// The secrets that may sign its webhooks: the current one and, after a rotation, the previous one.
    pub fingerprints: Vec<String>,
    /// Receives its tickets.
    pub department_id: Option<DepartmentId>,
    /// The number is also used in the WhatsApp Business app.
    pub coexistence: bool,
    /// Meta's id of the number.
    pub phone_number_id: String,
    /// Meta's id of the business account.
    pub waba_id: String,
}

/// The channels as intake sees them.
pub(crate) struct Directory {
    current: RwLock<Arc<Contents>>,
    /// Held while reading anew: a thousand webhooks cause one look.
    looking: Mutex<()>,
}

struct Contents {
    read_at: UnixMillis,
    secrets: Arc<Vec<WebhookSecret>>,
    channels: HashMap<String, ChannelFacts>,
    verify_tokens: Vec<[u8; 32]>,
}

impl Directory {
    /// Reads all channels.
    pub async fn load(
        database: &Database,
        secrets: &SecretBox,
        now: UnixMillis,
    ) -> Result<Self, DeskError> {
        let contents = Contents::read(database, secrets, now).await?;
        Ok(Self {
            current: RwLock::new(Arc::new(contents)),
            looking: Mutex::new(()),
        })
    }

    fn contents(&self) -> Arc<Contents> {
        self.current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn replace(&self, contents: Contents) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(contents);
    }
}

impl Contents {
    async fn read(
        database: &Database,
        secrets: &SecretBox,
        now: UnixMillis,
    ) -> Result<Self, DeskError> {
        let rows = channel::Entity::find().all(database.read()).await?;
        let mut contents = Self {
            read_at: now,
            secrets: Arc::default(),
            channels: HashMap::with_capacity(rows.len()),
            verify_tokens: Vec::with_capacity(rows.len()),
        };
        let mut signing = Vec::new();
        for row in rows {
            let current = Sealed::AppSecret.open(secrets, row.id, &row.app_secret)?;
            let previous = row
                .previous_app_secret
                .as_deref()
                .map(|sealed| Sealed::AppSecret.open(secrets, row.id, sealed))
                .transpose()?;
            let fingerprints = std::iter::once(current)
                .chain(previous)
                .map(|secret| remember(&mut signing, &secret))
                .collect();
            let verify_token = Sealed::VerifyToken.open(secrets, row.id, &row.verify_token)?;
            contents
                .verify_tokens
                .push(digest(verify_token.expose_secret()));
            contents.channels.insert(
                row.phone_number_id.clone(),
                ChannelFacts {
                    id: row.id,
                    fingerprints,
                    department_id: row.department_id,
                    coexistence: row.coexistence,
                    phone_number_id: row.phone_number_id,
                    waba_id: row.waba_id,
                },
            );
        }
        contents.secrets = Arc::new(signing);
        Ok(contents)
    }
}

/// Adds `secret` unless it is there: the channels of one app share theirs. Returns its fingerprint.
fn remember(secrets: &mut Vec<WebhookSecret>, secret: &SecretString) -> String {
    let fingerprint = fingerprint(secret);
    if secrets.iter().all(|known| known.fingerprint != fingerprint) {
        secrets.push(WebhookSecret {
            fingerprint: fingerprint.clone(),
            secret: secret.expose_secret().as_bytes().to_vec().into(),
        });
    }
    fingerprint
}

/// Equal lengths, so that comparing takes equally long whatever was presented.
fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

impl Desk {
    /// The secrets that sign webhooks: each app's current one, and the previous one after a rotation.
    pub fn webhook_secrets(&self) -> Arc<Vec<WebhookSecret>> {
        self.0.channels.contents().secrets.clone()
    }

    /// Whether `token` is some channel's verify token. Takes equally long whichever it is.
    pub fn verify_token_matches(&self, token: &str) -> bool {
        let presented = digest(token);
        self.0
            .channels
            .contents()
            .verify_tokens
            .iter()
            .fold(Choice::from(0), |matches, known| {
                matches | known.ct_eq(&presented)
            })
            .into()
    }

    /// Whether an account is ours and `fingerprint` names a secret that may sign its webhooks: whoever holds another
    /// app's secret must not change its templates.
    pub fn is_signed_by_account(&self, waba_id: &str, fingerprint: &str) -> bool {
        self.0.channels.contents().channels.values().any(|channel| {
            channel.waba_id == waba_id
                && channel
                    .fingerprints
                    .iter()
                    .any(|known| known == fingerprint)
        })
    }

    /// The channel that has this number, as it was at most ten seconds ago. A number that is not known
    /// causes a new look, at most once a second: the command line may have added it.
    pub async fn channel_by_phone_number_id(
        &self,
        phone_number_id: &str,
    ) -> Result<Option<ChannelFacts>, DeskError> {
        let known = |desk: &Self| {
            let contents = desk.0.channels.contents();
            contents.channels.get(phone_number_id).cloned()
        };
        if self.age_of_channels() > OLDEST
            && let Err(error) = self.reload_channels().await
        {
            tracing::warn!(%error, "the channels could not be read anew");
        }
        if let Some(facts) = known(self) {
            return Ok(Some(facts));
        }
        self.reload_channels().await?;
        Ok(known(self))
    }

    /// Reads the channels anew unless that was done within the last second; returns whether it was. To be
    /// called when a signature or a verify token matches nothing.
    pub async fn reload_channels(&self) -> Result<bool, DeskError> {
        let looking = self.0.channels.looking.lock().await;
        if self.age_of_channels() < BETWEEN_LOOKS {
            return Ok(false);
        }
        self.look(&looking).await?;
        Ok(true)
    }

    /// Reads the channels anew, after this node changed one. The change is stored whatever comes of this.
    pub(super) async fn note_changed_channel(&self) {
        let looking = self.0.channels.looking.lock().await;
        if let Err(error) = self.look(&looking).await {
            tracing::warn!(%error, "a changed channel is seen a little later");
        }
    }

    /// One at a time, so that what was read earlier cannot replace what was read later.
    async fn look(&self, _looking: &MutexGuard<'_, ()>) -> Result<(), DeskError> {
        let contents = Contents::read(self.database(), self.secrets(), self.now()).await?;
        self.0.channels.replace(contents);
        Ok(())
    }

    fn age_of_channels(&self) -> i64 {
        // A clock that went back must not freeze the directory.
        self.now().since(self.0.channels.contents().read_at).abs()
    }
}
