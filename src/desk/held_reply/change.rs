//! Changing a held reply, and giving it up.

use entity::HeldReplyId;
use entity::held_reply::{self, Model};
use entity::person::Role;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::HeldReplyView;
use super::send::remove_in;
use crate::Desk;
use crate::access::Actor;
use crate::conversation::{ConversationView, Held};
use crate::error::DeskError;
use crate::journal::ConversationChange;
use crate::storage::UnitOfWork;
use crate::ticket::change::tell;

/// What is to be different; none leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldReplyPatch {
    /// Another text: 1 to 4,096 characters after trimming.
    pub text: Option<String>,
    /// Whether it leaves by itself when the customer writes.
    pub sends_itself: Option<bool>,
}

impl Desk {
    /// Changes a held reply. Its author may, supervisors, administrators and programs.
    pub async fn update_held_reply(
        &self,
        actor: &Actor,
        id: HeldReplyId,
        patch: HeldReplyPatch,
    ) -> Result<(HeldReplyView, ConversationView), DeskError> {
        actor.require_server()?;
        let text = match &patch.text {
            Some(text) => Some(self.acceptable_text(text).await?),
            None => None,
        };
        let actor = actor.clone();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let (row, mut held) = lock_in(unit, &actor, id).await?;
                    refuse_stranger(&actor, &row)?;
                    let redacted = text.map(|text| unit.redaction().text(&text).unwrap_or(text));
                    let changed = Model {
                        text: redacted.unwrap_or_else(|| row.text.clone()),
                        sends_itself: patch.sends_itself.unwrap_or(row.sends_itself),
                        changed_at: unit.now(),
                        ..row
                    };
                    held_reply::Entity::update_many()
                        .set(held_reply::ActiveModel {
                            text: Set(changed.text.clone()),
                            sends_itself: Set(changed.sends_itself),
                            changed_at: Set(changed.changed_at),
                            ..Default::default()
                        })
                        .filter(held_reply::Column::Id.eq(id))
                        .exec(unit.connection())
                        .await?;
                    held.touch();
                    tell(&mut held, ConversationChange::Other, actor.person_id());
                    let conversation = held.save_in(unit).await?;
                    let conversation = ConversationView::for_actor(&actor, &conversation);
                    Ok((changed.into(), conversation))
                })
            })
            .await
    }

    /// Gives a held reply up. Its author may, supervisors, administrators and programs.
    pub async fn cancel_held_reply(
        &self,
        actor: &Actor,
        id: HeldReplyId,
    ) -> Result<ConversationView, DeskError> {
        actor.require_server()?;
        let actor = actor.clone();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let (row, mut held) = lock_in(unit, &actor, id).await?;
                    refuse_stranger(&actor, &row)?;
                    remove_in(unit, &mut held, &row).await?;
                    tell(&mut held, ConversationChange::Other, actor.person_id());
                    let conversation = held.save_in(unit).await?;
                    Ok(ConversationView::for_actor(&actor, &conversation))
                })
            })
            .await
    }
}

/// Locks the conversation of a reply that `actor` may see. The conversation first: the customer's next message holds it
/// while it lets replies leave.
pub(super) async fn lock_in(
    unit: &UnitOfWork,
    actor: &Actor,
    id: HeldReplyId,
) -> Result<(Model, Held), DeskError> {
    let not_found = || DeskError::NotFound("held reply");
    let find = || held_reply::Entity::find_by_id(id).one(unit.connection());
    let row = find().await?.ok_or_else(not_found)?;
    let held = match Held::lock_in(unit, actor, row.conversation_id).await {
        Err(DeskError::NotFound(_)) => return Err(not_found()),
        outcome => outcome?,
    };
    let row = find().await?.ok_or_else(not_found)?;
    Ok((row, held))
}

/// An agent decides about their own words only.
pub(super) fn refuse_stranger(actor: &Actor, reply: &Model) -> Result<(), DeskError> {
    match actor {
        Actor::Person(person)
            if person.role == Role::Agent && reply.author_id != Some(person.person_id) =>
        {
            Err(DeskError::Forbidden)
        }
        _ => Ok(()),
    }
}
