//! Carrying out what the rule of assignment decides.

use entity::{ConversationId, PersonId, TicketId, UnixMillis, ticket};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::assignment::{Action, Assignment, Refusal};
use super::protocol;
use crate::Desk;
use crate::access::Actor;
use crate::conversation::{ConversationView, Held};
use crate::error::DeskError;
use crate::journal::{ConversationChange, Event};
use crate::message::{NewSystemMessage, SystemEvent};
use crate::storage::{StorageError, UnitOfWork};

/// Who does something, and when it shows in the thread.
#[derive(Clone, Copy)]
pub(crate) struct Doer {
    /// The person; none = the customer, a program or the desk.
    pub person: Option<PersonId>,
    /// When.
    pub at: UnixMillis,
}

impl From<Refusal> for DeskError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::AlreadyClaimed { by } => Self::AlreadyClaimed { by },
            Refusal::AlreadyClosed => Self::AlreadyClosed,
        }
    }
}

/// A person's command: locks the conversation, asks the rule, saves.
pub(super) async fn carry_out(
    desk: &Desk,
    actor: &Actor,
    id: ConversationId,
    action: Action,
) -> Result<ConversationView, DeskError> {
    let actor = actor.clone();
    desk.database()
        .write(move |unit| {
            Box::pin(async move {
                let mut held = Held::lock_in(unit, &actor, id).await?;
                let doer = Doer {
                    person: actor.person_id(),
                    at: unit.now().max(held.now.last_activity_at),
                };
                apply_in(unit, &mut held, action, doer).await?;
                let row = held.save_in(unit).await?;
                Ok(ConversationView::for_actor(&actor, &row))
            })
        })
        .await
}

/// Does `action` on a held conversation: ticket, columns, system messages and events. Tells whether
/// anything changed.
pub(crate) async fn apply_in(
    unit: &UnitOfWork,
    held: &mut Held,
    action: Action,
    doer: Doer,
) -> Result<bool, DeskError> {
    let before = Assignment::of(&held.now);
    let after = before.after(action)?;
    if after == before {
        return Ok(false);
    }
    held.now.agent_id = after.agent;
    held.now.department_id = after.department;
    held.now.visible_department_id = after.visible_to;
    match held.now.ticket_id {
        None => open_in(unit, held, doer).await?,
        Some(ticket) if after.open => record_in(unit, ticket, after).await?,
        Some(ticket) => close_in(unit, held, ticket, doer).await?,
    }
    if let Some((message, change)) = announcement(action, after, doer) {
        message.insert_in(unit, held).await?;
        tell(held, change, doer.person);
    }
    Ok(true)
}

async fn open_in(unit: &UnitOfWork, held: &mut Held, doer: Doer) -> Result<(), DeskError> {
    let (id, protocol) = (unit.id(), protocol::next_in(unit).await?);
    ticket::Entity::insert(ticket::ActiveModel {
        id: Set(id),
        conversation_id: Set(held.now.id),
        protocol: Set(protocol.clone()),
        opened_at: Set(doer.at),
        closed_at: Set(None),
        agent_id: Set(held.now.agent_id),
        department_id: Set(held.now.department_id),
        closed_by: Set(None),
        first_answer_at: Set(None),
    })
    .exec_without_returning(unit.connection())
    .await?;
    held.now.ticket_id = Some(id);
    let opened = NewSystemMessage {
        person_id: doer.person,
        department_id: held.now.department_id,
        details: Some(protocol),
        ..NewSystemMessage::new(SystemEvent::TicketOpened, doer.at)
    };
    opened.insert_in(unit, held).await?;
    tell(held, ConversationChange::Opened, doer.person);
    Ok(())
}

/// The ticket remembers its last agent and its last department.
async fn record_in(
    unit: &UnitOfWork,
    ticket: TicketId,
    assignment: Assignment,
) -> Result<(), StorageError> {
    ticket::Entity::update_many()
        .set(ticket::ActiveModel {
            agent_id: assignment.agent.map_or(NotSet, |agent| Set(Some(agent))),
            department_id: assignment
                .department
                .map_or(NotSet, |department| Set(Some(department))),
            ..Default::default()
        })
        .filter(ticket::Column::Id.eq(ticket))
        .exec(unit.connection())
        .await?;
    Ok(())
}

async fn close_in(
    unit: &UnitOfWork,
    held: &mut Held,
    ticket: TicketId,
    doer: Doer,
) -> Result<(), DeskError> {
    let closed = ticket::Entity::update_many()
        .set(ticket::ActiveModel {
            closed_at: Set(Some(doer.at)),
            closed_by: Set(doer.person),
            ..Default::default()
        })
        .filter(ticket::Column::Id.eq(ticket))
        .exec_with_returning(unit.connection())
        .await?;
    let message = NewSystemMessage {
        person_id: doer.person,
        details: closed.into_iter().next().map(|row| row.protocol),
        ..NewSystemMessage::new(SystemEvent::TicketClosed, doer.at)
    };
    // Written while the ticket is still the conversation's, so that it belongs to it.
    message.insert_in(unit, held).await?;
    held.now.ticket_id = None;
    // Whoever closes the case has seen what did not get through.
    held.now.undelivered_count = 0;
    // L-104.
    held.now.echo_since = None;
    tell(held, ConversationChange::Closed, doer.person);
    Ok(())
}

fn announcement(
    action: Action,
    after: Assignment,
    doer: Doer,
) -> Option<(NewSystemMessage, ConversationChange)> {
    let message = |event| NewSystemMessage {
        person_id: doer.person,
        ..NewSystemMessage::new(event, doer.at)
    };
    match action {
        Action::CustomerWrites { .. } | Action::Close => None,
        Action::Answer { .. } | Action::Claim { .. } => {
            Some((message(SystemEvent::Claimed), ConversationChange::Claimed))
        }
        Action::ForwardToAgent { agent } => Some((
            NewSystemMessage {
                target_id: Some(agent),
                ..message(SystemEvent::AssignedToAgent)
            },
            ConversationChange::AssignedToAgent,
        )),
        Action::ForwardToDepartment { department } => Some((
            NewSystemMessage {
                department_id: Some(department),
                ..message(SystemEvent::AssignedToDepartment)
            },
            ConversationChange::AssignedToDepartment,
        )),
        Action::AgentLeaves { agent } => Some((
            NewSystemMessage {
                target_id: Some(agent),
                department_id: after.department,
                ..message(SystemEvent::AgentLeft)
            },
            after.department.map_or(ConversationChange::Other, |_| {
                ConversationChange::AssignedToDepartment
            }),
        )),
    }
}

/// Tells that a held conversation changed.
pub(crate) fn tell(held: &mut Held, change: ConversationChange, by: Option<PersonId>) {
    let conversation_id = held.now.id;
    held.tell(Event::ConversationChanged {
        conversation_id,
        change,
        by,
    });
}
