//! What a search in a thread found.

use async_graphql::SimpleObject;
use desk::message::MessageView;
use desk::search::Found;

use super::MessageEdge;
use crate::page::PageInfo;
use crate::scalars::Cursor;

/// A page of the messages that hold what was searched for.
#[derive(SimpleObject)]
pub struct MessageSearchConnection {
    /// The messages, the newest first. Each cursor is a place in the thread: give it to `messages` to read on from there.
    edges: Vec<MessageEdge>,
    /// Whether there are more.
    page_info: PageInfo,
    /// How many there are in all.
    total_count: i64,
}

impl From<Found> for MessageSearchConnection {
    fn from(found: Found) -> Self {
        let cursor = |view: &MessageView| Cursor::of(&view.cursor());
        Self {
            page_info: PageInfo::of(&found.page, cursor),
            total_count: i64::try_from(found.total).unwrap_or(i64::MAX),
            edges: found
                .page
                .items
                .into_iter()
                .map(|view| MessageEdge {
                    cursor: cursor(&view),
                    node: view.into(),
                })
                .collect(),
        }
    }
}
