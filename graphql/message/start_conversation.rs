//! Beginning a conversation by a template.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use desk::DeskError;
use desk::contact::CustomerIdentity;
use desk::template::{Standing, StartConversation, Started};

use super::Message;
use crate::context::ResolverContext;
use crate::conversation::Conversation;
use crate::error::{OperationError, outcome};
use crate::scalars::parse_id;
use crate::template::{TemplateValueInput, values};

/// How a phone number stands with the company.
#[derive(SimpleObject)]
pub struct ContactStanding {
    /// The number belongs to a contact: writing to them is a recontact.
    known: bool,
    /// The customer is being served: the protocol number of the open ticket. Write in that conversation.
    protocol: Option<String>,
    /// Their conversation on the channel; null when there is none that you may see.
    conversation: Option<Conversation>,
}

impl From<Standing> for ContactStanding {
    fn from(standing: Standing) -> Self {
        Self {
            known: standing.known,
            protocol: standing.protocol,
            conversation: standing.conversation.map(Conversation),
        }
    }
}

/// Queries about whom to write to.
#[derive(Default)]
pub struct ContactStandingQueries;

#[Object]
impl ContactStandingQueries {
    /// How a phone number stands with the company, before a conversation is begun; null when it is no phone number.
    async fn contact_standing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "From which number you would write.")] channel_id: ID,
        #[graphql(desc = "In international form: `+55 61 98123-4567`.")] phone: String,
    ) -> Result<Option<ContactStanding>> {
        let channel = parse_id(&channel_id, "channelId")?;
        ctx.actor().require_reader()?;
        ctx.actor().require_server()?;
        let Some(identity) = ctx.options().errands.dialed(&phone) else {
            return Ok(None);
        };
        let standing = ctx.desk().standing(ctx.actor(), channel, &identity).await?;
        Ok(Some(standing.into()))
    }
}

/// Beginning conversations.
#[derive(Default)]
pub struct StartConversationMutations;

#[Object]
impl StartConversationMutations {
    /// Begins a conversation with a template. Contact and conversation are made when they are not there yet; until the
    /// customer answers, only templates may follow. `CONTACT_EXISTS` when the number belongs to a contact and
    /// `recontact` is not set, `IN_SERVICE` when the customer is being served: `standing` tells more.
    async fn start_conversation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "From where, with whom, and what to say.")] input: StartConversationInput,
    ) -> Result<StartConversationPayload> {
        let started = async {
            // Before anything is told about the number or the values.
            ctx.actor().require_server()?;
            let start = StartConversation {
                channel_id: parse_id(&input.channel_id, "channelId")?,
                identity: dialed(ctx, &input.phone)?,
                name: input.name,
                recontact: input.recontact.unwrap_or_default(),
                open_ticket: input.open_ticket.unwrap_or(true),
                client_key: parse_id(&input.client_key, "clientKey")?,
                template_id: parse_id(&input.template_id, "templateId")?,
                values: values(input.values)?,
            };
            ctx.desk().start_conversation(ctx.actor(), start).await
        };
        let (started, error) = outcome(started.await)?;
        let empty = StartConversationPayload {
            message: None,
            conversation: None,
            standing: None,
            error,
        };
        Ok(match started {
            None => empty,
            Some(Started::Sent(sent)) => StartConversationPayload {
                message: Some(sent.0.into()),
                conversation: Some(Conversation(sent.1)),
                ..empty
            },
            Some(Started::Refused(standing)) => StartConversationPayload {
                error: Some(OperationError::of_standing(&standing)),
                standing: Some((*standing).into()),
                ..empty
            },
        })
    }
}

fn dialed(ctx: &Context<'_>, phone: &str) -> Result<CustomerIdentity, DeskError> {
    ctx.options().errands.dialed(phone).ok_or_else(|| {
        DeskError::invalid("phone", "this is not a phone number in international form")
    })
}

/// A conversation to begin.
#[derive(InputObject)]
pub struct StartConversationInput {
    /// From which number: one on which you may begin conversations.
    channel_id: ID,
    /// With whom, in international form: `+55 61 98123-4567`.
    phone: String,
    /// What to call somebody new; left as it is for a contact.
    name: Option<String>,
    /// True: the number may belong to a contact already.
    #[graphql(default_with = "Some(false)")]
    recontact: Option<bool>,
    /// False: no ticket is opened. The customer's answer opens one.
    #[graphql(default_with = "Some(true)")]
    open_ticket: Option<bool>,
    /// A UUID that your device makes once for each message. The same key again is the same message.
    client_key: ID,
    /// Which template.
    template_id: ID,
    /// A value for every required slot of the template.
    values: Vec<TemplateValueInput>,
}

/// What was begun.
#[derive(SimpleObject)]
pub struct StartConversationPayload {
    /// Null when nothing was sent.
    message: Option<Message>,
    /// The conversation as it is now.
    conversation: Option<Conversation>,
    /// With `CONTACT_EXISTS` and `IN_SERVICE`: how the number stands.
    standing: Option<ContactStanding>,
    /// Null on success.
    error: Option<OperationError>,
}
