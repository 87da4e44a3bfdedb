//! Giving a customer a name of the company's own (L-107).

use entity::ContactId;

use super::ContactView;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;

impl Desk {
    /// Sets the name that agents see; none returns to the customer's own.
    pub async fn rename_contact(
        &self,
        actor: &Actor,
        _id: ContactId,
        _name: Option<String>,
    ) -> Result<ContactView, DeskError> {
        actor.require_server()?;
        Err(DeskError::NotFound("contact"))
    }
}
