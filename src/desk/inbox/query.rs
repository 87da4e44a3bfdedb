//! A page of the inbox.

use std::cmp::Reverse;

use entity::{ChannelId, DepartmentId, PersonId, conversation};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::{Alias, Asterisk, Query, SelectStatement, UnionType};

use super::InboxList;
use super::lists::is_visible;
use super::plan::{Plan, plan};
use crate::Desk;
use crate::access::Actor;
use crate::conversation::ConversationView;
use crate::error::DeskError;
use crate::page::{InboxCursor, Page, page_size};

/// Narrows a list (L-014, L-016 to L-018).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InboxFilter {
    /// Only what nobody has read.
    pub unread_only: bool,
    /// Only this department's.
    pub department_id: Option<DepartmentId>,
    /// Only this agent's.
    pub agent_id: Option<PersonId>,
    /// Only this number's.
    pub channel_id: Option<ChannelId>,
}

/// Which page of which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InboxQuery {
    /// The list.
    pub list: InboxList,
    /// What narrows it.
    pub filter: InboxFilter,
    /// How many conversations, at most a hundred.
    pub first: u64,
    /// After which place.
    pub after: Option<InboxCursor>,
}

impl Desk {
    /// A page of a list, newest activity first (L-020), in one statement. A viewer's list may be a union
    /// (departments, unassigned, own); each part reads `first + 1` rows of its own index and the parts
    /// are merged here, so that the cost does not depend on the size of the desk.
    pub async fn inbox(
        &self,
        actor: &Actor,
        query: InboxQuery,
    ) -> Result<Page<ConversationView>, DeskError> {
        actor.require_reader()?;
        let size = page_size("first", query.first)?;
        let Some(statement) = statement(&plan(actor, &query), size + 1) else {
            return Ok(Page::empty());
        };
        let connection = self.database().read();
        let statement = connection.get_database_backend().build(&statement);
        let mut rows = conversation::Model::find_by_statement(statement)
            .all(connection)
            .await?;
        rows.sort_unstable_by_key(|row| Reverse((row.last_activity_at, row.id)));
        // What may be seen is never left to a plan alone.
        rows.retain(|row| is_visible(actor, row));
        // The parts of a union may overlap.
        rows.dedup_by_key(|row| row.id);
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let has_next = rows.len() > size;
        rows.truncate(size);
        Ok(Page {
            items: rows
                .iter()
                .map(|row| ConversationView::for_actor(actor, row))
                .collect(),
            has_next,
            has_previous: query.after.is_some(),
        })
    }
}

/// All parts in one statement; none when the list is empty by its nature.
pub(super) fn statement(plan: &Plan, limit: u64) -> Option<SelectStatement> {
    // SQLite takes ORDER BY and LIMIT of a part only inside parentheses of its own.
    let mut parts = plan.parts(limit).enumerate().map(|(index, part)| {
        Query::select()
            .column(Asterisk)
            .from_subquery(part, Alias::new(format!("part_{index}")))
            .to_owned()
    });
    let mut all = parts.next()?;
    for part in parts {
        all.union(UnionType::All, part);
    }
    Some(all)
}
