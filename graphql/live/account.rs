//! Whose a connection is, for as long as it stays open.

use std::sync::Arc;
use std::time::Duration;

use desk::access::{Actor, SignedIn};
use desk::journal::{Event, JournalError, Position};
use desk::{Desk, DeskError};
use entity::DeviceId;
use tokio::sync::{broadcast, watch};

use super::Feed;

/// Changes that wait for a connection at most; one that missed some looks anew.
const WAITING_CHANGES: usize = 256;

/// Between two attempts to read a journal that cannot be read.
const PAUSE: Duration = Duration::from_secs(1);

/// Who stands behind a connection. Rights can change and sessions end while it is open, so the actor is
/// asked for at every operation and every delivery, and never kept.
pub(crate) struct Account {
    desk: Desk,
    actor: watch::Sender<Actor>,
}

impl Account {
    /// The account of `actor`, on a device.
    pub fn new(desk: Desk, actor: Actor, device: Option<DeviceId>) -> Self {
        let actor = match actor {
            // The device of the connection wins: a browser whose storage was cleared has a new one.
            Actor::Person(mut person) => {
                person.device_id = device.or(person.device_id);
                Actor::Person(person)
            }
            other => other,
        };
        Self {
            desk,
            actor: watch::Sender::new(actor),
        }
    }

    /// Who it is now.
    pub fn actor(&self) -> Actor {
        self.actor.borrow().clone()
    }

    /// Looks who it is now; an error when the session or token does not count any more.
    pub async fn refresh(&self) -> Result<(), DeskError> {
        let known = self.actor();
        match present(&self.desk, &known).await {
            Ok(actor) => {
                self.actor.send_if_modified(|known| {
                    let changed = *known != actor;
                    *known = actor;
                    changed
                });
                Ok(())
            }
            Err(error @ (DeskError::Unauthenticated | DeskError::Forbidden)) => {
                self.actor.send_replace(Actor::Anonymous);
                Err(error)
            }
            // The database did not answer: the next look will tell.
            Err(error) => {
                tracing::warn!(%error, "could not look whether a session still counts");
                Ok(())
            }
        }
    }

    /// Whether a change concerns it, and how.
    pub fn concern(&self, change: &Event) -> Concern {
        match (&*self.actor.borrow(), change) {
            (Actor::Person(person), Event::PersonChanged { person_id })
                if *person_id == person.person_id =>
            {
                Concern::Changed
            }
            (Actor::Person(person), Event::SessionEnded { session_id, .. })
                if *session_id == person.session_id =>
            {
                Concern::Ended
            }
            (Actor::Integrator(program), Event::TokenRevoked { token_id })
                if *token_id == program.token_id =>
            {
                Concern::Ended
            }
            _ => Concern::None,
        }
    }
}

/// What `actor` is now; an error when their session or token does not count any more.
async fn present(desk: &Desk, actor: &Actor) -> Result<Actor, DeskError> {
    match actor {
        Actor::Person(person) => {
            let present = desk.refresh(person).await?;
            let device_id = person.device_id;
            Ok(Actor::Person(SignedIn {
                device_id,
                ..present
            }))
        }
        Actor::Integrator(program) => desk
            .refresh_integrator(program)
            .await
            .map(Actor::Integrator),
        other => Ok(other.clone()),
    }
}

/// How a change concerns an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Concern {
    /// Not at all.
    None,
    /// Its rights may be others now.
    Changed,
    /// It is over.
    Ended,
}

/// Tells every connection of changes to people and sessions, also those that follow no events.
pub(crate) struct Accounts(broadcast::Sender<Event>);

impl Accounts {
    pub fn new() -> Self {
        Self(broadcast::Sender::new(WAITING_CHANGES))
    }

    /// Hears of changes from now on.
    pub fn follow(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }

    /// Reads the journal from `position` on, for as long as the process lives.
    pub async fn watch(&self, feed: Arc<Feed>, mut position: Position) {
        let mut head = feed.follow();
        loop {
            head.mark_unchanged();
            match feed.after(position).await {
                Ok(entries) => {
                    for entry in &entries {
                        if is_about_accounts(&entry.event) {
                            // Nobody listens: nobody is connected.
                            let _ = self.0.send(entry.event.clone());
                        }
                    }
                    if let Some(last) = entries.last() {
                        position = last.position;
                        continue;
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "could not read the journal for open connections");
                    tokio::time::sleep(PAUSE).await;
                    if matches!(error, JournalError::CursorExpired) {
                        // Those who were not told in time look for themselves soon.
                        position = feed.journal().head().await.unwrap_or(position);
                    }
                    continue;
                }
            }
            if head.changed().await.is_err() {
                return;
            }
        }
    }
}

const fn is_about_accounts(event: &Event) -> bool {
    matches!(
        event,
        Event::PersonChanged { .. } | Event::SessionEnded { .. } | Event::TokenRevoked { .. }
    )
}
