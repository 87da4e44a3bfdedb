//! Looking quick replies up.

use entity::{ConversationId, QuickReplyId, quick_reply};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::access::may_use;
use super::search::matching;
use super::{QuickReplyScope, QuickReplyView};
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;

impl Desk {
    /// The quick replies that `actor` may insert and that match `search`, the best match first.
    pub async fn quick_replies(
        &self,
        actor: &Actor,
        search: &str,
    ) -> Result<Vec<QuickReplyView>, DeskError> {
        actor.require_reader()?;
        let rows = quick_reply::Entity::find()
            .filter(of_somebody_else(actor).not())
            .all(self.database().read())
            .await?
            .into_iter()
            .filter(|row| may_use(actor, QuickReplyScope::of(row)))
            .collect();
        let found = matching(rows, search).into_iter();
        Ok(found
            .map(|row| QuickReplyView::for_actor(actor, row))
            .collect())
    }

    /// The text of a quick reply as it would be sent in a conversation; none when nothing is known for one of its
    /// placeholders that has no fallback.
    pub async fn filled_quick_reply(
        &self,
        actor: &Actor,
        id: QuickReplyId,
        conversation: ConversationId,
    ) -> Result<Option<String>, DeskError> {
        actor.require_reader()?;
        let row = quick_reply::Entity::find_by_id(id)
            .one(self.database().read())
            .await?
            .filter(|row| may_use(actor, QuickReplyScope::of(row)))
            .ok_or(DeskError::NotFound("quick reply"))?;
        let values = self.placeholder_values(actor, conversation).await?;
        Ok(values.fill(&row.text).ok())
    }
}

/// People's own ones need not be read to be left out.
fn of_somebody_else(actor: &Actor) -> Condition {
    let own = Condition::all().add(quick_reply::Column::PersonId.is_not_null());
    match actor.person_id() {
        Some(person) => own.add(quick_reply::Column::PersonId.ne(person)),
        None => own,
    }
}
