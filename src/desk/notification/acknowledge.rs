//! A device says that it has shown a message.

use std::collections::BTreeSet;

use entity::{
    DeviceId, MessageId, PersonId, push_acknowledgement, push_delivery, push_subscription,
};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::storage::UnitOfWork;

/// How many messages may be acknowledged at once: more than a screen shows.
const MOST: usize = 200;
/// How long an acknowledgement is remembered, in milliseconds. It matters while the push may still be
/// planned: a moment, unless the consumer lags.
const REMEMBERED_FOR: i64 = 10 * 60 * 1_000;

impl Desk {
    /// The actor's device has shown these messages: it is not pushed any of them (L-186). Also when the push
    /// is only planned after this.
    pub async fn acknowledge(
        &self,
        actor: &Actor,
        device: DeviceId,
        messages: &[MessageId],
    ) -> Result<(), DeskError> {
        let person = actor.require_person()?.person_id;
        if messages.len() > MOST {
            return Err(DeskError::invalid("messageIds", format!("at most {MOST}")));
        }
        if messages.is_empty() {
            return Ok(());
        }
        // Each once: PostgreSQL refuses to write a row twice in one statement.
        let messages: BTreeSet<_> = messages.iter().copied().collect();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    remember_in(unit, person, device, &messages).await?;
                    withdraw_from_in(unit, person, device, messages).await
                })
            })
            .await
    }
}

async fn remember_in(
    unit: &UnitOfWork,
    person: PersonId,
    device: DeviceId,
    messages: &BTreeSet<MessageId>,
) -> Result<(), DeskError> {
    push_acknowledgement::Entity::delete_many()
        .filter(push_acknowledgement::Column::AcknowledgedAt.lt(unit.now().plus(-REMEMBERED_FOR)))
        .exec(unit.connection())
        .await?;
    let rows = messages
        .iter()
        .map(|message| push_acknowledgement::ActiveModel {
            device_id: Set(device),
            message_id: Set(*message),
            person_id: Set(person),
            acknowledged_at: Set(unit.now()),
        });
    push_acknowledgement::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([
                push_acknowledgement::Column::DeviceId,
                push_acknowledgement::Column::MessageId,
            ])
            .update_columns([
                push_acknowledgement::Column::PersonId,
                push_acknowledgement::Column::AcknowledgedAt,
            ])
            .to_owned(),
        )
        .exec_without_returning(unit.connection())
        .await?;
    Ok(())
}

async fn withdraw_from_in(
    unit: &UnitOfWork,
    person: PersonId,
    device: DeviceId,
    messages: BTreeSet<MessageId>,
) -> Result<(), DeskError> {
    let of_the_device = push_subscription::Entity::find()
        .select_only()
        .column(push_subscription::Column::Id)
        .filter(push_subscription::Column::DeviceId.eq(device))
        .filter(push_subscription::Column::PersonId.eq(person))
        .into_query();
    push_delivery::Entity::delete_many()
        .filter(push_delivery::Column::SubscriptionId.in_subquery(of_the_device))
        .filter(push_delivery::Column::MessageId.is_in(messages))
        .exec(unit.connection())
        .await?;
    Ok(())
}
