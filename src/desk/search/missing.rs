//! Making findable what was written before there was a search.

use entity::message::Direction;
use entity::{MessageId, message, setting};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::index;
use crate::Desk;
use crate::error::DeskError;
use crate::message::Content;
use crate::storage::UnitOfWork;

/// Up to which message everything is findable; empty once it is all of them.
const MARK: &str = "findable_up_to";

impl Desk {
    /// Makes up to `limit` earlier messages findable; tells whether there are more. Does nothing once all of them
    /// are: what is written since is findable from the beginning.
    pub async fn index_earlier_messages(&self, limit: u64) -> Result<bool, DeskError> {
        let mark = self.setting(MARK).await?;
        if mark.as_ref().is_some_and(Vec::is_empty) {
            return Ok(false);
        }
        let after = mark.and_then(|mark| mark.try_into().ok());
        let after = after.map(|bytes| MessageId(uuid::Uuid::from_bytes(bytes)));
        self.database()
            .write(move |unit| Box::pin(index_in(unit, after, limit)))
            .await
    }
}

async fn index_in(
    unit: &UnitOfWork,
    after: Option<MessageId>,
    limit: u64,
) -> Result<bool, DeskError> {
    let mut select = message::Entity::find()
        .filter(message::Column::Direction.ne(Direction::System))
        .filter(message::Column::RevokedAt.is_null())
        .order_by_asc(message::Column::Id)
        .limit(limit);
    if let Some(after) = after {
        select = select.filter(message::Column::Id.gt(after));
    }
    let rows = select.all(unit.connection()).await?;
    let contents: Vec<_> = rows
        .iter()
        .map(|row| Content::from_json(row.content.clone(), &row.kind))
        .collect();
    index::insert_in(unit, index::rows(rows.iter().zip(&contents))).await?;
    let mark = rows
        .last()
        .map(|row| row.id.0.into_bytes().to_vec())
        .unwrap_or_default();
    let more = !mark.is_empty();
    setting::Entity::insert(setting::ActiveModel {
        name: Set(MARK.to_owned()),
        value: Set(mark),
    })
    .on_conflict(
        OnConflict::column(setting::Column::Name)
            .update_column(setting::Column::Value)
            .to_owned(),
    )
    .exec_without_returning(unit.connection())
    .await?;
    Ok(more)
}
