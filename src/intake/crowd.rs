//! Who goes first when the door is crowded.
//!
//! Keeping what Meta posts and understanding it share the database's one writer. In a rush, the door has it first:
//! a body that is not acknowledged in time is posted again, and makes the rush worse. Understanding keeps a tenth
//! of the time, and all of it as soon as the rush is over.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

/// Bodies at the door, from which on it is a rush: fewer come while a transaction of the understanding lasts at
/// any pace that it can keep up with.
const RUSH: usize = 16;
/// A rush is over when no such group was kept for so long.
const LULL: Duration = Duration::from_millis(10);
/// The door's share of the time, in multiples of the understanding's.
const DOORS_SHARE: u32 = 9;
/// A single turn at the door takes so long at most.
const LONGEST_TURN: Duration = Duration::from_millis(500);

/// How crowded the door is. Cheap to clone.
#[derive(Clone)]
pub struct Crowd(Arc<Door>);

struct Door {
    /// Bodies that wait to be kept.
    waiting: AtomicUsize,
    /// The last ones that shared a commit.
    kept: watch::Sender<Group>,
}

#[derive(Clone, Copy)]
struct Group {
    bodies: usize,
    at: Instant,
}

impl Default for Crowd {
    fn default() -> Self {
        let nobody = Group {
            bodies: 0,
            at: Instant::now(),
        };
        Self(Arc::new(Door {
            waiting: AtomicUsize::new(0),
            kept: watch::Sender::new(nobody),
        }))
    }
}

impl Crowd {
    /// A body has come that wants to be kept.
    pub(crate) fn came(&self) {
        self.0.waiting.fetch_add(1, Ordering::Relaxed);
    }

    /// So many bodies were kept by one commit, or refused by it.
    pub(crate) fn kept(&self, bodies: usize) {
        self.0.waiting.fetch_sub(bodies, Ordering::Relaxed);
        self.0.kept.send_replace(Group {
            bodies,
            at: Instant::now(),
        });
    }

    /// Leaves the writer to the door while it is crowded, as long as its share after `worked` lasts.
    pub(crate) async fn give_way(&self, worked: Duration) {
        let until = Instant::now() + (worked * DOORS_SHARE).min(LONGEST_TURN);
        let mut groups = self.0.kept.subscribe();
        while Instant::now() < until && self.is_rush(*groups.borrow_and_update()) {
            let look_again = (Instant::now() + LULL).min(until);
            // Either way the next look tells.
            drop(timeout_at(look_again, groups.changed()).await);
        }
    }

    fn is_rush(&self, last: Group) -> bool {
        self.0.waiting.load(Ordering::Relaxed) >= RUSH
            || (last.bodies >= RUSH && last.at.elapsed() < LULL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn come_and_go(crowd: &Crowd, bodies: usize) {
        for _ in 0..bodies {
            crowd.came();
        }
        crowd.kept(bodies);
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_wait_while_the_writer_is_taken_are_a_rush_too() {
        let crowd = Crowd::default();
        (0..RUSH).for_each(|_| crowd.came());
        let began = Instant::now();
        crowd.give_way(Duration::from_millis(40)).await;
        assert_eq!(began.elapsed(), Duration::from_millis(360));
    }

    #[tokio::test(start_paused = true)]
    async fn understanding_gives_way_to_a_rush_for_its_share_only() {
        let table = [
            (0, Duration::ZERO),
            (RUSH - 1, Duration::ZERO),
            (RUSH, LULL),
            (500, LULL),
        ];
        for (bodies, expected) in table {
            let crowd = Crowd::default();
            come_and_go(&crowd, bodies);
            let began = Instant::now();
            crowd.give_way(Duration::from_millis(40)).await;
            assert_eq!(began.elapsed(), expected, "{bodies}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_rush_without_end_has_nine_tenths() {
        let crowd = Crowd::default();
        come_and_go(&crowd, 64);
        let rush = crowd.clone();
        let rushing = tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_millis(3)).await;
                come_and_go(&rush, 64);
            }
        });
        let began = Instant::now();
        crowd.give_way(Duration::from_millis(40)).await;
        assert_eq!(began.elapsed(), Duration::from_millis(360));
        rushing.abort();
    }
}
