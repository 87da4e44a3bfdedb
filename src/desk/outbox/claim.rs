//! Taking what may be sent now.

use super::Outbound;
use crate::Desk;
use crate::error::DeskError;

impl Desk {
    /// Claims what may be sent now for `owner`, oldest first, at most `limit`.
    pub async fn claim_outbound(
        &self,
        _owner: &str,
        _limit: u64,
    ) -> Result<Vec<Outbound>, DeskError> {
        Ok(Vec::new())
    }
}
