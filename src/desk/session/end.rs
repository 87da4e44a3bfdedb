//! Ending sessions: by their owner, with a password change, with the person, or because the device was taken over.

use entity::{PersonId, SessionId, session};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::journal::{Audience, Event};
use crate::storage::{StorageError, UnitOfWork};

impl Desk {
    /// Ends the actor's own session, its sockets and its pushes.
    pub async fn sign_out(&self, actor: &Actor) -> Result<(), DeskError> {
        let me = actor.require_person()?;
        self.end_own_session(me.person_id, me.session_id).await?;
        Ok(())
    }

    /// Ends another session of the actor: a lost phone.
    pub async fn end_session(&self, actor: &Actor, id: SessionId) -> Result<(), DeskError> {
        let me = actor.require_person()?;
        match self.end_own_session(me.person_id, id).await? {
            0 => Err(DeskError::NotFound("session")),
            _ => Ok(()),
        }
    }

    async fn end_own_session(&self, person: PersonId, id: SessionId) -> Result<usize, DeskError> {
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let own = session::Column::Id
                        .eq(id)
                        .and(session::Column::PersonId.eq(person));
                    Ok(end_where_in(unit, own).await?)
                })
            })
            .await
    }
}

/// Ends all sessions of a person, but `kept`.
pub(crate) async fn end_all_in(
    unit: &UnitOfWork,
    person: PersonId,
    kept: Option<SessionId>,
) -> Result<(), StorageError> {
    let mut which = session::Column::PersonId.eq(person);
    if let Some(kept) = kept {
        which = which.and(session::Column::Id.ne(kept));
    }
    end_where_in(unit, which).await?;
    Ok(())
}

/// Ends the sessions that `which` selects and tells their sockets; returns how many. Their push subscriptions
/// go with them, by the foreign key.
pub(super) async fn end_where_in(unit: &UnitOfWork, which: Expr) -> Result<usize, StorageError> {
    let ended = session::Entity::delete_many()
        .filter(which)
        .exec_with_returning(unit.connection())
        .await?;
    for session in &ended {
        let person_id = session.person_id;
        unit.append(
            Event::SessionEnded {
                session_id: session.id,
                person_id,
            },
            Audience::Person { person_id },
        );
    }
    Ok(ended.len())
}
