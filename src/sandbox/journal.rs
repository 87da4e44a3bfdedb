//! A list that remembers and can be awaited: tests wait for the n-th entry that matters instead of sleeping.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::locking::lock;

/// An entry of a journal is found by its number.
pub(crate) trait Entry: Clone {
    fn number(&self) -> u64;
}

#[derive(Debug)]
pub(crate) struct Journal<T> {
    inner: Mutex<Inner<T>>,
    changed: watch::Sender<u64>,
    limit: usize,
}

#[derive(Debug)]
struct Inner<T> {
    entries: VecDeque<T>,
    next: u64,
}

impl<T: Entry> Journal<T> {
    /// Keeps the latest `limit` entries.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            inner: Mutex::new(Inner {
                entries: VecDeque::new(),
                next: 1,
            }),
            changed: watch::Sender::new(0),
            limit,
        }
    }

    /// Adds the entry that `make` builds from its number, and returns the number.
    pub(crate) fn add(&self, make: impl FnOnce(u64) -> T) -> u64 {
        let number = {
            let mut inner = lock(&self.inner);
            let number = inner.next;
            inner.next += 1;
            inner.entries.push_back(make(number));
            if inner.entries.len() > self.limit {
                inner.entries.pop_front();
            }
            number
        };
        self.tell();
        number
    }

    /// Changes an entry, unless it was forgotten meanwhile.
    pub(crate) fn change(&self, number: u64, change: impl FnOnce(&mut T)) {
        {
            let mut inner = lock(&self.inner);
            let Some(entry) = inner
                .entries
                .iter_mut()
                .rev()
                .find(|entry| entry.number() == number)
            else {
                return;
            };
            change(entry);
        }
        self.tell();
    }

    pub(crate) fn get(&self, number: u64) -> Option<T> {
        lock(&self.inner)
            .entries
            .iter()
            .find(|entry| entry.number() == number)
            .cloned()
    }

    pub(crate) fn matching(&self, matches: impl Fn(&T) -> bool) -> Vec<T> {
        lock(&self.inner)
            .entries
            .iter()
            .filter(|entry| matches(entry))
            .cloned()
            .collect()
    }

    /// How many entries match, and how many there are.
    fn count(&self, matches: impl Fn(&T) -> bool) -> (usize, u64) {
        let inner = lock(&self.inner);
        let found = inner.entries.iter().filter(|entry| matches(entry)).count();
        (found, inner.entries.len() as u64)
    }

    pub(crate) fn clear(&self) {
        lock(&self.inner).entries.clear();
        self.tell();
    }

    /// Waits until `count` entries match, at most `patience`; returns what matches then.
    pub(crate) async fn wait(
        &self,
        count: usize,
        patience: Duration,
        matches: impl Fn(&T) -> bool,
    ) -> Vec<T> {
        let deadline = Instant::now() + patience;
        let mut changed = self.changed.subscribe();
        loop {
            changed.borrow_and_update();
            let (found, kept) = self.count(&matches);
            if found >= count {
                return self.matching(&matches);
            }
            // A long journal is not searched anew for each of its entries: a millisecond per thousand of them.
            tokio::time::sleep(Duration::from_micros(kept)).await;
            if tokio::time::timeout_at(deadline, changed.changed())
                .await
                .is_err()
            {
                return self.matching(&matches);
            }
        }
    }

    fn tell(&self) {
        self.changed.send_modify(|version| *version += 1);
    }
}
