//! One page of a longer list, by cursor: no totals, no offsets.

use std::fmt;
use std::str::FromStr;

use entity::{ConversationId, MessageId, UnixMillis};
use uuid::Uuid;

use crate::error::DeskError;
use crate::journal::InvalidCursor;

/// The largest page that is handed out.
pub const LARGEST_PAGE: u64 = 100;

/// One page of a longer list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// What is on it, in the order of the list.
    pub items: Vec<T>,
    /// Whether the list goes on after the last item.
    pub has_next: bool,
    /// Whether there is something before the first item.
    pub has_previous: bool,
}

impl<T> Page<T> {
    /// A page with nothing on it.
    pub const fn empty() -> Self {
        Self {
            items: Vec::new(),
            has_next: false,
            has_previous: false,
        }
    }

    /// The same page with every item turned into something else.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(turn).collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
        }
    }
}

/// Refuses a page size that is no page or more than the desk hands out.
pub(crate) fn page_size(field: &'static str, size: u64) -> Result<u64, DeskError> {
    if (1..=LARGEST_PAGE).contains(&size) {
        Ok(size)
    } else {
        Err(DeskError::invalid(
            field,
            format!("from 1 to {LARGEST_PAGE}"),
        ))
    }
}

/// A place in a list that is ordered by time and then by id. Opaque to clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place<Id> {
    /// The time by which the list is ordered.
    pub at: UnixMillis,
    /// Decides between equal times.
    pub id: Id,
}

/// A place in an inbox list.
pub type InboxCursor = Place<ConversationId>;
/// A place in a thread.
pub type ThreadCursor = Place<MessageId>;

impl<Id: fmt::Display> fmt::Display for Place<Id> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.at.0, self.id)
    }
}

impl<Id: From<Uuid>> FromStr for Place<Id> {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (at, id) = text.split_once('.').ok_or(InvalidCursor)?;
        let at = at.parse().map_err(|_| InvalidCursor)?;
        let id = Uuid::try_parse(id).map_err(|_| InvalidCursor)?;
        Ok(Self {
            at: UnixMillis(at),
            id: id.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_the_round_trip() {
        for at in [0, 1_795_000_060_000, -5, i64::MAX] {
            let place = InboxCursor {
                at: UnixMillis(at),
                id: ConversationId(Uuid::from_u128(42)),
            };
            assert_eq!(place.to_string().parse(), Ok(place));
        }
    }

    #[test]
    fn what_is_not_a_place_is_refused() {
        for text in ["", ".", "1.", ".1", "g.00", "1.2.3", "1 . 2"] {
            assert_eq!(text.parse::<ThreadCursor>(), Err(InvalidCursor), "{text}");
        }
    }
}
