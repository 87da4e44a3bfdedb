//! Who is woken after a commit.
//!
//! A signal is a hint and carries no data: whoever is woken reads the database. So a lost or repeated
//! signal costs time at most, and another node's signals can arrive by any bus.

use std::sync::Arc;

use tokio::sync::{Notify, watch};

/// What there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Raw webhooks wait to be understood.
    Webhooks,
    /// Something waits to leave for Meta.
    Outbox,
    /// A push waits to leave.
    Pushes,
    /// A file waits to be fetched.
    Media,
    /// An account's templates are to be listed.
    Templates,
}

impl Signal {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Webhooks,
        Self::Outbox,
        Self::Pushes,
        Self::Media,
        Self::Templates,
    ];

    pub(crate) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The wires between a commit and those who wait for it. Cheap to clone.
#[derive(Clone)]
pub struct Signals(Arc<Wires>);

struct Wires {
    head: watch::Sender<i64>,
    waiting: [Notify; Signal::ALL.len()],
    /// What was committed here, for whoever tells other nodes.
    local: watch::Sender<(i64, u64)>,
}

impl Default for Signals {
    fn default() -> Self {
        Self(Arc::new(Wires {
            head: watch::Sender::new(0),
            waiting: Default::default(),
            local: watch::Sender::new((0, 0)),
        }))
    }
}

impl Signals {
    pub(crate) fn committed(&self, head: Option<i64>, signals: u8) {
        if let Some(head) = head {
            self.journal_reached(head);
        }
        for signal in Signal::ALL {
            if signals & signal.bit() != 0 {
                self.wake(signal);
            }
        }
        if head.is_some() || signals != 0 {
            self.0.local.send_modify(|(newest, commits)| {
                *newest = (*newest).max(head.unwrap_or(0));
                *commits += 1;
            });
        }
    }

    /// The journal holds events up to `head`, here or on another node.
    pub fn journal_reached(&self, head: i64) {
        self.0.head.send_if_modified(|newest| {
            let grew = head > *newest;
            *newest = head.max(*newest);
            grew
        });
    }

    /// Follows the journal's head.
    pub fn journal_head(&self) -> watch::Receiver<i64> {
        self.0.head.subscribe()
    }

    /// Wakes one who waits for `signal`; if nobody waits, the next one does not wait.
    pub fn wake(&self, signal: Signal) {
        self.0.waiting[signal as usize].notify_one();
    }

    /// Waits for `signal`.
    pub async fn wait_for(&self, signal: Signal) {
        self.0.waiting[signal as usize].notified().await;
    }

    /// Follows the commits of this node: (journal's head, number of commits).
    pub fn local_commits(&self) -> watch::Receiver<(i64, u64)> {
        self.0.local.subscribe()
    }
}
