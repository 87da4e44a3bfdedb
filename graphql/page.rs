//! Connections: one page of a longer list.

use async_graphql::SimpleObject;
use desk::page::{LARGEST_PAGE, Page};

use crate::scalars::Cursor;

/// Whether a list goes on, and where.
#[derive(Clone, Debug, SimpleObject)]
pub struct PageInfo {
    /// Whether there is more after the last edge.
    has_next_page: bool,
    /// Whether there is something before the first edge.
    has_previous_page: bool,
    /// The cursor of the first edge.
    start_cursor: Option<Cursor>,
    /// The cursor of the last edge.
    end_cursor: Option<Cursor>,
}

impl PageInfo {
    /// What `page` says of its list, with the cursors of its items.
    pub fn of<T>(page: &Page<T>, cursor: impl Fn(&T) -> Cursor) -> Self {
        Self {
            has_next_page: page.has_next,
            has_previous_page: page.has_previous,
            start_cursor: page.items.first().map(&cursor),
            end_cursor: page.items.last().map(&cursor),
        }
    }
}

/// How many items a page may have, for the weight of the field; what is not a page size is refused later.
pub(crate) fn weight(first: Option<i32>, last: Option<i32>) -> usize {
    let asked = first.or(last).and_then(|count| usize::try_from(count).ok());
    let largest = usize::try_from(LARGEST_PAGE).unwrap_or(usize::MAX);
    asked.unwrap_or(1).clamp(1, largest)
}

/// A page size as the desk takes it; it refuses what is none.
pub(crate) fn size(count: i32) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
