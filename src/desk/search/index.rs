//! Keeping the words of messages.

use entity::{MessageId, message, message_search};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::words;
use crate::message::Content;
use crate::storage::{StorageError, UnitOfWork};

/// Makes a message that was written down findable.
pub(crate) async fn add_in(
    unit: &UnitOfWork,
    row: &message::Model,
    content: &Content,
) -> Result<(), StorageError> {
    insert_in(unit, rows([(row, content)])).await
}

/// The message says something else now.
pub(crate) async fn replace_in(
    unit: &UnitOfWork,
    row: &message::Model,
    content: &Content,
) -> Result<(), StorageError> {
    remove_in(unit, row.id).await?;
    // What was withdrawn is not found, whatever it was edited to.
    if row.revoked_at.is_some() {
        return Ok(());
    }
    add_in(unit, row, content).await
}

/// The message cannot be found any more.
pub(crate) async fn remove_in(unit: &UnitOfWork, message: MessageId) -> Result<(), StorageError> {
    message_search::Entity::delete_many()
        .filter(message_search::Column::MessageId.eq(message))
        .exec(unit.connection())
        .await?;
    Ok(())
}

/// What there is to find of `messages`.
pub(super) fn rows<'a>(
    messages: impl IntoIterator<Item = (&'a message::Model, &'a Content)>,
) -> Vec<message_search::ActiveModel> {
    messages
        .into_iter()
        .filter_map(|(row, content)| {
            let words = words::of(content);
            (!words.is_empty()).then_some(message_search::ActiveModel {
                conversation_id: Set(row.conversation_id),
                sent_at: Set(row.sent_at),
                message_id: Set(row.id),
                words: Set(words),
            })
        })
        .collect()
}

pub(super) async fn insert_in(
    unit: &UnitOfWork,
    rows: Vec<message_search::ActiveModel>,
) -> Result<(), StorageError> {
    if rows.is_empty() {
        return Ok(());
    }
    message_search::Entity::insert_many(rows)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(unit.connection())
        .await?;
    Ok(())
}
