//! One of the identifiers by which `WhatsApp` names a contact.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{ContactAddressId, ContactId, UnixMillis};

/// What kind of identifier an address is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum AddressKind {
    /// International phone number in digits.
    #[sea_orm(string_value = "wa_id")]
    WaId,
    /// Business-scoped user id.
    #[sea_orm(string_value = "bsuid")]
    Bsuid,
    /// Business-scoped user id across linked portfolios.
    #[sea_orm(string_value = "parent_bsuid")]
    ParentBsuid,
    /// Public name; may change hands, so it never identifies by itself.
    #[sea_orm(string_value = "username")]
    Username,
}

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "contact_address")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContactAddressId,
    /// Contact.
    pub contact_id: ContactId,
    /// Kind.
    pub kind: AddressKind,
    /// Canonical form; unique with the kind. Folds Brazil's ninth digit and its Mexican and Argentinian cousins.
    #[sea_orm(column_type = "Text")]
    pub match_key: String,
    /// As Meta last wrote it; messages are addressed to this.
    #[sea_orm(column_type = "Text")]
    pub value: String,
    /// When the row was made.
    pub created_at: UnixMillis,
    /// Last seen at.
    pub last_seen_at: UnixMillis,
}

/// Joins are written where they are needed; the tables declare none.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
