//! A place in the journal, as clients hold it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The sequence number of the last event that was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position(pub i64);

/// A place in the journal of one installation. Opaque to clients.
///
/// It carries the installation's epoch, which a restore changes: a cursor from before the restore
/// could otherwise point past events that now mean something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Which history the position belongs to.
    pub epoch: String,
    /// The last event that was seen.
    pub position: Position,
}

/// Not a cursor of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a cursor")]
pub struct InvalidCursor;

impl fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.epoch, self.position.0)
    }
}

impl FromStr for Cursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (epoch, position) = text.split_once('.').ok_or(InvalidCursor)?;
        let is_epoch = (1..=32).contains(&epoch.len())
            && epoch.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let position = position.parse().ok().filter(|position| *position >= 0);
        match position {
            Some(position) if is_epoch => Ok(Self {
                epoch: epoch.to_owned(),
                position: Position(position),
            }),
            _ => Err(InvalidCursor),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_round_trip() {
        let cursor = Cursor {
            epoch: "a1b2".into(),
            position: Position(42),
        };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
    }

    #[test]
    fn what_is_not_a_cursor_is_refused() {
        for text in [
            "",
            ".",
            "a.",
            ".1",
            "a.-1",
            "a.1.2",
            "a b.1",
            "a.9223372036854775808",
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(InvalidCursor), "{text}");
        }
    }
}
