//! Pages of a thread.

use entity::{ConversationId, conversation, message};
use sea_orm::sea_query::{Expr, ExprTrait, Order};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::MessageView;
use super::load::views_in;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::inbox::lists::is_visible;
use crate::page::{Page, ThreadCursor, page_size};

/// Which part of a thread. Both are chronological: oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThreadQuery {
    /// The first messages after a place (from the beginning without one).
    First {
        /// How many.
        count: u64,
        /// After which place.
        after: Option<ThreadCursor>,
    },
    /// The last messages before a place (the newest without one).
    Last {
        /// How many.
        count: u64,
        /// Before which place.
        before: Option<ThreadCursor>,
    },
}

impl Desk {
    /// A page of a conversation's messages; [`DeskError::NotFound`] when the actor may not see it. Five
    /// statements at most.
    pub async fn thread(
        &self,
        actor: &Actor,
        conversation: ConversationId,
        query: ThreadQuery,
    ) -> Result<Page<MessageView>, DeskError> {
        actor.require_reader()?;
        let connection = self.database().read();
        conversation::Entity::find_by_id(conversation)
            .one(connection)
            .await?
            .filter(|row| is_visible(actor, row))
            .ok_or(DeskError::NotFound("conversation"))?;
        let page = match query {
            ThreadQuery::First { count, after } => {
                let size = page_size("first", count)?;
                let rows = selection(conversation, Walk::Down, after, size);
                let (items, more) = cut(rows.all(connection).await?, size);
                Page {
                    items,
                    has_next: more,
                    has_previous: after.is_some(),
                }
            }
            ThreadQuery::Last { count, before } => {
                let size = page_size("last", count)?;
                let rows = selection(conversation, Walk::Up, before, size);
                let (mut items, more) = cut(rows.all(connection).await?, size);
                items.reverse();
                Page {
                    items,
                    has_next: before.is_some(),
                    has_previous: more,
                }
            }
        };
        let items = views_in(connection, page.items).await?;
        Ok(Page {
            items,
            has_next: page.has_next,
            has_previous: page.has_previous,
        })
    }
}

/// Which way a thread is walked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Walk {
    Down,
    Up,
}

/// One row more than `size`, which tells whether there are more.
fn selection(
    conversation: ConversationId,
    walk: Walk,
    beyond: Option<ThreadCursor>,
    size: u64,
) -> Select<message::Entity> {
    let order = match walk {
        Walk::Down => Order::Asc,
        Walk::Up => Order::Desc,
    };
    let select = message::Entity::find()
        .filter(message::Column::ConversationId.eq(conversation))
        .order_by(message::Column::SentAt, order.clone())
        .order_by(message::Column::Id, order)
        .limit(size + 1);
    let Some(place) = beyond else {
        return select;
    };
    let columns = Expr::tuple([
        Expr::col(message::Column::SentAt),
        Expr::col(message::Column::Id),
    ]);
    let there = Expr::tuple([Expr::val(place.at), Expr::val(place.id)]);
    select.filter(match walk {
        Walk::Down => columns.gt(there),
        Walk::Up => columns.lt(there),
    })
}

fn cut<T>(mut rows: Vec<T>, size: u64) -> (Vec<T>, bool) {
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    (rows, more)
}
