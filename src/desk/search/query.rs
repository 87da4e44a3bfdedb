//! Searching one thread.

use std::collections::HashMap;

use entity::{ConversationId, MessageId, UnixMillis, conversation, message, message_search};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, DatabaseBackend, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

use super::words::comparable;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::inbox::lists::is_visible;
use crate::message::MessageView;
use crate::message::load::views_in;
use crate::page::{Page, ThreadCursor, page_size};

/// The longest text that is searched for, in characters after folding.
const LONGEST: usize = 200;

/// What to find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchQuery {
    /// A word, a part of one, or a phrase.
    pub text: String,
    /// How many hits, at most a hundred.
    pub first: u64,
    /// After which hit.
    pub after: Option<ThreadCursor>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// A page of the hits, the newest first.
    pub page: Page<MessageView>,
    /// How many there are in all.
    pub total: u64,
}

impl Desk {
    /// Finds the messages of a conversation that hold `query.text`, whatever its case and accents;
    /// [`DeskError::NotFound`] when the actor may not see the conversation. What was revoked is not found.
    pub async fn search_thread(
        &self,
        actor: &Actor,
        conversation: ConversationId,
        query: SearchQuery,
    ) -> Result<Found, DeskError> {
        actor.require_reader()?;
        let size = page_size("first", query.first)?;
        let needle = needle(&query.text)?;
        let connection = self.database().read();
        conversation::Entity::find_by_id(conversation)
            .one(connection)
            .await?
            .filter(|row| is_visible(actor, row))
            .ok_or(DeskError::NotFound("conversation"))?;
        let hits = hits(connection.get_database_backend(), conversation, &needle);
        let total = hits.clone().count(connection).await?;
        let mut places: Vec<(UnixMillis, MessageId)> = page_of(hits, query.after, size)
            .into_tuple()
            .all(connection)
            .await?;
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let has_next = places.len() > size;
        places.truncate(size);
        let page = Page {
            items: messages(connection, &places).await?,
            has_next,
            has_previous: query.after.is_some(),
        };
        Ok(Found { page, total })
    }
}

fn needle(text: &str) -> Result<String, DeskError> {
    let needle = comparable(text);
    if needle.is_empty() {
        return Err(DeskError::invalid("text", "is empty"));
    }
    if needle.chars().count() > LONGEST {
        return Err(DeskError::invalid(
            "text",
            format!("has more than {LONGEST} characters"),
        ));
    }
    Ok(needle)
}

/// Compared as plain text: no character of the needle has a meaning of its own, as it would have in a pattern.
fn hits(
    backend: DatabaseBackend,
    conversation: ConversationId,
    needle: &str,
) -> Select<message_search::Entity> {
    let contains = match backend {
        DatabaseBackend::Postgres => Expr::cust_with_values("strpos(words, $1) > 0", [needle]),
        _ => Expr::cust_with_values("instr(words, ?) > 0", [needle]),
    };
    message_search::Entity::find()
        .filter(message_search::Column::ConversationId.eq(conversation))
        .filter(contains)
}

fn page_of(
    hits: Select<message_search::Entity>,
    after: Option<ThreadCursor>,
    size: u64,
) -> Select<message_search::Entity> {
    let hits = hits
        .select_only()
        .column(message_search::Column::SentAt)
        .column(message_search::Column::MessageId)
        .order_by_desc(message_search::Column::SentAt)
        .order_by_desc(message_search::Column::MessageId)
        .limit(size + 1);
    let Some(place) = after else {
        return hits;
    };
    let columns = Expr::tuple([
        Expr::col(message_search::Column::SentAt),
        Expr::col(message_search::Column::MessageId),
    ]);
    hits.filter(columns.lt(Expr::tuple([Expr::val(place.at), Expr::val(place.id)])))
}

async fn messages(
    connection: &DatabaseConnection,
    places: &[(UnixMillis, MessageId)],
) -> Result<Vec<MessageView>, DeskError> {
    let rows = message::Entity::find()
        .filter(message::Column::Id.is_in(places.iter().map(|(_, id)| *id)))
        .all(connection)
        .await?;
    let mut by_id: HashMap<_, _> = rows.into_iter().map(|row| (row.id, row)).collect();
    let in_order = places
        .iter()
        .filter_map(|(_, id)| by_id.remove(id))
        .collect();
    Ok(views_in(connection, in_order).await?)
}
