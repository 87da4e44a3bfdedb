//! Looking people up.

use std::collections::HashMap;

use entity::PersonId;

use super::PersonView;
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;

impl Desk {
    /// Those who can be assigned, by name. Administrators see the inactive ones too.
    pub async fn people(&self, actor: &Actor) -> Result<Vec<PersonView>, DeskError> {
        actor.require_reader()?;
        Err(DeskError::Internal(String::new()))
    }

    /// People by id, the inactive ones too: they stay the authors of what they wrote.
    pub async fn people_by_ids(
        &self,
        ids: &[PersonId],
    ) -> Result<HashMap<PersonId, PersonView>, DeskError> {
        Err(DeskError::Internal(format!("{ids:?}")))
    }
}
