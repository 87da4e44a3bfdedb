//! Giving back what was claimed and not begun.

use entity::OutboxId;

use super::settle::release_one_in;
use crate::Desk;
use crate::error::DeskError;

impl Desk {
    /// Gives back claims whose attempt has not begun, such as at a shutdown. Never an attempt that is
    /// under way: it would be sent twice.
    pub async fn release_outbound(&self, ids: &[OutboxId]) -> Result<(), DeskError> {
        let ids = ids.to_owned();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    for id in ids {
                        release_one_in(unit, id).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}
