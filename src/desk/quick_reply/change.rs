//! Making, changing and removing quick replies.

use entity::{DepartmentId, PersonId, QuickReplyId, department, quick_reply};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, QuerySelect};

use super::access::{may_change, may_use};
use super::{QuickReplyView, rules};
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::journal::{Audience, Event};
use crate::placeholder::FieldKeys;
use crate::storage::{StorageError, UnitOfWork};

/// Who shares a quick reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuickReplyScope {
    /// Everybody.
    Everybody,
    /// A department's people.
    Department(DepartmentId),
    /// One person.
    Person(PersonId),
}

/// A quick reply to be made, or what one shall be from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuickReplyDraft {
    /// What is typed after the slash: one word of at most 32 characters, unique among those who share it.
    pub short_name: String,
    /// 1 to 4,096 characters, with placeholders that exist.
    pub text: String,
    /// Who shares it.
    pub scope: QuickReplyScope,
}

impl QuickReplyScope {
    pub(super) fn of(row: &quick_reply::Model) -> Self {
        match (row.person_id, row.department_id) {
            (Some(person), _) => Self::Person(person),
            (None, Some(department)) => Self::Department(department),
            (None, None) => Self::Everybody,
        }
    }

    fn key(self) -> String {
        match self {
            Self::Everybody => "everybody".to_owned(),
            Self::Department(department) => format!("department:{department}"),
            Self::Person(person) => format!("person:{person}"),
        }
    }

    const fn department(self) -> Option<DepartmentId> {
        match self {
            Self::Department(department) => Some(department),
            _ => None,
        }
    }

    const fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(person),
            _ => None,
        }
    }

    /// Who is told of a change.
    const fn audience(self) -> Audience {
        match self {
            Self::Person(person_id) => Audience::Person { person_id },
            _ => Audience::Everyone,
        }
    }
}

impl Desk {
    /// Makes a quick reply. Shared ones: supervisors and administrators only.
    pub async fn create_quick_reply(
        &self,
        actor: &Actor,
        draft: QuickReplyDraft,
    ) -> Result<QuickReplyView, DeskError> {
        let draft = self.acceptable_quick_reply(actor, &draft).await?;
        let actor = actor.clone();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    require_department_in(unit, draft.scope).await?;
                    let row = quick_reply::ActiveModel {
                        id: Set(unit.id()),
                        created_at: Set(unit.now()),
                        ..changes(unit, &draft)
                    };
                    let row = row.insert(unit.connection()).await.map_err(taken)?;
                    unit.append(Event::DirectoryChanged, draft.scope.audience());
                    Ok(QuickReplyView::for_actor(&actor, row))
                })
            })
            .await
    }

    /// Changes a quick reply. Needs the right over what it was and over what it shall be.
    pub async fn update_quick_reply(
        &self,
        actor: &Actor,
        id: QuickReplyId,
        draft: QuickReplyDraft,
    ) -> Result<QuickReplyView, DeskError> {
        let draft = self.acceptable_quick_reply(actor, &draft).await?;
        let actor = actor.clone();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let before = find_in(unit, &actor, id).await?;
                    require_department_in(unit, draft.scope).await?;
                    let row = quick_reply::ActiveModel {
                        id: Set(id),
                        ..changes(unit, &draft)
                    };
                    let row = row.update(unit.connection()).await.map_err(taken)?;
                    let scope = QuickReplyScope::of(&before);
                    if scope.audience() != draft.scope.audience() {
                        unit.append(Event::DirectoryChanged, scope.audience());
                    }
                    unit.append(Event::DirectoryChanged, draft.scope.audience());
                    Ok(QuickReplyView::for_actor(&actor, row))
                })
            })
            .await
    }

    /// Removes a quick reply; what was sent with it stays as it is.
    pub async fn delete_quick_reply(
        &self,
        actor: &Actor,
        id: QuickReplyId,
    ) -> Result<(), DeskError> {
        actor.require_reader()?;
        let actor = actor.clone();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let row = find_in(unit, &actor, id).await?;
                    quick_reply::Entity::delete_by_id(id)
                        .exec(unit.connection())
                        .await?;
                    let audience = QuickReplyScope::of(&row).audience();
                    unit.append(Event::DirectoryChanged, audience);
                    Ok(())
                })
            })
            .await
    }

    async fn acceptable_quick_reply(
        &self,
        actor: &Actor,
        draft: &QuickReplyDraft,
    ) -> Result<QuickReplyDraft, DeskError> {
        actor.require_reader()?;
        if !may_change(actor, draft.scope) {
            return Err(DeskError::Forbidden);
        }
        let fields = FieldKeys::for_text(self.database().read(), &draft.text).await?;
        Ok(QuickReplyDraft {
            short_name: rules::short_name(&draft.short_name)?,
            text: rules::text(&draft.text, &fields)?,
            scope: draft.scope,
        })
    }
}

/// One that `actor` may change. What they may not even use looks as if it were not there.
async fn find_in(
    unit: &UnitOfWork,
    actor: &Actor,
    id: QuickReplyId,
) -> Result<quick_reply::Model, DeskError> {
    let row = quick_reply::Entity::find_by_id(id)
        .lock_exclusive()
        .one(unit.connection())
        .await?
        .filter(|row| may_use(actor, QuickReplyScope::of(row)))
        .ok_or(DeskError::NotFound("quick reply"))?;
    if may_change(actor, QuickReplyScope::of(&row)) {
        return Ok(row);
    }
    Err(DeskError::Forbidden)
}

async fn require_department_in(unit: &UnitOfWork, scope: QuickReplyScope) -> Result<(), DeskError> {
    let Some(id) = scope.department() else {
        return Ok(());
    };
    let found = department::Entity::find_by_id(id)
        .one(unit.connection())
        .await?;
    found.map(|_| ()).ok_or(DeskError::NotFound("department"))
}

fn changes(unit: &UnitOfWork, draft: &QuickReplyDraft) -> quick_reply::ActiveModel {
    quick_reply::ActiveModel {
        scope: Set(draft.scope.key()),
        department_id: Set(draft.scope.department()),
        person_id: Set(draft.scope.person()),
        short_name: Set(draft.short_name.clone()),
        text: Set(draft.text.clone()),
        updated_at: Set(unit.now()),
        ..Default::default()
    }
}

fn taken(error: DbErr) -> DeskError {
    match StorageError::from(error) {
        StorageError::Conflict(_) => DeskError::Conflict("a quick reply has this name"),
        other => other.into(),
    }
}
