//! Listing templates from Meta: when, and what becomes of the list.

use std::collections::HashMap;

use entity::{ChannelId, TemplateId, UnixMillis, channel, template, template_account};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use templates::Definition;
use templates::standing::{Category, Quality, Status};

use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;
use crate::journal::{Audience, Event};
use crate::message::{FailureRecord, without_nul};
use crate::signals::Signal;
use crate::storage::{StorageError, UnitOfWork};

/// How long a list counts as fresh, in milliseconds: webhooks tell of changes, this finds those that were lost.
const FRESH: i64 = 6 * 60 * 60 * 1_000;
/// The pause after a first failure, in milliseconds; it doubles up to [`FRESH`].
const AFTER_FAILURE: i64 = 60 * 1_000;

/// An account whose templates are to be listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueAccount {
    /// Meta's id of it.
    pub waba_id: String,
    /// A number of it, whose token opens the list: one that is not paused, if there is any.
    pub channel_id: ChannelId,
}

/// A template as Meta lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedTemplate {
    /// Meta's id of it.
    pub meta_id: String,
    /// Its name.
    pub name: String,
    /// With an underscore.
    pub language: String,
    /// What it is for.
    pub category: Category,
    /// What it is going to be for.
    pub coming_category: Option<Category>,
    /// How it stands.
    pub status: Status,
    /// Why it is not approved, in Meta's word.
    pub reason: Option<String>,
    /// How customers take it.
    pub quality: Quality,
    /// Its structure.
    pub definition: Definition,
}

impl Desk {
    /// Has the templates of all accounts listed soon. For administrators, supervisors and programs that administer.
    pub async fn sync_templates(&self, actor: &Actor) -> Result<(), DeskError> {
        actor.require_overseer()?;
        self.database()
            .write(|unit| {
                Box::pin(async move {
                    for account in accounts_in(unit).await?.into_keys() {
                        request_in(unit, &account).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// The accounts whose templates are to be listed now, and when the next one will be.
    pub async fn accounts_with_due_templates(
        &self,
    ) -> Result<(Vec<DueAccount>, Option<UnixMillis>), DeskError> {
        let now = self.now();
        let connection = self.database().read();
        let mut channels = channel::Entity::find().all(connection).await?;
        // A map keeps the last: one that is not paused.
        channels.sort_by_key(|channel| channel.paused_at.is_none());
        let by_account: HashMap<_, _> = channels
            .into_iter()
            .map(|channel| (channel.waba_id, channel.id))
            .collect();
        let known: HashMap<_, _> = template_account::Entity::find()
            .all(connection)
            .await?
            .into_iter()
            .map(|row| (row.waba_id, row.due_at))
            .collect();
        let due_at = |account: &String| known.get(account).copied().unwrap_or(now);
        let next = by_account.keys().map(due_at).min();
        let due = by_account
            .into_iter()
            .filter(|(account, _)| due_at(account) <= now)
            .map(|(waba_id, channel_id)| DueAccount {
                waba_id,
                channel_id,
            })
            .collect();
        Ok((due, next))
    }

    /// Makes an account's templates what Meta lists. What is not listed any more is removed.
    pub async fn store_templates(
        &self,
        waba_id: &str,
        listed: Vec<ListedTemplate>,
    ) -> Result<(), DeskError> {
        let account = waba_id.to_owned();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    if replace_in(unit, &account, listed).await? {
                        unit.append(Event::TemplatesChanged, Audience::Everyone);
                    }
                    let done = template_account::Model {
                        waba_id: account,
                        due_at: unit.now().plus(FRESH),
                        synced_at: Some(unit.now()),
                        attempts: 0,
                        failure: None,
                    };
                    note_in(unit, done).await.map_err(DeskError::from)
                })
            })
            .await
    }

    /// Notes that an account's templates could not be listed, and when to try again.
    pub async fn note_failed_templates(
        &self,
        waba_id: &str,
        failure: FailureRecord,
    ) -> Result<(), DeskError> {
        let account = waba_id.to_owned();
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let before = template_account::Entity::find_by_id(account.as_str())
                        .one(unit.connection())
                        .await?;
                    let attempts = before.as_ref().map_or(0, |row| row.attempts);
                    let doublings = u32::try_from(attempts.clamp(0, 12)).unwrap_or(0);
                    let pause = (AFTER_FAILURE << doublings).min(FRESH);
                    let failed = template_account::Model {
                        waba_id: account,
                        due_at: unit.now().plus(pause),
                        synced_at: before.and_then(|row| row.synced_at),
                        attempts: attempts.saturating_add(1),
                        failure: Some(failure.to_json()),
                    };
                    note_in(unit, failed).await.map_err(DeskError::from)
                })
            })
            .await
    }
}

/// The accounts that have a number here.
async fn accounts_in(unit: &UnitOfWork) -> Result<HashMap<String, ChannelId>, StorageError> {
    let channels: Vec<(String, ChannelId)> = channel::Entity::find()
        .select_only()
        .column(channel::Column::WabaId)
        .column(channel::Column::Id)
        .order_by_asc(channel::Column::Id)
        .into_tuple()
        .all(unit.connection())
        .await?;
    Ok(channels.into_iter().collect())
}

/// Has an account's templates listed as soon as possible.
pub(crate) async fn request_in(unit: &UnitOfWork, waba_id: &str) -> Result<(), StorageError> {
    let before = template_account::Entity::find_by_id(waba_id)
        .one(unit.connection())
        .await?;
    let due = template_account::Model {
        waba_id: waba_id.to_owned(),
        due_at: unit.now(),
        synced_at: before.as_ref().and_then(|row| row.synced_at),
        attempts: 0,
        failure: before.and_then(|row| row.failure),
    };
    note_in(unit, due).await?;
    unit.wake(Signal::Templates);
    Ok(())
}

async fn note_in(unit: &UnitOfWork, row: template_account::Model) -> Result<(), StorageError> {
    let active: template_account::ActiveModel = row.into();
    template_account::Entity::insert(active.reset_all())
        .on_conflict(
            OnConflict::column(template_account::Column::WabaId)
                .update_columns([
                    template_account::Column::DueAt,
                    template_account::Column::SyncedAt,
                    template_account::Column::Attempts,
                    template_account::Column::Failure,
                ])
                .to_owned(),
        )
        .exec_without_returning(unit.connection())
        .await?;
    Ok(())
}

/// Tells whether anything changed.
async fn replace_in(
    unit: &UnitOfWork,
    account: &str,
    listed: Vec<ListedTemplate>,
) -> Result<bool, DeskError> {
    let mut known: HashMap<String, template::Model> = template::Entity::find()
        .filter(template::Column::WabaId.eq(account))
        .lock_exclusive()
        .all(unit.connection())
        .await?
        .into_iter()
        .map(|row| (row.meta_id.clone(), row))
        .collect();
    let mut changed = false;
    for item in listed {
        let before = known.remove(&item.meta_id);
        let id = before.as_ref().map_or_else(|| unit.id(), |row| row.id);
        let after = row(unit, account, id, item)?;
        match before {
            None => {
                template::Entity::insert(after.into_active_model())
                    .exec_without_returning(unit.connection())
                    .await?;
                changed = true;
            }
            Some(before) if same(&before, &after) => {}
            Some(_) => {
                write_in(unit, after).await?;
                changed = true;
            }
        }
    }
    for gone in known.into_values().filter(|row| row.removed_at.is_none()) {
        let removed = template::Model {
            removed_at: Some(unit.now()),
            updated_at: unit.now(),
            ..gone
        };
        write_in(unit, removed).await?;
        changed = true;
    }
    Ok(changed)
}

fn same(before: &template::Model, after: &template::Model) -> bool {
    let stamped = template::Model {
        updated_at: before.updated_at,
        ..after.clone()
    };
    *before == stamped
}

fn row(
    unit: &UnitOfWork,
    account: &str,
    id: TemplateId,
    item: ListedTemplate,
) -> Result<template::Model, DeskError> {
    let definition = serde_json::to_value(&item.definition)
        .map_err(|error| DeskError::Internal(error.to_string()))?;
    Ok(template::Model {
        id,
        waba_id: account.to_owned(),
        meta_id: without_nul(item.meta_id),
        name: without_nul(item.name),
        language: without_nul(item.language),
        category: item.category.as_str().to_owned(),
        coming_category: item
            .coming_category
            .map(|category| category.as_str().to_owned()),
        status: item.status.as_str().to_owned(),
        reason: item.reason.map(without_nul),
        quality: item.quality.as_str().to_owned(),
        definition,
        removed_at: None,
        updated_at: unit.now(),
    })
}

/// Writes a row that is there.
pub(super) async fn write_in(unit: &UnitOfWork, row: template::Model) -> Result<(), StorageError> {
    let id = row.id;
    let active = row.into_active_model().reset_all();
    template::Entity::update_many()
        .set(template::ActiveModel {
            id: Set(id),
            ..active
        })
        .filter(template::Column::Id.eq(id))
        .exec(unit.connection())
        .await?;
    Ok(())
}
