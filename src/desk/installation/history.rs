//! Which history the journal tells: its epoch, which a restore changes.

use entity::setting;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::desk::Desk;
use crate::error::DeskError;
use crate::secrets::random_bytes;
use crate::storage::Database;

use super::settings;

const EPOCH: &str = "journal_epoch";

/// The epoch of this installation's journal; made at the first start.
pub(super) async fn epoch(database: &Database) -> Result<String, DeskError> {
    let made = new_epoch()?;
    let kept = settings::keep(database, EPOCH, made).await?;
    String::from_utf8(kept)
        .map_err(|_| DeskError::Internal("the journal's epoch is damaged".into()))
}

fn new_epoch() -> Result<Vec<u8>, DeskError> {
    Ok(hex::encode(random_bytes::<8>()?).into_bytes())
}

impl Desk {
    /// Declares that the journal goes on from another history than the one that clients know: after a
    /// restore, whose cursors could otherwise point past events that now mean something else. Holds from
    /// the next [`Desk::open`] on.
    pub async fn begin_new_history(&self) -> Result<(), DeskError> {
        let epoch = new_epoch()?;
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    setting::Entity::insert(setting::ActiveModel {
                        name: Set(EPOCH.to_owned()),
                        value: Set(epoch),
                    })
                    .on_conflict(
                        OnConflict::column(setting::Column::Name)
                            .update_column(setting::Column::Value)
                            .to_owned(),
                    )
                    .exec_without_returning(unit.connection())
                    .await?;
                    Ok(())
                })
            })
            .await
    }
}
