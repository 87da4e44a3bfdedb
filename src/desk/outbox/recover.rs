//! Attempts whose node died.

use crate::Desk;
use crate::error::DeskError;

impl Desk {
    /// Ends the claims whose lease ran out: messages become unknown, the rest is queued again. Returns
    /// how many.
    pub async fn recover_outbound(&self) -> Result<u64, DeskError> {
        Ok(0)
    }
}
