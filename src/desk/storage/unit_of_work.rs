//! One command's changes: its transaction, its time, its events.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};

use entity::UnixMillis;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::ids::Ids;
use crate::journal::{Audience, Event, NewEvent};
use crate::redaction::Redaction;
use crate::signals::Signal;

/// What a command writes through. Changes and events become visible together at the commit.
pub struct UnitOfWork {
    transaction: DatabaseTransaction,
    now: UnixMillis,
    ids: Ids,
    redaction: Redaction,
    events: Mutex<Vec<NewEvent>>,
    signals: AtomicU8,
}

impl UnitOfWork {
    pub(super) fn new(
        transaction: DatabaseTransaction,
        now: UnixMillis,
        ids: Ids,
        redaction: Redaction,
    ) -> Self {
        Self {
            transaction,
            now,
            ids,
            redaction,
            events: Mutex::default(),
            signals: AtomicU8::new(0),
        }
    }

    /// The open transaction.
    pub fn connection(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// The time of this command: the same for everything it writes.
    pub const fn now(&self) -> UnixMillis {
        self.now
    }

    /// A new id.
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.ids.next(self.now).into()
    }

    /// What must be blacked out in everything that people wrote, before it is written down.
    pub const fn redaction(&self) -> Redaction {
        self.redaction
    }

    /// Adds an event to the journal, told to `audience`, with the sequence number that the commit assigns.
    pub fn append(&self, event: Event, audience: Audience) {
        self.events
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push(NewEvent {
                at: self.now,
                event,
                audience,
            });
    }

    /// Wakes whoever waits for `signal`, after the commit.
    pub fn wake(&self, signal: Signal) {
        self.signals.fetch_or(signal.bit(), Ordering::Relaxed);
    }

    pub(super) fn finish(self) -> (DatabaseTransaction, Vec<NewEvent>, u8) {
        let events = self
            .events
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        (self.transaction, events, self.signals.into_inner())
    }
}
