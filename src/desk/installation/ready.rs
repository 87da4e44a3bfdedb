//! Whether the desk can still write.

use entity::setting;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::desk::Desk;
use crate::storage::StorageError;

const READY: &str = "ready";

impl Desk {
    /// Writes through the same door as every command, and reads it back: a full disk, a stuck writer or
    /// a replica that was taken for the primary show here (F12, F15, F31).
    pub async fn ping(&self) -> Result<(), StorageError> {
        let written = self.now().0.to_be_bytes().to_vec();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    setting::Entity::insert(setting::ActiveModel {
                        name: Set(READY.to_owned()),
                        value: Set(written),
                    })
                    .on_conflict(
                        OnConflict::column(setting::Column::Name)
                            .update_column(setting::Column::Value)
                            .to_owned(),
                    )
                    .exec_without_returning(unit.connection())
                    .await?;
                    Ok::<_, StorageError>(())
                })
            })
            .await?;
        setting::Entity::find_by_id(READY.to_owned())
            .one(self.database().read())
            .await?;
        Ok(())
    }
}
