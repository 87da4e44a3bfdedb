//! One WhatsApp business phone number that the desk answers on.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{ChannelId, DepartmentId, UnixMillis};

/// Why nothing is sent on a channel.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// Meta refused the access token.
    #[sea_orm(string_value = "token_rejected")]
    TokenRejected,
    /// Meta restricted the account or the number.
    #[sea_orm(string_value = "account_restricted")]
    AccountRestricted,
    /// An administrator switched sending off.
    #[sea_orm(string_value = "by_administrator")]
    ByAdministrator,
}

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "channel")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ChannelId,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Meta's id of the number; unique.
    #[sea_orm(column_type = "Text")]
    pub phone_number_id: String,
    /// Meta's id of the business account.
    #[sea_orm(column_type = "Text")]
    pub waba_id: String,
    /// Display phone number.
    #[sea_orm(column_type = "Text", nullable)]
    pub display_phone_number: Option<String>,
    /// Encrypted at rest.
    pub access_token: Vec<u8>,
    /// Encrypted at rest.
    pub app_secret: Vec<u8>,
    /// Tells, without decrypting, which secret signed a webhook.
    #[sea_orm(column_type = "Text")]
    pub app_secret_fingerprint: String,
    /// Encrypted at rest; still accepted while a rotation is under way.
    pub previous_app_secret: Option<Vec<u8>>,
    /// Previous app secret fingerprint.
    #[sea_orm(column_type = "Text", nullable)]
    pub previous_app_secret_fingerprint: Option<String>,
    /// Encrypted at rest.
    pub verify_token: Vec<u8>,
    /// Receives the tickets of this channel (O-17).
    pub department_id: Option<DepartmentId>,
    /// The number is also used in the WhatsApp Business app: 20 messages a second instead of 80.
    pub coexistence: bool,
    /// What somebody sends from the `WhatsApp` Business app to end echo mode (L-105).
    #[sea_orm(column_type = "Text", nullable)]
    pub echo_keyword: Option<String>,
    /// Nothing is sent while set.
    pub paused_at: Option<UnixMillis>,
    /// Pause reason.
    pub pause_reason: Option<PauseReason>,
    /// Meta's error that caused the pause.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub pause_failure: Option<Json>,
    /// When the row was made.
    pub created_at: UnixMillis,
    /// When the row last changed.
    pub updated_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
