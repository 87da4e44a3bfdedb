//! The inbox: lists of conversations.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use desk::DeskError;
use desk::conversation::ConversationView;
use desk::inbox::InboxQuery;
use desk::page::Page;

use crate::context::ResolverContext;
use crate::conversation::Conversation;
use crate::page::{PageInfo, size, weight};
use crate::scalars::{Cursor, parse_optional_id};

/// A list of the inbox. A conversation can stand in several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "desk::inbox::InboxList")]
pub enum InboxList {
    /// Those that you serve.
    Mine,
    /// Open ones that wait for somebody of your departments.
    Open,
    /// Those that an agent serves.
    InService,
    /// Every conversation that you may see.
    All,
}

/// Narrows a list. Conditions add up.
#[derive(Default, InputObject)]
pub struct InboxFilter {
    /// Only conversations with unread messages.
    unread_only: Option<bool>,
    /// Only those of this department.
    department_id: Option<ID>,
    /// Only those that this agent serves.
    agent_id: Option<ID>,
    /// Only those on this number.
    channel_id: Option<ID>,
}

impl InboxFilter {
    fn parse(self) -> Result<desk::inbox::InboxFilter, DeskError> {
        Ok(desk::inbox::InboxFilter {
            unread_only: self.unread_only.unwrap_or_default(),
            department_id: parse_optional_id(self.department_id.as_ref(), "departmentId")?,
            agent_id: parse_optional_id(self.agent_id.as_ref(), "agentId")?,
            channel_id: parse_optional_id(self.channel_id.as_ref(), "channelId")?,
        })
    }
}

/// A page of conversations.
#[derive(SimpleObject)]
pub struct ConversationConnection {
    /// The conversations with their cursors.
    edges: Vec<ConversationEdge>,
    /// Whether the list goes on.
    page_info: PageInfo,
}

/// A conversation in a list.
#[derive(SimpleObject)]
pub struct ConversationEdge {
    /// Its place in the list.
    cursor: Cursor,
    /// The conversation.
    node: Conversation,
}

impl From<Page<ConversationView>> for ConversationConnection {
    fn from(page: Page<ConversationView>) -> Self {
        let cursor = |view: &ConversationView| Cursor::of(&view.cursor());
        Self {
            page_info: PageInfo::of(&page, cursor),
            edges: page
                .items
                .into_iter()
                .map(|view| ConversationEdge {
                    cursor: cursor(&view),
                    node: Conversation(view),
                })
                .collect(),
        }
    }
}

/// Queries about the inbox.
#[derive(Default)]
pub struct InboxQueries;

#[Object]
impl InboxQueries {
    /// A list of conversations, the newest activity first.
    #[graphql(complexity = "1 + weight(first.or(Some(30)), None) * child_complexity")]
    async fn inbox(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which list.")] list: InboxList,
        #[graphql(desc = "What narrows it.")] filter: Option<InboxFilter>,
        #[graphql(default_with = "Some(30)", desc = "How many conversations, 1 to 100.")]
        first: Option<i32>,
        #[graphql(desc = "Begin after this cursor.")] after: Option<Cursor>,
    ) -> Result<ConversationConnection> {
        ctx.actor().require_reader()?;
        let query = InboxQuery {
            list: list.into(),
            filter: filter.unwrap_or_default().parse()?,
            first: size(first.unwrap_or(30)),
            after: after.map(|cursor| cursor.place("after")).transpose()?,
        };
        Ok(ctx.desk().inbox(ctx.actor(), query).await?.into())
    }
}
