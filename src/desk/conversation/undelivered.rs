//! How many replies of a conversation did not get through, for whoever is not looking at the thread (Z-10).

use entity::conversation::{Column, Entity, Model};
use entity::delivery::DeliveryState;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::error::DeskError;
use crate::journal::{Audience, ConversationChange, Event, View};
use crate::storage::UnitOfWork;

/// By how much the number changes when a delivery changes: a failure counts until somebody retries or gives up, or the
/// message arrives after all.
pub(crate) fn difference(before: DeliveryState, after: DeliveryState) -> i32 {
    let counts = |state| i32::from(state == DeliveryState::Failed);
    counts(after) - counts(before)
}

/// Changes the number and tells it. It never falls below none: closing a ticket sets it to none, and what failed
/// before can still be retried.
pub(crate) async fn change_in(
    unit: &UnitOfWork,
    conversation: &Model,
    difference: i32,
) -> Result<(), DeskError> {
    if difference == 0 {
        return Ok(());
    }
    let changed = Expr::col(Column::UndeliveredCount).add(difference);
    let at_least_none: Expr = CaseStatement::new()
        .case(changed.clone().lt(0), Expr::val(0))
        .finally(changed)
        .into();
    Entity::update_many()
        .col_expr(Column::UndeliveredCount, at_least_none)
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(conversation.id))
        .exec(unit.connection())
        .await?;
    unit.append(
        Event::ConversationChanged {
            conversation_id: conversation.id,
            change: ConversationChange::Other,
            by: None,
        },
        Audience::Conversation {
            view: View::of(conversation),
        },
    );
    Ok(())
}
