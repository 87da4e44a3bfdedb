//! The newest stretch of the journal, read once for everybody.

use std::collections::VecDeque;
use std::sync::{Arc, PoisonError, RwLock};

use desk::journal::{Entry, Journal, JournalError, Position};
use tokio::sync::{Mutex, watch};

/// Events that are kept for those who follow close behind the head.
const KEPT: usize = 4_096;
/// Events that are read at once.
const CHUNK: u64 = 512;

/// The journal as subscriptions read it. Those at the head share what was read; those far behind read
/// for themselves until they have caught up. Either way a reader goes from position to position and so
/// meets every event once, in order.
pub(crate) struct Feed {
    journal: Journal,
    head: watch::Receiver<i64>,
    recent: RwLock<Recent>,
    reading: Mutex<()>,
}

/// A gapless stretch: `entries[0]` is the one after `before`.
struct Recent {
    before: Position,
    entries: VecDeque<Arc<Entry>>,
}

/// What is known of the place that a reader stands at.
enum Found {
    Entries(Vec<Arc<Entry>>),
    AtTheEnd,
    Elsewhere,
}

impl Recent {
    fn end(&self) -> Position {
        self.entries
            .back()
            .map_or(self.before, |entry| entry.position)
    }

    fn after(&self, position: Position) -> Found {
        if position == self.end() {
            return Found::AtTheEnd;
        }
        let skipped = usize::try_from(position.0 - self.before.0).ok();
        match skipped.filter(|skipped| *skipped < self.entries.len()) {
            Some(skipped) => Found::Entries(
                self.entries
                    .iter()
                    .skip(skipped)
                    .take(chunk())
                    .cloned()
                    .collect(),
            ),
            None => Found::Elsewhere,
        }
    }

    fn extend(&mut self, position: Position, entries: &[Arc<Entry>]) {
        if self.end() != position {
            // Nobody stands at the old stretch's end any more, or the newest reader stands beyond it.
            self.before = position;
            self.entries.clear();
        }
        self.entries.extend(entries.iter().cloned());
        while self.entries.len() > KEPT {
            if let Some(oldest) = self.entries.pop_front() {
                self.before = oldest.position;
            }
        }
    }
}

fn chunk() -> usize {
    usize::try_from(CHUNK).unwrap_or(usize::MAX)
}

impl Feed {
    /// The journal of which everything up to `head` is past.
    pub fn new(journal: Journal, head: Position) -> Self {
        Self {
            head: journal.follow(),
            journal,
            recent: RwLock::new(Recent {
                before: head,
                entries: VecDeque::new(),
            }),
            reading: Mutex::new(()),
        }
    }

    /// The journal itself.
    pub const fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Follows the journal's head.
    pub fn follow(&self) -> watch::Receiver<i64> {
        self.journal.follow()
    }

    /// The next events after `position`; none at the head, as far as this node has heard.
    pub async fn after(&self, position: Position) -> Result<Vec<Arc<Entry>>, JournalError> {
        // Thousands stand at the head: none of them asks the database whether there is more.
        if position.0 >= *self.head.borrow() {
            return Ok(Vec::new());
        }
        if let Found::Entries(entries) = self.look(position) {
            return Ok(entries);
        }
        let reading = self.reading.lock().await;
        match self.look(position) {
            // Somebody else has read on while this one waited.
            Found::Entries(entries) => Ok(entries),
            Found::AtTheEnd => self.read_on(position).await,
            Found::Elsewhere if position > self.end() => self.read_on(position).await,
            Found::Elsewhere => {
                drop(reading);
                self.read(position).await
            }
        }
    }

    async fn read_on(&self, position: Position) -> Result<Vec<Arc<Entry>>, JournalError> {
        let entries = self.read(position).await?;
        if !entries.is_empty() {
            let mut recent = self.recent.write().unwrap_or_else(PoisonError::into_inner);
            recent.extend(position, &entries);
        }
        Ok(entries)
    }

    async fn read(&self, position: Position) -> Result<Vec<Arc<Entry>>, JournalError> {
        let entries = self.journal.after(position, CHUNK).await?;
        Ok(entries.into_iter().map(Arc::new).collect())
    }

    fn look(&self, position: Position) -> Found {
        self.recent
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .after(position)
    }

    fn end(&self) -> Position {
        self.recent
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .end()
    }
}

#[cfg(test)]
mod tests {
    use desk::journal::{Audience, Event};
    use entity::UnixMillis;

    use super::*;

    fn entries(positions: std::ops::RangeInclusive<i64>) -> Vec<Arc<Entry>> {
        positions
            .map(|position| {
                Arc::new(Entry {
                    position: Position(position),
                    at: UnixMillis(0),
                    event: Event::DirectoryChanged,
                    audience: Audience::Everyone,
                })
            })
            .collect()
    }

    fn positions(found: &Found) -> Option<Vec<i64>> {
        match found {
            Found::Entries(entries) => Some(entries.iter().map(|entry| entry.position.0).collect()),
            Found::AtTheEnd => Some(Vec::new()),
            Found::Elsewhere => None,
        }
    }

    #[test]
    fn whoever_stands_within_the_stretch_is_served_from_it() {
        let mut recent = Recent {
            before: Position(10),
            entries: VecDeque::new(),
        };
        recent.extend(Position(10), &entries(11..=13));
        let table = [
            (9, None),
            (10, Some(vec![11, 12, 13])),
            (12, Some(vec![13])),
            (13, Some(vec![])),
            (14, None),
        ];
        for (position, expected) in table {
            assert_eq!(
                positions(&recent.after(Position(position))),
                expected,
                "{position}"
            );
        }
    }

    #[test]
    fn the_stretch_is_bounded_and_stays_gapless() {
        let mut recent = Recent {
            before: Position(0),
            entries: VecDeque::new(),
        };
        recent.extend(Position(0), &entries(1..=5_000));
        assert_eq!(recent.entries.len(), KEPT);
        assert_eq!(recent.before, Position(5_000 - 4_096));
        recent.extend(Position(9_000), &entries(9_001..=9_002));
        assert_eq!(
            positions(&recent.after(Position(9_000))),
            Some(vec![9_001, 9_002])
        );
        assert_eq!(positions(&recent.after(Position(5_000))), None);
    }
}
