//! One subscription: a place in the journal that moves on.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use desk::DeskError;
use desk::access::{Actor, may_be_told, may_see};
use desk::journal::{Entry, Event, Position};
use desk::presence::Typing;
use futures_util::future::join_all;
use tokio::sync::{broadcast, watch};

use super::account::Concern;
use super::group::conversation_of;
use super::{Account, Group};
use crate::event::Occurrence;
use crate::response::Answer;
use crate::service::{self, GraphqlService};

/// Events that are rendered at the same time by a follower that has some to catch up with.
const AT_ONCE: usize = 8;
/// Between two attempts while the database does not answer.
const SHORTEST_PAUSE: Duration = Duration::from_millis(50);
/// The same after several.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// One subscription.
pub(crate) struct Follower {
    service: GraphqlService,
    account: Arc<Account>,
    group: Arc<Group>,
    position: Position,
    head: watch::Receiver<i64>,
    typing: broadcast::Receiver<Typing>,
    /// Read, and not delivered yet.
    waiting: VecDeque<Arc<Entry>>,
    /// Rendered ahead, for the first of those.
    rendered: VecDeque<Rendered>,
    /// How far ahead that was.
    ahead: Position,
}

/// An event that was rendered before its turn.
struct Rendered {
    position: Position,
    /// None: there is nothing left to show.
    payload: Option<Bytes>,
}

/// What comes next for a subscriber.
pub(crate) enum Step {
    /// An event: the body of an execution result.
    Event(Bytes),
    /// Nothing comes any more.
    End(End),
}

/// Why nothing comes any more.
pub(crate) enum End {
    /// The session ended, or the token was revoked.
    SessionEnded,
    /// It cannot go on; the client may ask again from its last cursor.
    Failed(Answer),
}

impl Follower {
    pub fn new(
        service: GraphqlService,
        account: Arc<Account>,
        group: Arc<Group>,
        position: Position,
    ) -> Self {
        Self {
            head: service.feed().follow(),
            typing: service.desk().typing(),
            service,
            account,
            group,
            position,
            ahead: position,
            waiting: VecDeque::new(),
            rendered: VecDeque::new(),
        }
    }

    /// Waits for the next event that the subscriber may be told of, as long as the database needs to
    /// come back: a thousand clients that subscribe anew would not help it (F14).
    pub async fn next(&mut self) -> Step {
        let mut pause = SHORTEST_PAUSE;
        loop {
            match self.advance().await {
                Ok(event) => return Step::Event(event),
                Err(End::Failed(answer)) if answer.is_temporary() => {
                    self.forget_what_was_read();
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                Err(end) => return Step::End(end),
            }
        }
    }

    /// Goes back to the last event that was delivered.
    fn forget_what_was_read(&mut self) {
        self.waiting.clear();
        self.rendered.clear();
        self.ahead = self.position;
    }

    async fn advance(&mut self) -> Result<Bytes, End> {
        loop {
            if self
                .waiting
                .front()
                .is_some_and(|next| next.position > self.ahead)
            {
                self.render_ahead().await?;
            }
            if let Some(entry) = self.waiting.pop_front() {
                let payload = self.deliver(&entry).await?;
                // Only now is it behind us: whoever is dropped before this meets it again.
                self.position = entry.position;
                if let Some(payload) = payload {
                    return Ok(payload);
                }
                continue;
            }
            // Before reading: what is committed during the read wakes the wait below.
            self.head.mark_unchanged();
            let entries = self.service.feed().after(self.position).await;
            self.waiting = entries.map_err(|error| failed(error.into()))?.into();
            if self.waiting.is_empty()
                && let Some(payload) = self.wait().await?
            {
                return Ok(payload);
            }
        }
    }

    /// What the subscriber is sent of an event.
    async fn deliver(&mut self, entry: &Arc<Entry>) -> Result<Option<Bytes>, End> {
        match self.account.concern(&entry.event) {
            Concern::None => {}
            Concern::Ended => return Err(End::SessionEnded),
            Concern::Changed => {
                // What follows in the journal is judged by the new rights.
                let refreshed = self.account.refresh().await;
                refreshed.map_err(|_| End::SessionEnded)?;
            }
        }
        let actor = self.account.actor();
        if actor == Actor::Anonymous {
            return Err(End::SessionEnded);
        }
        let ahead = self.take_rendered(entry.position);
        if !may_be_told(&actor, &entry.event, &entry.audience) {
            return Ok(None);
        }
        let rendered = match (&entry.event, ahead) {
            (Event::SessionEnded { .. } | Event::TokenRevoked { .. }, _) => Ok(None),
            (Event::PersonChanged { .. }, _) => {
                let occurrence = Occurrence::Entry(Arc::clone(entry));
                self.group
                    .render_for(&self.service, occurrence, actor)
                    .await
            }
            (_, Some(ahead)) => Ok(ahead.payload),
            (_, None) => self.group.render(&self.service, entry).await,
        };
        rendered.map_err(End::Failed)
    }

    /// Waits for the journal to grow or for somebody to type.
    async fn wait(&mut self) -> Result<Option<Bytes>, End> {
        tokio::select! {
            changed = self.head.changed() => match changed {
                Ok(()) => Ok(None),
                Err(_) => Err(failed(DeskError::Internal("the journal is closed".into()))),
            },
            typing = self.typing.recv() => match typing {
                Ok(typing) => self.deliver_typing(typing).await,
                // Missed signs of typing are past; what ends with the desk ends above.
                Err(_) => Ok(None),
            },
        }
    }

    async fn deliver_typing(&self, typing: Typing) -> Result<Option<Bytes>, End> {
        let actor = self.account.actor();
        if actor.person_id() == Some(typing.person_id) || !may_see(&actor, &typing.view) {
            return Ok(None);
        }
        let rendered = self
            .group
            .render_typing(&self.service, typing, self.position)
            .await;
        rendered.map_err(End::Failed)
    }

    /// Renders the first of what waits at the same time rather than one after the other, as far as it is of
    /// several conversations.
    async fn render_ahead(&mut self) -> Result<(), End> {
        let next = self.waiting.iter().take(AT_ONCE);
        self.ahead = next
            .clone()
            .next_back()
            .map_or(self.ahead, |entry| entry.position);
        let actor = self.account.actor();
        let shared = next.filter(|entry| {
            !matches!(
                entry.event,
                Event::PersonChanged { .. }
                    | Event::SessionEnded { .. }
                    | Event::TokenRevoked { .. }
            ) && may_be_told(&actor, &entry.event, &entry.audience)
        });
        // An event shows its subject as it is when it is rendered: those of one conversation are rendered in
        // order, so that what they show does not go back in time.
        let mut lanes: HashMap<_, Vec<_>> = HashMap::new();
        for entry in shared {
            lanes
                .entry(conversation_of(&entry.event))
                .or_default()
                .push(entry);
        }
        let rendering = lanes.into_values().map(async |entries| {
            let mut rendered = Vec::with_capacity(entries.len());
            for entry in entries {
                rendered.push(Rendered {
                    position: entry.position,
                    payload: self.group.render(&self.service, entry).await?,
                });
            }
            Ok(rendered)
        });
        let rendered: Result<Vec<_>, Answer> = join_all(rendering).await.into_iter().collect();
        let mut rendered: Vec<_> = rendered
            .map_err(End::Failed)?
            .into_iter()
            .flatten()
            .collect();
        rendered.sort_unstable_by_key(|one| one.position);
        self.rendered = rendered.into();
        Ok(())
    }

    fn take_rendered(&mut self, position: Position) -> Option<Rendered> {
        while self.rendered.front()?.position < position {
            self.rendered.pop_front();
        }
        self.rendered.pop_front_if(|next| next.position == position)
    }
}

fn failed(error: DeskError) -> End {
    End::Failed(service::failed(error))
}
