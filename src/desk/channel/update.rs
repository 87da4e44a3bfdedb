//! Changing a channel.

use entity::{ChannelId, DepartmentId};
use secrecy::SecretString;

use super::ChannelView;
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;

/// What to do with the department that receives a channel's tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DepartmentPatch {
    /// Leave it.
    #[default]
    Keep,
    /// None any more.
    Clear,
    /// This one.
    Set(DepartmentId),
}

/// What to change of a channel; none leaves it as it is.
#[derive(Clone, Debug, Default)]
pub struct ChannelPatch {
    /// Name.
    pub name: Option<String>,
    /// For people.
    pub display_phone_number: Option<String>,
    /// Resumes a channel that was paused because Meta refused the old one.
    pub access_token: Option<SecretString>,
    /// The old one stays good until the next change, so that webhooks under way are not refused.
    pub app_secret: Option<SecretString>,
    /// Answers Meta's question whether the webhook's address is ours.
    pub verify_token: Option<SecretString>,
    /// Receives the channel's tickets (O-17).
    pub department: DepartmentPatch,
    /// The number is also used in the WhatsApp Business app.
    pub coexistence: Option<bool>,
    /// Stops or resumes sending.
    pub paused: Option<bool>,
}

impl Desk {
    /// Changes a channel. Administrators only.
    pub async fn update_channel(
        &self,
        actor: &Actor,
        id: ChannelId,
        patch: ChannelPatch,
    ) -> Result<ChannelView, DeskError> {
        actor.require_administrator()?;
        Err(DeskError::Internal(format!("{id} {patch:?}")))
    }
}
