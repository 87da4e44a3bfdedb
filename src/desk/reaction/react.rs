//! Reacting to a message.

use entity::message::{self, Direction};
use entity::reaction::{self, ReactionState};
use entity::{MessageId, UnixMillis};
use sea_orm::EntityTrait;

use super::emoji::one_emoji;
use super::queue::{forget_in, queue_in};
use super::rows::{find_reaction_in, put_reaction_in, touch_in};
use crate::Desk;
use crate::access::Actor;
use crate::conversation::{Held, window};
use crate::error::DeskError;
use crate::journal::{Event, MessageChange};
use crate::message::load::view_in;
use crate::message::{MessageView, ReactionAuthor};
use crate::storage::UnitOfWork;

/// How old a message may be that is reacted to, in milliseconds (Cloud API reference, section 7.3): thirty days.
const OLDEST: i64 = 30 * 24 * 60 * 60 * 1_000;

impl Desk {
    /// Puts an emoji on a message in the name of the business, replaces the one that is there (L-068), or takes it
    /// away. It claims nobody and stops no counter (L-069). Asking again for what is there already changes nothing.
    pub async fn react(
        &self,
        actor: &Actor,
        message: MessageId,
        emoji: Option<&str>,
    ) -> Result<MessageView, DeskError> {
        actor.require_server()?;
        let emoji = emoji.map(one_emoji).transpose()?;
        let actor = actor.clone();
        self.database()
            .write(move |unit| {
                Box::pin(async move { react_in(unit, &actor, message, emoji).await })
            })
            .await
    }
}

async fn react_in(
    unit: &UnitOfWork,
    actor: &Actor,
    id: MessageId,
    emoji: Option<String>,
) -> Result<MessageView, DeskError> {
    let not_found = || DeskError::NotFound("message");
    let row = message::Entity::find_by_id(id)
        .one(unit.connection())
        .await?
        .ok_or_else(not_found)?;
    let mut held = match Held::lock_in(unit, actor, row.conversation_id).await {
        Err(DeskError::NotFound(_)) => return Err(not_found()),
        outcome => outcome?,
    };
    let wamid = target(&row, unit.now())?.to_owned();
    let known = find_reaction_in(unit, id, ReactionAuthor::BUSINESS).await?;
    let next = match plan(known.as_ref(), emoji.as_deref()) {
        Plan::Nothing => return Ok(view_in(unit.connection(), row).await?),
        Plan::Undo => None,
        Plan::Send if !window::is_open(held.now.window_expires_at, unit.now(), window::MARGIN) => {
            return Err(DeskError::WindowClosed);
        }
        Plan::Send => Some(ReactionState::Waiting),
    };
    let reaction = reaction::Model {
        message_id: id,
        author: ReactionAuthor::BUSINESS.to_owned(),
        emoji: emoji.clone(),
        person_id: actor.person_id(),
        reacted_at: unit.now(),
        state: next,
        before: known.and_then(seen),
        failure: None,
    };
    put_reaction_in(unit, reaction).await?;
    if next.is_some() {
        queue_in(unit, &held.now, id, wamid, emoji).await?;
    } else {
        forget_in(unit, held.now.id, id).await?;
    }
    touch_in(unit, id, message::ActiveModel::default()).await?;
    let conversation_id = held.now.id;
    held.tell(Event::MessageChanged {
        message_id: id,
        conversation_id,
        change: MessageChange::Reaction,
    });
    held.save_in(unit).await?;
    let row = message::Entity::find_by_id(id)
        .one(unit.connection())
        .await?
        .ok_or_else(not_found)?;
    Ok(view_in(unit.connection(), row).await?)
}

/// Meta's id of a message that can be reacted to.
fn target(row: &message::Model, now: UnixMillis) -> Result<&str, DeskError> {
    let refused = |reason| Err(DeskError::Conflict(reason));
    if matches!(row.direction, Direction::Internal | Direction::System) {
        return refused("the customer does not have this message");
    }
    if row.revoked_at.is_some() {
        return refused("the message was deleted");
    }
    if now.since(row.sent_at) > OLDEST {
        return refused("the message is older than thirty days");
    }
    match &row.wamid {
        Some(wamid) => Ok(wamid),
        None => refused("the message has not reached WhatsApp yet"),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Plan {
    /// It is so already.
    Nothing,
    /// Back to what the customer sees anyway, after a failure: nobody has to be told.
    Undo,
    Send,
}

fn plan(known: Option<&reaction::Model>, wanted: Option<&str>) -> Plan {
    let Some(known) = known else {
        return if wanted.is_none() {
            Plan::Nothing
        } else {
            Plan::Send
        };
    };
    if known.state == Some(ReactionState::Failed) {
        return if known.before.as_deref() == wanted {
            Plan::Undo
        } else {
            Plan::Send
        };
    }
    if known.emoji.as_deref() == wanted {
        Plan::Nothing
    } else {
        Plan::Send
    }
}

/// What the customer sees of the business's reaction.
fn seen(known: reaction::Model) -> Option<String> {
    match known.state {
        Some(ReactionState::Waiting | ReactionState::Failed) => known.before,
        Some(ReactionState::Sent) | None => known.emoji,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_customer_does_not_see_yet_is_sent() {
        use ReactionState::{Failed, Sent, Waiting};
        let table = [
            // shown, state, seen before, wanted, plan
            (None, None, None, Some("👍"), Plan::Send),
            (Some("👍"), Some(Sent), None, Some("👍"), Plan::Nothing),
            (Some("👍"), Some(Waiting), None, Some("👍"), Plan::Nothing),
            (Some("👍"), Some(Sent), None, Some("❤️"), Plan::Send),
            (Some("👍"), Some(Sent), None, None, Plan::Send),
            (Some("👍"), None, None, None, Plan::Send),
            (None, Some(Sent), Some("👍"), None, Plan::Nothing),
            (Some("👍"), Some(Failed), None, None, Plan::Undo),
            (Some("👍"), Some(Failed), None, Some("👍"), Plan::Send),
            (Some("👍"), Some(Failed), Some("❤️"), Some("❤️"), Plan::Undo),
            (Some("👍"), Some(Failed), Some("❤️"), None, Plan::Send),
        ];
        for (shown, state, before, wanted, expected) in table {
            let known = reaction::Model {
                message_id: MessageId(uuid::Uuid::nil()),
                author: ReactionAuthor::BUSINESS.into(),
                emoji: shown.map(Into::into),
                person_id: None,
                reacted_at: UnixMillis(0),
                state,
                before: before.map(Into::into),
                failure: None,
            };
            assert_eq!(
                plan(Some(&known), wanted),
                expected,
                "{shown:?} {state:?} {before:?} → {wanted:?}"
            );
        }
        assert_eq!(plan(None, None), Plan::Nothing);
    }
}
