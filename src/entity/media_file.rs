//! The file of a message.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{ChannelId, MessageId, UnixMillis};

/// Where a file stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum MediaState {
    /// Waits to be fetched.
    #[sea_orm(string_value = "waiting")]
    Waiting,
    /// A node fetches it.
    #[sea_orm(string_value = "fetching")]
    Fetching,
    /// In the store, whole and verified.
    #[sea_orm(string_value = "stored")]
    Stored,
    /// Meta no longer has it.
    #[sea_orm(string_value = "expired")]
    Expired,
    /// The desk does not take it.
    #[sea_orm(string_value = "refused")]
    Refused,
}

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "media_file")]
pub struct Model {
    /// Message; it has at most one file.
    #[sea_orm(primary_key, auto_increment = false)]
    pub message_id: MessageId,
    /// Whose token fetches it.
    pub channel_id: ChannelId,
    /// Meta's id of the file; empty for what the desk itself sends.
    #[sea_orm(column_type = "Text")]
    pub meta_media_id: String,
    /// State.
    pub state: MediaState,
    /// Type as the sender's app declared it; untrusted.
    #[sea_orm(column_type = "Text")]
    pub declared_type: String,
    /// Digest as the webhook wrote it: base64 or hexadecimal.
    #[sea_orm(column_type = "Text", nullable)]
    pub expected_sha256: Option<String>,
    /// Type by the file's own first bytes; one of the list that is served as such, or
    /// `application/octet-stream`.
    #[sea_orm(column_type = "Text", nullable)]
    pub content_type: Option<String>,
    /// Digest of what was stored, hexadecimal.
    #[sea_orm(column_type = "Text", nullable)]
    pub sha256: Option<String>,
    /// Size of what was stored.
    pub bytes: Option<i64>,
    /// Of an image, in pixels.
    pub width: Option<i32>,
    /// Of an image, in pixels.
    pub height: Option<i32>,
    /// Of sound that could be decoded, in milliseconds.
    pub duration_ms: Option<i32>,
    /// Of sound that could be decoded: its bars, each a byte, hexadecimal.
    #[sea_orm(column_type = "Text", nullable)]
    pub waveform: Option<String>,
    /// Where the store keeps it; equal for equal files.
    #[sea_orm(column_type = "Text", nullable)]
    pub storage_key: Option<String>,
    /// Attempts.
    pub attempts: i32,
    /// Not before.
    pub run_at: UnixMillis,
    /// When Meta forgets the id: a failure from then on is final.
    pub expires_at: UnixMillis,
    /// Owner.
    #[sea_orm(column_type = "Text", nullable)]
    pub owner: Option<String>,
    /// Lease until.
    pub lease_until: Option<UnixMillis>,
    /// Why the last attempt failed, for operators.
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    /// When it was stored or given up.
    pub settled_at: Option<UnixMillis>,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
