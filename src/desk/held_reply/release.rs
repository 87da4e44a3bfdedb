//! The customer has written: what waited for it leaves.

use std::collections::HashSet;

use entity::message::Origin;
use entity::{PersonId, held_reply, person};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::send::{post_reply_in, remove_in};
use crate::conversation::{Held, window};
use crate::error::DeskError;
use crate::message::Author;
use crate::storage::UnitOfWork;

/// Sends the replies that send themselves, in the order of writing, as their authors'. Those of people who may no
/// longer sign in stay, for a colleague to decide. They answer what the customer said before, not what they have
/// just said: the counter goes on.
pub(crate) async fn release_in(unit: &UnitOfWork, held: &mut Held) -> Result<(), DeskError> {
    let is_open = window::is_open(held.now.window_expires_at, unit.now(), window::MARGIN);
    if held.now.held_count == 0 || !is_open {
        return Ok(());
    }
    let waiting = held_reply::Entity::find()
        .filter(held_reply::Column::ConversationId.eq(held.now.id))
        .filter(held_reply::Column::SendsItself.eq(true))
        .order_by_asc(held_reply::Column::Id)
        .all(unit.connection())
        .await?;
    let authors = waiting.iter().filter_map(|reply| reply.author_id);
    let active = active_in(unit, authors.collect()).await?;
    for reply in waiting {
        let author = match reply.author_id {
            Some(person) if active.contains(&person) => Author {
                person: Some(person),
                origin: Origin::Desk,
            },
            Some(_) => continue,
            None => Author {
                person: None,
                origin: Origin::Api,
            },
        };
        remove_in(unit, held, &reply).await?;
        post_reply_in(unit, held, author, &reply).await?;
    }
    Ok(())
}

async fn active_in(
    unit: &UnitOfWork,
    people: HashSet<PersonId>,
) -> Result<HashSet<PersonId>, DeskError> {
    if people.is_empty() {
        return Ok(people);
    }
    let rows = person::Entity::find()
        .filter(person::Column::Id.is_in(people))
        .filter(person::Column::Active.eq(true))
        .all(unit.connection())
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
