//! Making a person.

use std::collections::BTreeSet;

use entity::person::{Role, Visibility};
use entity::{DepartmentId, person};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DbErr};
use secrecy::SecretString;

use super::departments::set_departments_in;
use super::{EmailAddress, PersonView, Preferences, password};
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::input;
use crate::journal::{Audience, Event};
use crate::storage::{StorageError, UnitOfWork};

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
        let email = EmailAddress::parse(&person.email)?;
        let name = input::name("name", &person.name)?;
        let password_hash = match person.password {
            Some(password) => Some(self.hash_new_password(password, &email).await?),
            None => None,
        };
        let departments: BTreeSet<_> = person.departments.into_iter().collect();
        let visibility = person.visibility.unwrap_or(usual_visibility(person.role));
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let row = row(unit, &email, name, person.role, visibility, password_hash);
                    let row = row.insert(unit.connection()).await.map_err(taken)?;
                    set_departments_in(unit, row.id, &departments).await?;
                    unit.append(Event::DirectoryChanged, Audience::Everyone);
                    Ok(PersonView::new(row, departments.into_iter().collect()))
                })
            })
            .await
    }

    /// Checks a password that a person shall have, and hashes it.
    pub(super) async fn hash_new_password(
        &self,
        password: SecretString,
        email: &EmailAddress,
    ) -> Result<String, DeskError> {
        password::check(&password, email)?;
        self.0.passwords.hash(password).await
    }
}

/// What a person may see unless an administrator says otherwise (L-002).
const fn usual_visibility(role: Role) -> Visibility {
    match role {
        Role::Administrator | Role::Supervisor => Visibility::Everything,
        Role::Agent => Visibility::Departments,
    }
}

fn row(
    unit: &UnitOfWork,
    email: &EmailAddress,
    name: String,
    role: Role,
    visibility: Visibility,
    password_hash: Option<String>,
) -> person::ActiveModel {
    let Preferences {
        locale,
        notifications,
        sound,
        confirms_voice_notes,
        theme,
    } = Preferences::INITIAL;
    person::ActiveModel {
        id: Set(unit.id()),
        email: Set(email.as_str().to_owned()),
        name: Set(name),
        role: Set(role),
        visibility: Set(visibility),
        password_hash: Set(password_hash),
        locale: Set(locale.as_str().to_owned()),
        theme: Set(theme.as_str().to_owned()),
        notifications: Set(notifications),
        sound: Set(sound),
        confirms_voice_notes: Set(confirms_voice_notes),
        active: Set(true),
        created_at: Set(unit.now()),
        updated_at: Set(unit.now()),
    }
}

fn taken(error: DbErr) -> DeskError {
    match StorageError::from(error) {
        StorageError::Conflict(_) => DeskError::Conflict("somebody has this e-mail address"),
        other => other.into(),
    }
}
