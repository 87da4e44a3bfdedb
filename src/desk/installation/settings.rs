//! What the installation made for itself and keeps.

use entity::setting;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::desk::Desk;
use crate::error::DeskError;
use crate::secrets::SecretBox;
use crate::storage::Database;

const KEY_CHECK: &str = "key_check";

impl Desk {
    /// What is kept under `name`, as it is stored.
    pub async fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, DeskError> {
        find(self.database(), name).await
    }

    /// The secret kept under `name`; the first caller's `make` makes it. Encrypted at rest. When several
    /// nodes start at once, all get the one that was stored first.
    pub async fn keep_secret(
        &self,
        name: &'static str,
        make: impl FnOnce() -> Vec<u8> + Send,
    ) -> Result<Vec<u8>, DeskError> {
        keep_secret(self.database(), self.secrets(), name, make).await
    }
}

/// Notices a wrong key before anything is encrypted with it.
pub(super) async fn check_key(database: &Database, secrets: &SecretBox) -> Result<(), DeskError> {
    keep_secret(database, secrets, KEY_CHECK, Vec::new).await?;
    Ok(())
}

async fn keep_secret(
    database: &Database,
    secrets: &SecretBox,
    name: &'static str,
    make: impl FnOnce() -> Vec<u8> + Send,
) -> Result<Vec<u8>, DeskError> {
    let purpose = format!("setting.{name}");
    let sealed = match find(database, name).await? {
        Some(sealed) => sealed,
        None => keep(database, name, secrets.seal(&purpose, &make())?).await?,
    };
    Ok(secrets.open(&purpose, &sealed)?)
}

async fn find(database: &Database, name: &str) -> Result<Option<Vec<u8>>, DeskError> {
    let row = setting::Entity::find_by_id(name.to_owned())
        .one(database.read())
        .await?;
    Ok(row.map(|row| row.value))
}

/// Stores `value` unless something is kept under `name` already; returns what is kept.
pub(super) async fn keep(
    database: &Database,
    name: &'static str,
    value: Vec<u8>,
) -> Result<Vec<u8>, DeskError> {
    database
        .write(move |unit| {
            Box::pin(async move {
                setting::Entity::insert(setting::ActiveModel {
                    name: Set(name.to_owned()),
                    value: Set(value),
                })
                .on_conflict(
                    OnConflict::column(setting::Column::Name)
                        .do_nothing()
                        .to_owned(),
                )
                .exec_without_returning(unit.connection())
                .await?;
                let kept = setting::Entity::find_by_id(name.to_owned())
                    .one(unit.connection())
                    .await?;
                kept.map(|row| row.value)
                    .ok_or_else(|| DeskError::Internal(format!("the setting {name} is gone")))
            })
        })
        .await
}
