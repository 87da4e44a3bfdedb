//! Tickets: cases of service, and to whom they belong.

use async_graphql::{Context, Description, ID, InputObject, Object, Result, SimpleObject};
use desk::DeskError;
use desk::conversation::ConversationView;
use desk::ticket::TicketView;
use entity::TicketId;

use crate::context::ResolverContext;
use crate::conversation::Conversation;
use crate::department::Department;
use crate::error::{OperationError, outcome};
use crate::person::Person;
use crate::scalars::{Instant, parse_id};

/// One case of service within a conversation: opened, then closed.
#[derive(Clone, Debug, Description)]
pub struct Ticket(pub TicketView);

impl Ticket {
    /// The ticket with this id, if there is one.
    pub async fn load_optional(ctx: &Context<'_>, id: Option<TicketId>) -> Result<Option<Self>> {
        match id {
            Some(id) => Ok(ctx.loaders().tickets.load(id).await?.map(Self)),
            None => Ok(None),
        }
    }
}

#[Object(use_type_description)]
impl Ticket {
    /// Stable for ever.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// The number that is told to the customer: the date and a number within the day.
    async fn protocol(&self) -> &str {
        &self.0.protocol
    }

    /// When service began.
    async fn opened_at(&self) -> Instant {
        self.0.opened_at.into()
    }

    /// When it ended; null while open.
    async fn closed_at(&self) -> Option<Instant> {
        self.0.closed_at.map(Into::into)
    }

    /// The agent who serves, or served last.
    async fn agent(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::load_optional(ctx, self.0.agent_id).await
    }

    /// The department that it belongs to, or belonged to last.
    async fn department(&self, ctx: &Context<'_>) -> Result<Option<Department>> {
        Department::load_optional(ctx, self.0.department_id).await
    }
}

/// Changes to tickets.
#[derive(Default)]
pub struct TicketMutations;

#[Object]
impl TicketMutations {
    /// Makes you the agent of a conversation that has none. When two do it at once one wins, and the other
    /// gets `ALREADY_CLAIMED`. For people.
    async fn claim_conversation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ClaimConversationInput,
    ) -> Result<ClaimConversationPayload> {
        let claimed = async {
            let id = parse_id(&input.conversation_id, "conversationId")?;
            ctx.desk().claim(ctx.actor(), id).await
        };
        let (conversation, error) = moved(claimed.await)?;
        Ok(ClaimConversationPayload {
            conversation,
            error,
        })
    }

    /// Hands a conversation over to an agent.
    async fn assign_to_agent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and to whom.")] input: AssignToAgentInput,
    ) -> Result<AssignToAgentPayload> {
        let assigned = async {
            let id = parse_id(&input.conversation_id, "conversationId")?;
            let agent = parse_id(&input.agent_id, "agentId")?;
            ctx.desk().assign_to_agent(ctx.actor(), id, agent).await
        };
        let (conversation, error) = moved(assigned.await)?;
        Ok(AssignToAgentPayload {
            conversation,
            error,
        })
    }

    /// Hands a conversation over to a department; it has no agent until one of its members takes it.
    async fn assign_to_department(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and where to.")] input: AssignToDepartmentInput,
    ) -> Result<AssignToDepartmentPayload> {
        let assigned = async {
            let id = parse_id(&input.conversation_id, "conversationId")?;
            let department = parse_id(&input.department_id, "departmentId")?;
            ctx.desk()
                .assign_to_department(ctx.actor(), id, department)
                .await
        };
        let (conversation, error) = moved(assigned.await)?;
        Ok(AssignToDepartmentPayload {
            conversation,
            error,
        })
    }

    /// Closes the open ticket. The conversation stays; the customer's next message opens a new one.
    async fn close_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which conversation.")] input: CloseTicketInput,
    ) -> Result<CloseTicketPayload> {
        let closed = async {
            let id = parse_id(&input.conversation_id, "conversationId")?;
            ctx.desk().close_ticket(ctx.actor(), id).await
        };
        let (conversation, error) = moved(closed.await)?;
        Ok(CloseTicketPayload {
            conversation,
            error,
        })
    }
}

fn moved(
    result: Result<ConversationView, DeskError>,
) -> Result<(Option<Conversation>, Option<OperationError>)> {
    let (view, error) = outcome(result)?;
    Ok((view.map(Conversation), error))
}

/// Which conversation to take.
#[derive(InputObject)]
pub struct ClaimConversationInput {
    /// Which conversation.
    conversation_id: ID,
}

/// The conversation as it is now.
#[derive(SimpleObject)]
pub struct ClaimConversationPayload {
    /// Null when it was not taken.
    conversation: Option<Conversation>,
    /// Null on success.
    error: Option<OperationError>,
}

/// Which conversation goes to which agent.
#[derive(InputObject)]
pub struct AssignToAgentInput {
    /// Which conversation.
    conversation_id: ID,
    /// An active person.
    agent_id: ID,
}

/// The conversation as it is now.
#[derive(SimpleObject)]
pub struct AssignToAgentPayload {
    /// Null when it was not changed, and when you may not see it any more.
    conversation: Option<Conversation>,
    /// Null on success.
    error: Option<OperationError>,
}

/// Which conversation goes to which department.
#[derive(InputObject)]
pub struct AssignToDepartmentInput {
    /// Which conversation.
    conversation_id: ID,
    /// Which department.
    department_id: ID,
}

/// The conversation as it is now.
#[derive(SimpleObject)]
pub struct AssignToDepartmentPayload {
    /// Null when it was not changed, and when you may not see it any more.
    conversation: Option<Conversation>,
    /// Null on success.
    error: Option<OperationError>,
}

/// Of which conversation the ticket is closed.
#[derive(InputObject)]
pub struct CloseTicketInput {
    /// Which conversation.
    conversation_id: ID,
}

/// The conversation as it is now.
#[derive(SimpleObject)]
pub struct CloseTicketPayload {
    /// Null when it was not closed.
    conversation: Option<Conversation>,
    /// Null on success.
    error: Option<OperationError>,
}
