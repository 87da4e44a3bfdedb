//! Changing a person.

use entity::person::{Role, Visibility};
use entity::{DepartmentId, PersonId};
use secrecy::SecretString;

use super::PersonView;
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;

/// What to change of a person; none leaves it as it is.
#[derive(Clone, Debug, Default)]
pub struct PersonPatch {
    /// Name.
    pub name: Option<String>,
    /// What they may do.
    pub role: Option<Role>,
    /// Which conversations they may see.
    pub visibility: Option<Visibility>,
    /// All their departments.
    pub departments: Option<Vec<DepartmentId>>,
    /// False ends their sessions.
    pub active: Option<bool>,
    /// Ends their sessions, but not the one that changes it.
    pub password: Option<SecretString>,
}

impl Desk {
    /// Changes a person. Administrators only.
    pub async fn update_person(
        &self,
        actor: &Actor,
        id: PersonId,
        patch: PersonPatch,
    ) -> Result<PersonView, DeskError> {
        actor.require_administrator()?;
        Err(DeskError::Internal(format!("{id} {patch:?}")))
    }
}
