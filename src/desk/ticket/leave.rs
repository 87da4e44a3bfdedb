//! What agents leave behind who work here no longer.

use entity::{ConversationId, PersonId, conversation, person};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::assignment::Action;
use super::change::{Doer, apply_in};
use crate::Desk;
use crate::access::Actor;
use crate::conversation::Held;
use crate::error::DeskError;
use crate::storage::UnitOfWork;

/// How many conversations are looked up at once.
const CHUNK: u64 = 100;

impl Desk {
    /// Gives back what belongs to people who were deactivated: customers would go on writing to nobody. `by` is who
    /// deactivated them, if that is known. Returns how many conversations it were.
    pub async fn reopen_what_was_left_behind(
        &self,
        by: Option<PersonId>,
    ) -> Result<usize, DeskError> {
        let mut reopened = 0;
        loop {
            let left = self.left_behind().await?;
            if left.is_empty() {
                return Ok(reopened);
            }
            reopened += left.len();
            for (id, agent) in left {
                self.database()
                    .write(move |unit| {
                        Box::pin(async move { reopen_in(unit, id, agent, by).await })
                    })
                    .await?;
            }
        }
    }

    async fn left_behind(&self) -> Result<Vec<(ConversationId, PersonId)>, DeskError> {
        let inactive = Query::select()
            .column(person::Column::Id)
            .from(person::Entity)
            .and_where(person::Column::Active.eq(false))
            .to_owned();
        let left = conversation::Entity::find()
            .select_only()
            .column(conversation::Column::Id)
            .column(conversation::Column::AgentId)
            .filter(conversation::Column::AgentId.in_subquery(inactive))
            .limit(CHUNK)
            .into_tuple()
            .all(self.database().read())
            .await?;
        Ok(left)
    }
}

async fn reopen_in(
    unit: &UnitOfWork,
    id: ConversationId,
    agent: PersonId,
    by: Option<PersonId>,
) -> Result<(), DeskError> {
    let mut held = Held::lock_in(unit, &Actor::System, id).await?;
    let doer = Doer {
        person: by,
        at: unit.now().max(held.now.last_activity_at),
    };
    apply_in(unit, &mut held, Action::AgentLeaves { agent }, doer).await?;
    held.save_in(unit).await?;
    Ok(())
}
