//! Followers with the same selection: what one of them is sent, all of them are.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use bytes::Bytes;
use desk::access::Actor;
use desk::journal::{Entry, Event, Position};
use desk::presence::Typing;
use entity::UnixMillis;
use failures::Language;
use tokio::sync::OnceCell;

use crate::event::Occurrence;
use crate::limits::{normalise, occurrences};
use crate::request::Operation;
use crate::response::Answer;
use crate::service::GraphqlService;

/// Renderings that are kept for followers who are a little behind the first one.
const KEPT: usize = 512;
/// The same for signs of typing, which concern the moment only.
const KEPT_TYPING: usize = 16;

/// A sign of typing within one second, for those who stand at one position.
type Sign = (Typing, UnixMillis, Position);

type Cell = Arc<OnceCell<Option<Bytes>>>;

/// What makes two subscriptions receive the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    document: String,
    operation: Option<String>,
    variables: String,
    language: Language,
}

impl Key {
    fn new(operation: &Operation, language: Language) -> Self {
        let mut variables = operation.variables.clone();
        // Where a follower begins does not change what an event looks like, unless the variable is
        // used for something else as well.
        if let Some(name) = operation.variable_of("after")
            && occurrences(&operation.source, &name) <= 2
        {
            variables.remove(&name);
        }
        Self {
            document: normalise(&operation.source),
            operation: operation.name.clone(),
            variables: serde_json::to_string(&variables).unwrap_or_default(),
            language,
        }
    }
}

/// All groups that have followers.
#[derive(Default)]
pub(crate) struct Groups(Mutex<HashMap<Key, Weak<Group>>>);

impl Groups {
    /// The group of those who ask for `operation` in `language`.
    pub fn join(&self, operation: Operation, language: Language) -> Arc<Group> {
        let key = Key::new(&operation, language);
        let mut groups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(group) = groups.get(&key).and_then(Weak::upgrade) {
            return group;
        }
        groups.retain(|_, group| group.strong_count() > 0);
        let group = Arc::new(Group::new(operation, language));
        groups.insert(key, Arc::downgrade(&group));
        group
    }
}

#[cfg(test)]
impl Groups {
    /// The groups that have followers.
    pub fn alive(&self) -> Vec<Arc<Group>> {
        let groups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        groups.values().filter_map(Weak::upgrade).collect()
    }

    /// How many follow.
    pub fn followers(&self) -> usize {
        let groups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        groups.values().map(Weak::strong_count).sum()
    }
}

/// Followers with the same selection.
pub(crate) struct Group {
    operation: Operation,
    language: Language,
    rendered: Mutex<BTreeMap<Position, Cell>>,
    typing: Mutex<VecDeque<(Sign, Cell)>>,
    renderings: AtomicU64,
}

impl Group {
    fn new(operation: Operation, language: Language) -> Self {
        Self {
            operation,
            language,
            rendered: Mutex::default(),
            typing: Mutex::default(),
            renderings: AtomicU64::new(0),
        }
    }

    /// An event as all of the group receive it; none when there is nothing left to show.
    pub async fn render(
        &self,
        service: &GraphqlService,
        entry: &Arc<Entry>,
    ) -> Result<Option<Bytes>, Answer> {
        let cell = self.cell(entry.position);
        let rendered = cell.get_or_try_init(|| {
            let witness = Actor::Witness(conversation_of(&entry.event));
            self.render_for(service, Occurrence::Entry(Arc::clone(entry)), witness)
        });
        rendered.await.cloned()
    }

    /// A sign of typing as those of the group receive it who stand at `position`.
    pub async fn render_typing(
        &self,
        service: &GraphqlService,
        typing: Typing,
        position: Position,
    ) -> Result<Option<Bytes>, Answer> {
        let now = service.desk().now();
        let at = now.plus(-now.0.rem_euclid(1_000));
        let cell = self.typing_cell((typing, at, position));
        let rendered = cell.get_or_try_init(|| {
            let witness = Actor::Witness(Some(typing.conversation_id));
            let occurrence = Occurrence::Typing {
                typing,
                at,
                position,
            };
            self.render_for(service, occurrence, witness)
        });
        rendered.await.cloned()
    }

    /// An event as one person receives it: what it holds is about them.
    pub async fn render_for(
        &self,
        service: &GraphqlService,
        occurrence: Occurrence,
        actor: Actor,
    ) -> Result<Option<Bytes>, Answer> {
        self.renderings.fetch_add(1, Ordering::Relaxed);
        metrics::counter!("guiche_graphql_renderings_total").increment(1);
        service
            .render(&self.operation, occurrence, actor, self.language)
            .await
    }

    /// How often the selection was run.
    #[cfg(test)]
    pub fn renderings(&self) -> u64 {
        self.renderings.load(Ordering::Relaxed)
    }

    fn cell(&self, position: Position) -> Cell {
        let mut rendered = self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
        let cell = Arc::clone(rendered.entry(position).or_default());
        while rendered.len() > KEPT {
            rendered.pop_first();
        }
        cell
    }

    fn typing_cell(&self, sign: Sign) -> Cell {
        let mut kept = self.typing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, cell)) = kept.iter().find(|(other, _)| *other == sign) {
            return Arc::clone(cell);
        }
        let cell = Cell::default();
        kept.push_back((sign, Arc::clone(&cell)));
        if kept.len() > KEPT_TYPING {
            kept.pop_front();
        }
        cell
    }
}

/// The conversation that an event shows, if it shows one.
pub(super) const fn conversation_of(event: &Event) -> Option<entity::ConversationId> {
    match event {
        Event::MessageAdded {
            conversation_id, ..
        }
        | Event::MessageChanged {
            conversation_id, ..
        }
        | Event::ConversationChanged {
            conversation_id, ..
        } => Some(*conversation_id),
        Event::ConversationHidden { .. }
        | Event::PersonChanged { .. }
        | Event::SessionEnded { .. }
        | Event::TokenRevoked { .. }
        | Event::DirectoryChanged
        | Event::TemplatesChanged => None,
    }
}
