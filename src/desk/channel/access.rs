//! What sending on a channel needs.

use entity::{ChannelId, channel};
use sea_orm::EntityTrait;
use secrecy::SecretString;

use super::PauseView;
use super::seal::Sealed;
use crate::desk::Desk;
use crate::error::DeskError;

/// Meta's throughput of a number, in messages a second (Cloud API, "Throughput").
const PER_SECOND: u32 = 80;
/// The same when the number is also used in the WhatsApp Business app.
const PER_SECOND_IN_COEXISTENCE: u32 = 20;

/// What sending on a channel needs.
#[derive(Clone, Debug)]
pub struct ChannelAccess {
    /// Meta's id of the number.
    pub phone_number_id: String,
    /// Lets the desk send.
    pub access_token: SecretString,
    /// Nothing may be sent while set.
    pub paused: Option<PauseView>,
    /// How many messages a second Meta takes.
    pub per_second: u32,
}

impl Desk {
    /// What sending on a channel needs, as it stands now.
    pub async fn sending_access(&self, id: ChannelId) -> Result<ChannelAccess, DeskError> {
        let row = channel::Entity::find_by_id(id)
            .one(self.database().read())
            .await?
            .ok_or(DeskError::NotFound("channel"))?;
        Ok(ChannelAccess {
            access_token: Sealed::AccessToken.open(self.secrets(), id, &row.access_token)?,
            paused: PauseView::of(&row),
            per_second: if row.coexistence {
                PER_SECOND_IN_COEXISTENCE
            } else {
                PER_SECOND
            },
            phone_number_id: row.phone_number_id,
        })
    }
}
