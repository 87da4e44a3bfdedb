//! The rows of reactions, and of the messages that they are on.

use entity::{MessageId, message, reaction};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use crate::storage::{StorageError, UnitOfWork};

/// The reaction of `author` on a message, locked.
pub(crate) async fn find_reaction_in(
    unit: &UnitOfWork,
    message: MessageId,
    author: &str,
) -> Result<Option<reaction::Model>, StorageError> {
    Ok(reaction::Entity::find_by_id((message, author.to_owned()))
        .lock_exclusive()
        .one(unit.connection())
        .await?)
}

/// Writes a reaction in the place of its author's earlier one.
pub(crate) async fn put_reaction_in(
    unit: &UnitOfWork,
    row: reaction::Model,
) -> Result<(), StorageError> {
    use reaction::Column;
    reaction::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([Column::MessageId, Column::Author])
                .update_columns([
                    Column::Emoji,
                    Column::PersonId,
                    Column::ReactedAt,
                    Column::State,
                    Column::Before,
                    Column::Failure,
                ])
                .to_owned(),
        )
        .exec_without_returning(unit.connection())
        .await?;
    Ok(())
}

/// Changes a message, so that its version grows.
pub(crate) async fn touch_in(
    unit: &UnitOfWork,
    message: MessageId,
    changes: message::ActiveModel,
) -> Result<(), StorageError> {
    message::Entity::update_many()
        .set(changes)
        .col_expr(
            message::Column::Version,
            Expr::col(message::Column::Version).add(1),
        )
        .filter(message::Column::Id.eq(message))
        .exec(unit.connection())
        .await?;
    Ok(())
}
