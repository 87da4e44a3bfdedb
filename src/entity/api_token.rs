//! An integrator's token.

use sea_orm::entity::prelude::*;

use crate::{ApiTokenId, UnixMillis};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "api_token")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiTokenId,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// SHA-256 of the token; unique.
    pub token_hash: Vec<u8>,
    /// Space-separated: `read`, `send`, `administer`.
    #[sea_orm(column_type = "Text")]
    pub scopes: String,
    /// When the row was made.
    pub created_at: UnixMillis,
    /// Last used at.
    pub last_used_at: Option<UnixMillis>,
    /// Revoked at.
    pub revoked_at: Option<UnixMillis>,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
