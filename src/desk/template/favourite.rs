//! Templates that a person keeps at hand.

use entity::{TemplateId, template, template_favourite};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use sea_orm::sea_query::OnConflict;

use super::TemplateView;
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;

impl Desk {
    /// Keeps a template at hand for the actor, or no longer. People only.
    pub async fn set_template_favourite(
        &self,
        actor: &Actor,
        id: TemplateId,
        favourite: bool,
    ) -> Result<TemplateView, DeskError> {
        let person_id = actor.require_person()?.person_id;
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let row = template::Entity::find_by_id(id)
                        .one(unit.connection())
                        .await?
                        .ok_or(DeskError::NotFound("template"))?;
                    if favourite {
                        template_favourite::Entity::insert(template_favourite::ActiveModel {
                            person_id: Set(person_id),
                            template_id: Set(id),
                        })
                        .on_conflict(OnConflict::new().do_nothing().to_owned())
                        .exec_without_returning(unit.connection())
                        .await?;
                    } else {
                        template_favourite::Entity::delete_by_id((person_id, id))
                            .exec(unit.connection())
                            .await?;
                    }
                    Ok(TemplateView::new(row, favourite))
                })
            })
            .await
    }
}
