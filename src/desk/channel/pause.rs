//! Stopping to send on a channel.

use entity::ChannelId;
use entity::channel::PauseReason;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::message::FailureRecord;

impl Desk {
    /// Stops sending on a channel; what is queued stays queued. A channel that is paused already keeps its
    /// first reason.
    pub async fn pause_channel(
        &self,
        id: ChannelId,
        reason: PauseReason,
        failure: Option<FailureRecord>,
    ) -> Result<(), DeskError> {
        Err(DeskError::Internal(format!("{id} {reason:?} {failure:?}")))
    }
}
