//! A file that a user uploaded, to send it.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{ApiTokenId, PersonId, UnixMillis, UploadId};

/// As what a file is to be sent.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum UploadKind {
    /// A picture.
    #[sea_orm(string_value = "image")]
    Image,
    /// A video.
    #[sea_orm(string_value = "video")]
    Video,
    /// Sound, as a file.
    #[sea_orm(string_value = "audio")]
    Audio,
    /// Speech, recorded to be sent.
    #[sea_orm(string_value = "voice")]
    Voice,
    /// Any other file.
    #[sea_orm(string_value = "document")]
    Document,
    /// A sticker.
    #[sea_orm(string_value = "sticker")]
    Sticker,
}

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "upload")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UploadId,
    /// Who uploaded it; nobody else may send it.
    pub person_id: Option<PersonId>,
    /// Which program uploaded it.
    pub api_token_id: Option<ApiTokenId>,
    /// As what it may be sent.
    pub kind: UploadKind,
    /// Type by its own bytes; the one that Meta is told.
    #[sea_orm(column_type = "Text")]
    pub content_type: String,
    /// Chosen by the user, made harmless.
    #[sea_orm(column_type = "Text", nullable)]
    pub file_name: Option<String>,
    /// Size.
    pub bytes: i64,
    /// Digest, hexadecimal.
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    /// Where the store keeps it; equal for equal files.
    #[sea_orm(column_type = "Text")]
    pub storage_key: String,
    /// Of an image, in pixels.
    pub width: Option<i32>,
    /// Of an image, in pixels.
    pub height: Option<i32>,
    /// Of sound, in milliseconds.
    pub duration_ms: Option<i32>,
    /// Of a voice note: its bars, each a byte, hexadecimal.
    #[sea_orm(column_type = "Text", nullable)]
    pub waveform: Option<String>,
    /// Of a voice note that goes on in another one.
    pub next_part_id: Option<UploadId>,
    /// When.
    pub created_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
