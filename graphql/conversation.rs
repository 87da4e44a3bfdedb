//! Conversations: the life-long threads between contacts and channels.

use async_graphql::{Context, Description, ID, InputObject, Object, Result, SimpleObject};
use desk::DeskError;
use desk::conversation::ConversationView;
use desk::message::ThreadQuery;
use desk::search::SearchQuery;

use crate::channel::Channel;
use crate::contact::Contact;
use crate::context::ResolverContext;
use crate::department::Department;
use crate::error::{OperationError, outcome};
use crate::held_reply::HeldReply;
use crate::inbox::InboxList;
use crate::message::{Message, MessageConnection, MessageSearchConnection};
use crate::page::{size, weight};
use crate::person::Person;
use crate::scalars::{Cursor, Instant, parse_id, parse_optional_id};
use crate::ticket::Ticket;

/// The life-long thread between one contact and one channel.
#[derive(Clone, Debug, Description)]
pub struct Conversation(pub ConversationView);

#[Object(use_type_description)]
impl Conversation {
    /// Stable for ever.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// With whom.
    async fn contact(&self, ctx: &Context<'_>) -> Result<Contact> {
        Contact::load(ctx, self.0.contact_id).await
    }

    /// On which number.
    async fn channel(&self, ctx: &Context<'_>) -> Result<Channel> {
        Channel::load(ctx, self.0.channel_id).await
    }

    /// The open case of service, if any.
    async fn ticket(&self, ctx: &Context<'_>) -> Result<Option<Ticket>> {
        Ticket::load_optional(ctx, self.0.ticket_id).await
    }

    /// The department that the open ticket belongs to.
    async fn department(&self, ctx: &Context<'_>) -> Result<Option<Department>> {
        Department::load_optional(ctx, self.0.department_id).await
    }

    /// The agent who serves.
    async fn agent(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::load_optional(ctx, self.0.agent_id).await
    }

    /// In which lists it stands for the viewer. Inside events, which are the same for everybody, `MINE` and
    /// `OPEN` are left out: derive them from `agent`, `department` and `ticket`.
    async fn lists(&self) -> Vec<InboxList> {
        self.0.lists.iter().copied().map(Into::into).collect()
    }

    /// Until when free-form messages may be sent: 24 hours after the customer's last message. Null: the
    /// customer has never written.
    async fn window_expires_at(&self) -> Option<Instant> {
        self.0.window_expires_at.map(Into::into)
    }

    /// Messages of the customer that nobody has read. Shared by everybody.
    async fn unread_count(&self) -> i32 {
        self.0.unread_count
    }

    /// Where the unread part begins; null when everything is read.
    async fn first_unread_message_id(&self) -> Option<ID> {
        self.0.first_unread_message_id.map(ID::from)
    }

    /// Since when the customer waits for an answer; null when they do not.
    async fn waiting_since(&self) -> Option<Instant> {
        self.0.waiting_since.map(Into::into)
    }

    /// What the inbox is ordered by.
    async fn last_activity_at(&self) -> Instant {
        self.0.last_activity_at.into()
    }

    /// The newest message.
    async fn last_message(&self, ctx: &Context<'_>) -> Result<Option<Message>> {
        match self.0.last_message_id {
            Some(id) => Ok(ctx.loaders().messages.load(id).await?.map(Message)),
            None => Ok(None),
        }
    }

    /// Its messages, the oldest first. Give `first` (from the beginning, or `after` a cursor) or `last`
    /// (up to the newest, or `before` a cursor), not both; 1 to 100. `last: 50` is the newest page.
    #[graphql(complexity = "1 + weight(first, last) * child_complexity")]
    async fn messages(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the beginning, or after `after`.")] first: Option<i32>,
        #[graphql(desc = "Begin after this cursor; only with `first`.")] after: Option<Cursor>,
        #[graphql(desc = "So many up to the newest, or before `before`.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor; only with `last`.")] before: Option<Cursor>,
    ) -> Result<MessageConnection> {
        let query = thread_query(first, after.as_ref(), last, before.as_ref())?;
        let page = ctx.desk().thread(ctx.actor(), self.0.id, query).await?;
        Ok(page.into())
    }

    /// Its messages that hold a word or a phrase, the newest first. Case, accents and line breaks do not count: `nao` finds
    /// `Não`. What the customer deleted is not found.
    #[graphql(complexity = "1 + weight(first.or(Some(20)), None) * child_complexity")]
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "1 to 200 characters.")] text: String,
        #[graphql(default_with = "Some(20)", desc = "How many messages, 1 to 100.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Begin after this hit.")] after: Option<Cursor>,
    ) -> Result<MessageSearchConnection> {
        let query = SearchQuery {
            text,
            first: size(first.unwrap_or(20)),
            after: after.map(|cursor| cursor.place("after")).transpose()?,
        };
        let found = ctx
            .desk()
            .search_thread(ctx.actor(), self.0.id, query)
            .await?;
        Ok(found.into())
    }

    /// Replies that wait for the customer to write, in the order of writing.
    async fn held_replies(&self, ctx: &Context<'_>) -> Result<Vec<HeldReply>> {
        if self.0.held_count == 0 {
            return Ok(Vec::new());
        }
        let found = ctx.loaders().held_replies.load(self.0.id).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(HeldReply)
            .collect())
    }

    /// Replies that did not get through, and that nobody has sent again or given up. Closing the ticket sets it to 0.
    async fn undelivered_count(&self) -> i32 {
        self.0.undelivered_count
    }

    /// Since when somebody of the business answers in the WhatsApp Business app on the same number (echo mode). It ends
    /// when the ticket is closed, or when they send the channel's `echoKeyword`.
    async fn echo_since(&self) -> Option<Instant> {
        self.0.echo_since.map(Into::into)
    }

    /// Grows with every change. Whoever holds two copies keeps the one with the higher version.
    async fn version(&self) -> i64 {
        self.0.version
    }
}

fn thread_query(
    first: Option<i32>,
    after: Option<&Cursor>,
    last: Option<i32>,
    before: Option<&Cursor>,
) -> Result<ThreadQuery, DeskError> {
    match (first, after, last, before) {
        (Some(first), after, None, None) => Ok(ThreadQuery::First {
            count: size(first),
            after: after.map(|cursor| cursor.place("after")).transpose()?,
        }),
        (None, None, Some(last), before) => Ok(ThreadQuery::Last {
            count: size(last),
            before: before.map(|cursor| cursor.place("before")).transpose()?,
        }),
        _ => Err(DeskError::invalid(
            "first",
            "give `first` (and `after`) or `last` (and `before`)",
        )),
    }
}

/// Queries about conversations.
#[derive(Default)]
pub struct ConversationQueries;

#[Object]
impl ConversationQueries {
    /// One conversation; null when there is none with this id or it is not visible to you.
    async fn conversation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] id: ID,
    ) -> Result<Option<Conversation>> {
        ctx.actor().require_reader()?;
        let Ok(id) = parse_id(&id, "id") else {
            return Ok(None);
        };
        Ok(ctx
            .desk()
            .conversation(ctx.actor(), id)
            .await?
            .map(Conversation))
    }
}

/// Changes to conversations.
#[derive(Default)]
pub struct ConversationMutations;

#[Object]
impl ConversationMutations {
    /// Marks a conversation read, for everybody, and shows the customer that their messages were read.
    async fn mark_conversation_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and how far.")] input: MarkConversationReadInput,
    ) -> Result<MarkConversationReadPayload> {
        let marked = async {
            let id = parse_id(&input.conversation_id, "conversationId")?;
            let up_to = parse_optional_id(input.up_to.as_ref(), "upTo")?;
            ctx.desk().mark_read(ctx.actor(), id, up_to).await
        };
        let (conversation, error) = outcome(marked.await)?;
        Ok(MarkConversationReadPayload {
            conversation: conversation.map(Conversation),
            error,
        })
    }

    /// Marks a conversation unread, for everybody. The customer is not told.
    async fn mark_conversation_unread(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: MarkConversationUnreadInput,
    ) -> Result<MarkConversationUnreadPayload> {
        let marked = async {
            let id = parse_id(&input.conversation_id, "conversationId")?;
            ctx.desk().mark_unread(ctx.actor(), id).await
        };
        let (conversation, error) = outcome(marked.await)?;
        Ok(MarkConversationUnreadPayload {
            conversation: conversation.map(Conversation),
            error,
        })
    }

    /// Shows the customer, and colleagues who see the conversation, that you are typing. It fades by itself
    /// after some seconds: repeat it every five while typing goes on.
    async fn indicate_typing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where.")] input: IndicateTypingInput,
    ) -> Result<IndicateTypingPayload> {
        let indicated = async {
            let id = parse_id(&input.conversation_id, "conversationId")?;
            ctx.desk().indicate_typing(ctx.actor(), id).await?;
            match ctx.actor().person_id() {
                Some(_) => ctx.desk().mark_typing(ctx.actor(), id).await,
                None => Ok(()),
            }
        };
        let (_, error) = outcome(indicated.await)?;
        Ok(IndicateTypingPayload { error })
    }
}

/// What was read.
#[derive(InputObject)]
pub struct MarkConversationReadInput {
    /// Which conversation.
    conversation_id: ID,
    /// The newest message that was on the screen: what came after it stays unread. Left out: all of it.
    up_to: Option<ID>,
}

/// The conversation as it is now.
#[derive(SimpleObject)]
pub struct MarkConversationReadPayload {
    /// Null when it was not changed.
    conversation: Option<Conversation>,
    /// Null on success.
    error: Option<OperationError>,
}

/// What to mark unread.
#[derive(InputObject)]
pub struct MarkConversationUnreadInput {
    /// Which conversation.
    conversation_id: ID,
}

/// The conversation as it is now.
#[derive(SimpleObject)]
pub struct MarkConversationUnreadPayload {
    /// Null when it was not changed.
    conversation: Option<Conversation>,
    /// Null on success.
    error: Option<OperationError>,
}

/// Where somebody is typing.
#[derive(InputObject)]
pub struct IndicateTypingInput {
    /// In which conversation.
    conversation_id: ID,
}

/// Whether it could be shown.
#[derive(SimpleObject)]
pub struct IndicateTypingPayload {
    /// Null on success.
    error: Option<OperationError>,
}
