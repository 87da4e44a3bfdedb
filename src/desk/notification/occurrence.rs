//! Which events may ring a phone.

use std::collections::HashMap;

use entity::{ConversationId, MessageId, PersonId, conversation};

use super::Occasion;
use super::rule::Situation;
use crate::journal::{ConversationChange, Entry, Event, MessageChange, Position};

/// Something that may ring a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Occurrence {
    pub position: Position,
    pub occasion: Occasion,
    pub conversation_id: ConversationId,
    pub message_id: Option<MessageId>,
    pub doer: Option<PersonId>,
}

impl Occurrence {
    /// What `entry` may ring a phone for; most events ring none.
    pub fn of(entry: &Entry) -> Option<Self> {
        let (occasion, conversation_id, message_id, doer) = match &entry.event {
            Event::MessageAdded {
                message_id,
                conversation_id,
                rings: true,
            } => (
                Occasion::NewMessage,
                *conversation_id,
                Some(*message_id),
                None,
            ),
            Event::ConversationChanged {
                conversation_id,
                change: ConversationChange::AssignedToAgent,
                by,
            } => (Occasion::AssignedToAgent, *conversation_id, None, *by),
            Event::ConversationChanged {
                conversation_id,
                change: ConversationChange::AssignedToDepartment,
                by,
            } => (Occasion::AssignedToDepartment, *conversation_id, None, *by),
            Event::MessageChanged {
                message_id,
                conversation_id,
                change: MessageChange::Failed,
            } => (
                Occasion::ReplyFailed,
                *conversation_id,
                Some(*message_id),
                None,
            ),
            _ => return None,
        };
        Some(Self {
            position: entry.position,
            occasion,
            conversation_id,
            message_id,
            doer,
        })
    }
}

/// What happened, as the conversation stands now; `author` wrote the message that it is about.
pub(super) fn situation(
    occasion: Occasion,
    doer: Option<PersonId>,
    author: Option<PersonId>,
    conversation: &conversation::Model,
) -> Situation {
    Situation {
        occasion,
        rings: true,
        unread: conversation.unread_count > 0,
        undelivered: conversation.undelivered_count > 0,
        author_id: author,
        agent_id: conversation.agent_id,
        department_id: conversation.department_id,
        visible_department_id: conversation.visible_department_id,
        doer,
    }
}

/// Of several that would ring one phone for one conversation the one to tell: a customer's newest message, or
/// else the newest forwarding. The notice counts the messages, so nothing is hidden.
pub(super) fn worth_telling<Key: std::hash::Hash + Eq>(
    occurrences: impl IntoIterator<Item = (Key, Occurrence)>,
) -> HashMap<Key, Occurrence> {
    let rank = |one: &Occurrence| (one.occasion == Occasion::NewMessage, one.position);
    let mut best: HashMap<Key, Occurrence> = HashMap::new();
    for (key, occurrence) in occurrences {
        best.entry(key)
            .and_modify(|known| {
                if rank(&occurrence) > rank(known) {
                    *known = occurrence;
                }
            })
            .or_insert(occurrence);
    }
    best
}

#[cfg(test)]
mod tests {
    use entity::UnixMillis;
    use uuid::Uuid;

    use super::*;
    use crate::journal::Audience;

    const CONVERSATION: ConversationId = ConversationId(Uuid::from_u128(1));
    const MESSAGE: MessageId = MessageId(Uuid::from_u128(2));

    fn entry(position: i64, event: Event) -> Entry {
        Entry {
            position: Position(position),
            at: UnixMillis(0),
            event,
            audience: Audience::Everyone,
        }
    }

    fn changed(change: ConversationChange) -> Event {
        Event::ConversationChanged {
            conversation_id: CONVERSATION,
            change,
            by: None,
        }
    }

    fn added(rings: bool) -> Event {
        Event::MessageAdded {
            message_id: MESSAGE,
            conversation_id: CONVERSATION,
            rings,
        }
    }

    #[test]
    fn only_messages_that_ring_failures_and_forwarding_may_ring_a_phone() {
        use ConversationChange::{
            AssignedToAgent, AssignedToDepartment, Claimed, Closed, Contact, Opened, Other, Read,
            Unread,
        };
        let message_changed = |change| Event::MessageChanged {
            message_id: MESSAGE,
            conversation_id: CONVERSATION,
            change,
        };
        let occasion = |event| Occurrence::of(&entry(1, event)).map(|one| one.occasion);
        assert_eq!(occasion(added(true)), Some(Occasion::NewMessage));
        assert_eq!(occasion(added(false)), None);
        assert_eq!(occasion(message_changed(MessageChange::Delivery)), None);
        assert_eq!(
            occasion(message_changed(MessageChange::Failed)),
            Some(Occasion::ReplyFailed)
        );
        assert_eq!(occasion(Event::DirectoryChanged), None);
        for (change, expected) in [
            (AssignedToAgent, Some(Occasion::AssignedToAgent)),
            (AssignedToDepartment, Some(Occasion::AssignedToDepartment)),
            (Opened, None),
            (Claimed, None),
            (Closed, None),
            (Read, None),
            (Unread, None),
            (Contact, None),
            (Other, None),
        ] {
            assert_eq!(occasion(changed(change)), expected, "{change:?}");
        }
    }

    #[test]
    fn a_burst_rings_once_for_its_newest_message() {
        let of = |position, event| Occurrence::of(&entry(position, event)).unwrap();
        let burst = [
            of(3, added(true)),
            of(5, added(true)),
            of(4, added(true)),
            of(6, changed(ConversationChange::AssignedToDepartment)),
        ];
        let told = worth_telling(burst.map(|one| ((), one)));
        assert_eq!(told[&()].position, Position(5));
        let forwarded = [
            of(8, changed(ConversationChange::AssignedToDepartment)),
            of(9, changed(ConversationChange::AssignedToAgent)),
        ];
        let told = worth_telling(forwarded.map(|one| ((), one)));
        assert_eq!(told[&()].position, Position(9));
    }
}
