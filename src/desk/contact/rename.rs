//! Giving a customer a name of the company's own (L-107).

use entity::{ContactId, contact};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::query::view_in;
use super::{ContactView, tell_of_contact_in};
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::storage::UnitOfWork;

/// The longest name, in characters.
const LONGEST: usize = 200;

impl Desk {
    /// Sets the name that agents see; none (or an empty one) returns to the customer's own.
    pub async fn rename_contact(
        &self,
        actor: &Actor,
        id: ContactId,
        name: Option<String>,
    ) -> Result<ContactView, DeskError> {
        actor.require_server()?;
        let name = name.as_deref().map(acceptable).transpose()?.flatten();
        let actor = actor.clone();
        self.database()
            .write(move |unit| Box::pin(async move { rename_in(unit, &actor, id, name).await }))
            .await
    }
}

fn acceptable(name: &str) -> Result<Option<String>, DeskError> {
    let name = name.trim();
    if name.contains('\0') {
        return Err(DeskError::invalid("name", "contains U+0000"));
    }
    if name.chars().count() > LONGEST {
        return Err(DeskError::invalid(
            "name",
            format!("has more than {LONGEST} characters"),
        ));
    }
    Ok((!name.is_empty()).then(|| name.to_owned()))
}

async fn rename_in(
    unit: &UnitOfWork,
    actor: &Actor,
    id: ContactId,
    name: Option<String>,
) -> Result<ContactView, DeskError> {
    tell_of_contact_in(unit, actor, id).await?;
    contact::Entity::update_many()
        .set(contact::ActiveModel {
            edited_name: Set(name),
            updated_at: Set(unit.now()),
            ..Default::default()
        })
        .filter(contact::Column::Id.eq(id))
        .exec(unit.connection())
        .await?;
    view_in(unit.connection(), id)
        .await?
        .ok_or(DeskError::NotFound("contact"))
}
