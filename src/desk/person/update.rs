//! Changing a person.

use std::collections::BTreeSet;

use entity::person::{Role, Visibility};
use entity::{DepartmentId, PersonId, SessionId, person};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use secrecy::SecretString;

use super::departments::{departments_of, set_departments_in};
use super::{EmailAddress, PersonView};
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::input;
use crate::journal::{Audience, Event};
use crate::session::end_all_in;
use crate::storage::UnitOfWork;

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
    /// False ends their sessions, and gives their conversations back to the department or to everybody.
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
        let leaves = patch.active == Some(false);
        let changes = self.check(id, patch).await?;
        let own_session = actor
            .signed_in()
            .filter(|me| me.person_id == id)
            .map(|me| me.session_id);
        let view = self
            .database()
            .write(move |unit| {
                Box::pin(async move { changes.apply_in(unit, id, own_session).await })
            })
            .await?;
        if leaves && let Err(error) = self.reopen_what_was_left_behind(actor.person_id()).await {
            tracing::warn!(%error, "conversations of a deactivated person wait for housekeeping");
        }
        Ok(view)
    }

    async fn check(&self, id: PersonId, patch: PersonPatch) -> Result<Changes, DeskError> {
        let name = patch.name.map(|name| input::name("name", &name));
        let password_hash = match patch.password {
            Some(password) => Some(self.hash_password_for(id, password).await?),
            None => None,
        };
        Ok(Changes {
            name: name.transpose()?,
            role: patch.role,
            visibility: patch.visibility,
            departments: patch.departments.map(BTreeSet::from_iter),
            active: patch.active,
            password_hash,
        })
    }

    async fn hash_password_for(
        &self,
        id: PersonId,
        password: SecretString,
    ) -> Result<String, DeskError> {
        let person = person::Entity::find_by_id(id)
            .one(self.database().read())
            .await?
            .ok_or(DeskError::NotFound("person"))?;
        let email = EmailAddress::parse(&person.email)?;
        self.hash_new_password(password, &email).await
    }
}

/// A patch whose values have been checked.
struct Changes {
    name: Option<String>,
    role: Option<Role>,
    visibility: Option<Visibility>,
    departments: Option<BTreeSet<DepartmentId>>,
    active: Option<bool>,
    password_hash: Option<String>,
}

impl Changes {
    async fn apply_in(
        self,
        unit: &UnitOfWork,
        id: PersonId,
        own_session: Option<SessionId>,
    ) -> Result<PersonView, DeskError> {
        let before = person::Entity::find_by_id(id)
            .lock_exclusive()
            .one(unit.connection())
            .await?
            .ok_or(DeskError::NotFound("person"))?;
        let departments_before = departments_of(unit.connection(), id).await?;
        let departments = match self.departments {
            Some(departments) => {
                set_departments_in(unit, id, &departments).await?;
                departments
            }
            None => departments_before.clone(),
        };
        let new_password = self.password_hash.is_some();
        let mut row = person::ActiveModel::from(before.clone());
        row.name = self.name.map_or(row.name, Set);
        row.role = self.role.map_or(row.role, Set);
        row.visibility = self.visibility.map_or(row.visibility, Set);
        row.active = self.active.map_or(row.active, Set);
        row.password_hash = self
            .password_hash
            .map_or(row.password_hash, |hash| Set(Some(hash)));
        row.updated_at = Set(unit.now());
        let after = row.update(unit.connection()).await?;
        if is_administrator(&before) && !is_administrator(&after) {
            refuse_without_administrator_in(unit).await?;
        }
        if before.active && !after.active {
            end_all_in(unit, id, None).await?;
        } else if new_password {
            end_all_in(unit, id, own_session).await?;
        }
        if departments != departments_before || shows_difference(&before, &after) {
            let audience = Audience::Person { person_id: id };
            unit.append(Event::PersonChanged { person_id: id }, audience);
            unit.append(Event::DirectoryChanged, Audience::Everyone);
        }
        Ok(PersonView::new(after, departments.into_iter().collect()))
    }
}

fn is_administrator(person: &person::Model) -> bool {
    person.active && person.role == Role::Administrator
}

fn shows_difference(before: &person::Model, after: &person::Model) -> bool {
    (&before.name, before.role, before.visibility, before.active)
        != (&after.name, after.role, after.visibility, after.active)
}

/// Without an administrator nobody could make one again. Locks those who are left: two who demote each other
/// at the same time must not both succeed.
async fn refuse_without_administrator_in(unit: &UnitOfWork) -> Result<(), DeskError> {
    let left = person::Entity::find()
        .filter(person::Column::Role.eq(Role::Administrator))
        .filter(person::Column::Active.eq(true))
        .order_by_asc(person::Column::Id)
        .lock_exclusive()
        .all(unit.connection())
        .await?;
    if left.is_empty() {
        return Err(DeskError::Conflict("the last administrator has to stay"));
    }
    Ok(())
}
