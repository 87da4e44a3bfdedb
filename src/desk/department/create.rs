//! Making a department.

use entity::PersonId;

use super::DepartmentView;
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;

impl Desk {
    /// Makes a department with these members. Administrators only.
    pub async fn create_department(
        &self,
        actor: &Actor,
        name: &str,
        members: &[PersonId],
    ) -> Result<DepartmentView, DeskError> {
        actor.require_administrator()?;
        Err(DeskError::Internal(format!("{name} {members:?}")))
    }
}
