//! What a device shows.

use entity::{ConversationId, DeviceId, device_presence};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::access::SignedIn;
use crate::desk::Desk;
use crate::error::DeskError;

/// How long a report holds unless it is renewed, in milliseconds: the socket that made it may have died
/// without a word.
pub const PRESENCE_LASTS: i64 = 30_000;
/// After how long an old report is forgotten, in milliseconds.
const FORGOTTEN_AFTER: i64 = 24 * 60 * 60 * 1_000;

impl Desk {
    /// The person's device shows this, until [`PRESENCE_LASTS`] has passed: call it again before then.
    pub async fn report_presence(
        &self,
        signed_in: &SignedIn,
        visible: bool,
        conversation: Option<ConversationId>,
    ) -> Result<(), DeskError> {
        let device = signed_in
            .device_id
            .ok_or_else(|| DeskError::invalid("deviceId", "this session names no device"))?;
        let person = signed_in.person_id;
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    device_presence::Entity::delete_many()
                        .filter(
                            device_presence::Column::Until.lt(unit.now().plus(-FORGOTTEN_AFTER)),
                        )
                        .exec(unit.connection())
                        .await?;
                    device_presence::Entity::insert(device_presence::ActiveModel {
                        device_id: Set(device),
                        person_id: Set(person),
                        visible: Set(visible),
                        conversation_id: Set(conversation),
                        until: Set(unit.now().plus(PRESENCE_LASTS)),
                    })
                    .on_conflict(
                        OnConflict::column(device_presence::Column::DeviceId)
                            .update_columns([
                                device_presence::Column::PersonId,
                                device_presence::Column::Visible,
                                device_presence::Column::ConversationId,
                                device_presence::Column::Until,
                            ])
                            .to_owned(),
                    )
                    .exec_without_returning(unit.connection())
                    .await?;
                    Ok(())
                })
            })
            .await
    }

    /// The device shows nothing any more: its socket has closed.
    pub async fn end_presence(&self, device: DeviceId) -> Result<(), DeskError> {
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    device_presence::Entity::delete_by_id(device)
                        .exec(unit.connection())
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}
