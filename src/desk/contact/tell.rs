//! Whoever may see a conversation with a contact may see the contact, and is told when they change.

use entity::{ContactId, conversation};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::access::Actor;
use crate::error::DeskError;
use crate::inbox::lists::is_visible;
use crate::journal::{Audience, ConversationChange, Event, View};
use crate::storage::UnitOfWork;

/// Whether the actor may see a conversation with the contact.
pub(crate) async fn is_known_to<C: ConnectionTrait>(
    connection: &C,
    actor: &Actor,
    id: ContactId,
) -> Result<bool, DbErr> {
    let conversations = conversations_with(connection, id).await?;
    Ok(conversations.iter().any(|row| is_visible(actor, row)))
}

/// Tells everybody who sees the contact that something about them changes; refused to those who do not.
pub(crate) async fn tell_of_contact_in(
    unit: &UnitOfWork,
    actor: &Actor,
    id: ContactId,
) -> Result<(), DeskError> {
    let conversations = conversations_with(unit.connection(), id).await?;
    if !conversations.iter().any(|row| is_visible(actor, row)) {
        return Err(DeskError::NotFound("contact"));
    }
    // Whoever holds two copies of a conversation, with the contact in it, keeps the one with the higher version.
    let version = conversation::Column::Version;
    conversation::Entity::update_many()
        .col_expr(version, Expr::col(version).add(1))
        .filter(conversation::Column::ContactId.eq(id))
        .exec(unit.connection())
        .await?;
    for row in &conversations {
        unit.append(
            Event::ConversationChanged {
                conversation_id: row.id,
                change: ConversationChange::Contact,
                by: actor.person_id(),
            },
            Audience::Conversation {
                view: View::of(row),
            },
        );
    }
    Ok(())
}

async fn conversations_with<C: ConnectionTrait>(
    connection: &C,
    id: ContactId,
) -> Result<Vec<conversation::Model>, DbErr> {
    conversation::Entity::find()
        .filter(conversation::Column::ContactId.eq(id))
        .all(connection)
        .await
}
