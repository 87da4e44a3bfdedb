//! How an attempt to send a reaction ended.

use entity::outbox;
use entity::reaction::{self, ReactionState};
use entity::{MessageId, UnixMillis, conversation, message};
use sea_orm::EntityTrait;

use super::rows::{find_reaction_in, put_reaction_in, touch_in};
use crate::error::DeskError;
use crate::journal::{Audience, Event, MessageChange, View};
use crate::message::{FailureRecord, ReactionAuthor};
use crate::outbox::{Settlement, postpone_in, release_in, remove_in};
use crate::storage::UnitOfWork;

/// Attempts whose fate is unknown are repeated, since the same reaction twice is one; but not for ever.
const MOST_UNCLEAR: i32 = 8;
/// The pause before such a repetition, in milliseconds.
const UNCLEAR_PAUSE: i64 = 5_000;

/// Records how an attempt ended.
pub(crate) async fn settle_reaction_in(
    unit: &UnitOfWork,
    entry: &outbox::Model,
    message: MessageId,
    reacted_at: UnixMillis,
    settlement: Settlement,
) -> Result<(), DeskError> {
    match settlement {
        Settlement::Accepted { .. } => {
            remove_in(unit, entry.id).await?;
            settle_row_in(unit, message, reacted_at, None).await
        }
        Settlement::Rejected {
            retry_at: Some(at), ..
        }
        | Settlement::NotSent {
            retry_at: Some(at), ..
        } => postpone_in(unit, entry.id, at).await,
        Settlement::Unclear { .. } if entry.attempts < MOST_UNCLEAR => {
            postpone_in(unit, entry.id, unit.now().plus(UNCLEAR_PAUSE)).await
        }
        Settlement::Rejected { failure, .. }
        | Settlement::NotSent { failure, .. }
        | Settlement::Unclear { failure } => {
            remove_in(unit, entry.id).await?;
            settle_row_in(unit, message, reacted_at, Some(failure)).await
        }
        Settlement::Released { run_at } => release_in(unit, entry, run_at).await,
        Settlement::Done => remove_in(unit, entry.id).await,
    }
}

/// Notes that a reaction was taken, or why it was not; nothing if another one has taken its place or it has failed
/// already.
pub(super) async fn settle_row_in(
    unit: &UnitOfWork,
    message: MessageId,
    reacted_at: UnixMillis,
    failure: Option<FailureRecord>,
) -> Result<(), DeskError> {
    let Some(known) = find_reaction_in(unit, message, ReactionAuthor::BUSINESS).await? else {
        return Ok(());
    };
    if known.reacted_at != reacted_at || known.state == Some(ReactionState::Failed) {
        return Ok(());
    }
    put_reaction_in(unit, after(known, failure)).await?;
    touch_in(unit, message, message::ActiveModel::default()).await?;
    tell_in(unit, message).await
}

/// A removal that failed leaves what the customer still sees; a reaction that failed stays, marked.
fn after(known: reaction::Model, failure: Option<FailureRecord>) -> reaction::Model {
    match failure {
        None => reaction::Model {
            state: Some(ReactionState::Sent),
            failure: None,
            ..known
        },
        Some(failure) => reaction::Model {
            emoji: known.emoji.or_else(|| known.before.clone()),
            state: Some(ReactionState::Failed),
            failure: Some(failure.to_json()),
            ..known
        },
    }
}

async fn tell_in(unit: &UnitOfWork, message_id: MessageId) -> Result<(), DeskError> {
    let Some(row) = message::Entity::find_by_id(message_id)
        .one(unit.connection())
        .await?
    else {
        return Ok(());
    };
    let Some(conversation) = conversation::Entity::find_by_id(row.conversation_id)
        .one(unit.connection())
        .await?
    else {
        return Ok(());
    };
    unit.append(
        Event::MessageChanged {
            message_id,
            conversation_id: conversation.id,
            change: MessageChange::Reaction,
        },
        Audience::Conversation {
            view: View::of(&conversation),
        },
    );
    Ok(())
}
