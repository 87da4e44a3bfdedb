//! Connecting a number.

use entity::DepartmentId;
use secrecy::SecretString;

use super::ChannelView;
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;

/// A number to be connected.
#[derive(Clone, Debug)]
pub struct NewChannel {
    /// Name.
    pub name: String,
    /// Meta's id of the number.
    pub phone_number_id: String,
    /// Meta's id of the business account.
    pub waba_id: String,
    /// For people.
    pub display_phone_number: Option<String>,
    /// Lets the desk send.
    pub access_token: SecretString,
    /// Signs the webhooks.
    pub app_secret: SecretString,
    /// Answers Meta's question whether the webhook's address is ours.
    pub verify_token: SecretString,
    /// Receives the channel's tickets (O-17).
    pub department_id: Option<DepartmentId>,
    /// The number is also used in the WhatsApp Business app: 20 messages a second instead of 80.
    pub coexistence: bool,
}

impl Desk {
    /// Connects a number. Administrators only.
    pub async fn create_channel(
        &self,
        actor: &Actor,
        channel: NewChannel,
    ) -> Result<ChannelView, DeskError> {
        actor.require_administrator()?;
        Err(DeskError::Internal(format!("{channel:?}")))
    }
}
