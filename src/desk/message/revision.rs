//! What a message said before it was edited.

use std::collections::{HashMap, HashSet};

use entity::person::Role;
use entity::{MessageId, UnixMillis, conversation, message, message_revision};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Content;
use crate::Desk;
use crate::access::{Actor, may_see};
use crate::error::DeskError;
use crate::journal::View;

/// What a message said before.
#[derive(Clone, Debug, PartialEq)]
pub struct RevisionView {
    /// Until when it said so.
    pub replaced_at: UnixMillis,
    /// What it said.
    pub content: Content,
    /// The words in it.
    pub text: Option<String>,
}

impl Desk {
    /// What those of `ids` said before, the oldest first, whose earlier words `actor` may read: supervisors,
    /// administrators, programs, and the agent who serves the conversation. In three statements.
    pub async fn revisions_of(
        &self,
        actor: &Actor,
        ids: &[MessageId],
    ) -> Result<HashMap<MessageId, Vec<RevisionView>>, DeskError> {
        actor.require_reader()?;
        let connection = self.database().read();
        let revisions = message_revision::Entity::find()
            .filter(message_revision::Column::MessageId.is_in(ids.iter().copied()))
            .order_by_asc(message_revision::Column::ReplacedAt)
            .all(connection)
            .await?;
        if revisions.is_empty() {
            return Ok(HashMap::new());
        }
        let edited: HashSet<_> = revisions.iter().map(|row| row.message_id).collect();
        let messages = message::Entity::find()
            .filter(message::Column::Id.is_in(edited))
            .all(connection)
            .await?;
        let conversations: HashSet<_> = messages.iter().map(|row| row.conversation_id).collect();
        let readable: HashSet<_> = conversation::Entity::find()
            .filter(conversation::Column::Id.is_in(conversations))
            .all(connection)
            .await?
            .iter()
            .filter(|row| may_read_revisions(actor, &View::of(row)))
            .map(|row| row.id)
            .collect();
        let kinds: HashMap<_, _> = messages
            .into_iter()
            .filter(|row| readable.contains(&row.conversation_id))
            .map(|row| (row.id, row.kind))
            .collect();
        let mut found: HashMap<_, Vec<_>> = HashMap::new();
        for row in revisions {
            if let Some(kind) = kinds.get(&row.message_id) {
                found.entry(row.message_id).or_default().push(RevisionView {
                    replaced_at: row.replaced_at,
                    content: Content::from_json(row.content, kind),
                    text: row.text,
                });
            }
        }
        Ok(found)
    }
}

/// Who may read what a customer has taken back. What events show to many at once never holds it.
fn may_read_revisions(actor: &Actor, view: &View) -> bool {
    may_see(actor, view)
        && match actor {
            Actor::Person(person) => {
                person.role != Role::Agent || view.agent_id == Some(person.person_id)
            }
            _ => true,
        }
}
