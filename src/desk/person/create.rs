//! Making a person.

use entity::DepartmentId;
use entity::person::{Role, Visibility};
use secrecy::SecretString;

use super::PersonView;
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;

/// A person to be made.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Any case; stored in lower case.
    pub email: String,
    /// Name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// None: they cannot sign in until an administrator gives them one.
    pub password: Option<SecretString>,
    /// Their departments.
    pub departments: Vec<DepartmentId>,
    /// None: by role; agents see their departments, the others everything.
    pub visibility: Option<Visibility>,
}

impl Desk {
    /// Makes a person. Administrators only.
    pub async fn create_person(
        &self,
        actor: &Actor,
        person: NewPerson,
    ) -> Result<PersonView, DeskError> {
        actor.require_administrator()?;
        Err(DeskError::Internal(format!("{person:?}")))
    }
}
