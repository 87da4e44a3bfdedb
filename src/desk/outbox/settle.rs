//! How an attempt ended.

use entity::delivery::{self, DeliveryState};
use entity::{MessageId, OutboxId, UnixMillis, conversation, message, outbox};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::OutboundTask;
use super::queue::task_of;
use super::rows::{
    doubt_in, find_in, lock_delivery_in, postpone_in, release_in, remove_in, write_in,
};
use crate::Desk;
use crate::contact::confirm_addresses_in;
use crate::error::DeskError;
use crate::journal::MessageChange;
use crate::message::FailureRecord;
use crate::message::status::{after_acceptance, after_doubt, after_postponement, after_refusal};
use crate::reaction::settle_reaction_in;
use crate::storage::UnitOfWork;
use crate::webhook::apply_pending_in;

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// Meta took the message.
    Accepted {
        /// Meta's id of it.
        wamid: String,
        /// How Meta writes the recipient's number.
        wa_id: Option<String>,
        /// The recipient's user id.
        bsuid: Option<String>,
        /// Whether Meta holds it back to see how customers take the template (pacing).
        held: bool,
    },
    /// Meta refused it.
    Rejected {
        /// Why.
        failure: FailureRecord,
        /// When to try again; none = it failed.
        retry_at: Option<UnixMillis>,
    },
    /// It certainly did not reach Meta.
    NotSent {
        /// Why.
        failure: FailureRecord,
        /// When to try again; none = it failed.
        retry_at: Option<UnixMillis>,
    },
    /// It may or may not have reached Meta: never tried again without a person's decision.
    Unclear {
        /// What was seen.
        failure: FailureRecord,
    },
    /// A read mark or a typing indicator was taken, or given up.
    Done,
    /// The attempt had not begun: back to the queue, as if it had not been claimed.
    Released {
        /// Not before; none = as soon as possible.
        run_at: Option<UnixMillis>,
    },
}

impl Desk {
    /// Records how an attempt ended. Does nothing when a status webhook has settled it meanwhile.
    pub async fn settle_outbound(
        &self,
        id: OutboxId,
        settlement: Settlement,
    ) -> Result<(), DeskError> {
        self.database()
            .write(move |unit| Box::pin(async move { settle_in(unit, id, settlement).await }))
            .await
    }
}

/// Settles one entry. The delivery is locked before the entry goes, as statuses do it.
async fn settle_in(
    unit: &UnitOfWork,
    id: OutboxId,
    settlement: Settlement,
) -> Result<(), DeskError> {
    let Some(entry) = find_in(unit, id).await? else {
        return Ok(());
    };
    let Some(message) = entry.message_id else {
        return settle_signal_in(unit, &entry, settlement).await;
    };
    let Some(delivery) = lock_delivery_in(unit, message).await? else {
        return remove_in(unit, id).await;
    };
    if find_in(unit, id).await?.is_none() {
        return Ok(());
    }
    settle_message_in(unit, &entry, delivery, settlement).await
}

async fn settle_message_in(
    unit: &UnitOfWork,
    entry: &outbox::Model,
    delivery: delivery::Model,
    settlement: Settlement,
) -> Result<(), DeskError> {
    let before = delivery.state;
    let (after, change) = match settlement {
        Settlement::Accepted {
            wamid,
            wa_id,
            bsuid,
            held,
        } => {
            remove_in(unit, entry.id).await?;
            name_in(unit, delivery.message_id, entry, wamid).await?;
            if let Some(conversation) = conversation_in(unit, entry).await? {
                confirm_addresses_in(unit, conversation.contact_id, wa_id, bsuid).await?;
            }
            let accepted = after_acceptance(&delivery, unit.now(), held);
            (accepted, MessageChange::Delivery)
        }
        Settlement::Rejected {
            failure,
            retry_at: Some(at),
        }
        | Settlement::NotSent {
            failure,
            retry_at: Some(at),
        } => {
            postpone_in(unit, entry.id, at).await?;
            let postponed = after_postponement(&delivery, at, &failure);
            (postponed, MessageChange::Delivery)
        }
        Settlement::Rejected { failure, .. } | Settlement::NotSent { failure, .. } => {
            remove_in(unit, entry.id).await?;
            let refused = after_refusal(&delivery, unit.now(), &failure);
            (refused, MessageChange::Failed)
        }
        Settlement::Unclear { failure } => {
            doubt_in(unit, entry.id).await?;
            (after_doubt(&delivery, &failure), MessageChange::Delivery)
        }
        Settlement::Done => {
            remove_in(unit, entry.id).await?;
            (None, MessageChange::Delivery)
        }
        Settlement::Released { run_at } => {
            release_in(unit, entry, run_at).await?;
            (released(delivery), MessageChange::Delivery)
        }
    };
    write_in(unit, entry.conversation_id, before, after, change).await
}

/// Read marks and typing indicators are tried again or forgotten; nobody waits for them. Reactions are shown.
async fn settle_signal_in(
    unit: &UnitOfWork,
    entry: &outbox::Model,
    settlement: Settlement,
) -> Result<(), DeskError> {
    if let Some(OutboundTask::React {
        message_id,
        reacted_at,
        ..
    }) = task_of(entry)
    {
        return settle_reaction_in(unit, entry, message_id, reacted_at, settlement).await;
    }
    match settlement {
        Settlement::Released { run_at } => release_in(unit, entry, run_at).await,
        Settlement::Rejected {
            retry_at: Some(at), ..
        }
        | Settlement::NotSent {
            retry_at: Some(at), ..
        } => postpone_in(unit, entry.id, at).await,
        _ => remove_in(unit, entry.id).await,
    }
}

/// The message has failed: it leaves the outbox, and the next of its conversation may go.
pub(super) async fn fail_in(
    unit: &UnitOfWork,
    id: OutboxId,
    failure: FailureRecord,
) -> Result<(), DeskError> {
    let settlement = Settlement::Rejected {
        failure,
        retry_at: None,
    };
    settle_in(unit, id, settlement).await
}

/// The attempt's fate is unknown; what is no message is tried again.
pub(super) async fn give_up_in(unit: &UnitOfWork, entry: &outbox::Model) -> Result<(), DeskError> {
    let settlement = if entry.message_id.is_some() {
        Settlement::Unclear {
            failure: FailureRecord::default(),
        }
    } else {
        Settlement::Released { run_at: None }
    };
    settle_in(unit, entry.id, settlement).await
}

/// Gives one entry back.
pub(super) async fn release_one_in(unit: &UnitOfWork, id: OutboxId) -> Result<(), DeskError> {
    settle_in(unit, id, Settlement::Released { run_at: None }).await
}

fn released(delivery: delivery::Model) -> Option<delivery::Model> {
    (delivery.state == DeliveryState::Sending).then(|| delivery::Model {
        state: DeliveryState::Queued,
        attempts: (delivery.attempts - 1).max(0),
        version: delivery.version + 1,
        ..delivery
    })
}

async fn conversation_in(
    unit: &UnitOfWork,
    entry: &outbox::Model,
) -> Result<Option<conversation::Model>, DeskError> {
    Ok(conversation::Entity::find_by_id(entry.conversation_id)
        .one(unit.connection())
        .await?)
}

/// Keeps Meta's id of the message, and applies what waited for it: a customer may react to it before
/// Meta has answered us.
async fn name_in(
    unit: &UnitOfWork,
    id: MessageId,
    entry: &outbox::Model,
    wamid: String,
) -> Result<(), DeskError> {
    message::Entity::update_many()
        .set(message::ActiveModel {
            wamid: Set(Some(wamid.clone())),
            ..Default::default()
        })
        .filter(message::Column::Id.eq(id))
        .exec(unit.connection())
        .await?;
    apply_pending_in(unit, &[(entry.channel_id, wamid)]).await
}
