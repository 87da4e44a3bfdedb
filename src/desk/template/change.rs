//! What webhooks tell of templates: applied at once, so that the picker is right within seconds.

use entity::template;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};
use templates::standing::{Category, Quality, Status, after_event};

use super::sync::{request_in, write_in};
use crate::error::DeskError;
use crate::journal::{Audience, Event};
use crate::message::without_nul;
use crate::storage::UnitOfWork;

/// Something that Meta decided about a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateChange {
    /// The business account.
    pub waba_id: String,
    /// Meta's id of the template; it counts before the name does.
    pub meta_id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// With an underscore.
    pub language: Option<String>,
    /// What was decided.
    pub news: TemplateNews,
    /// One line for administrators.
    pub summary: String,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum TemplateNews {
    /// It stands differently.
    Status {
        /// Meta's word for what happened.
        event: String,
        /// Meta's word for the reason.
        reason: Option<String>,
    },
    /// Customers take it differently.
    Quality {
        /// In Meta's word.
        quality: String,
    },
    /// It is, or is going to be, of another category.
    Category {
        /// The one that holds now.
        current: Option<String>,
        /// The one that is going to hold.
        coming: Option<String>,
    },
    /// It says something else: to be listed again.
    Components,
}

impl TemplateNews {
    /// The webhook field that told it.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Status { .. } => "message_template_status_update",
            Self::Quality { .. } => "message_template_quality_update",
            Self::Category { .. } => "template_category_update",
            Self::Components => "message_template_components_update",
        }
    }
}

/// Applies a change. What names no template that is known, or says less than is needed, has the list read anew.
pub(crate) async fn apply_in(unit: &UnitOfWork, change: &TemplateChange) -> Result<(), DeskError> {
    let Some(before) = find_in(unit, change).await? else {
        return Ok(request_in(unit, &change.waba_id).await?);
    };
    let mut after = before.clone();
    match &change.news {
        TemplateNews::Status { event, reason } => {
            if let Some(status) = after_event(event) {
                status.as_str().clone_into(&mut after.status);
                after.reason = reason.clone().map(without_nul);
                after.removed_at = (status == Status::Deleted).then(|| unit.now());
            }
        }
        TemplateNews::Quality { quality } => {
            Quality::from_meta(quality)
                .as_str()
                .clone_into(&mut after.quality);
        }
        TemplateNews::Category { current, coming } => {
            let word = |word: &String| Category::from_meta(word).as_str().to_owned();
            after.category = current.as_ref().map_or(after.category, word);
            after.coming_category = coming
                .as_ref()
                .map(word)
                .filter(|coming| *coming != after.category);
        }
        TemplateNews::Components => request_in(unit, &change.waba_id).await?,
    }
    if after != before {
        after.updated_at = unit.now();
        write_in(unit, after).await?;
        unit.append(Event::TemplatesChanged, Audience::Everyone);
    }
    Ok(())
}

async fn find_in(
    unit: &UnitOfWork,
    change: &TemplateChange,
) -> Result<Option<template::Model>, DeskError> {
    let of_account = template::Entity::find()
        .filter(template::Column::WabaId.eq(change.waba_id.as_str()))
        .lock_exclusive();
    let select = match (&change.meta_id, &change.name, &change.language) {
        (Some(id), _, _) => of_account.filter(template::Column::MetaId.eq(id.as_str())),
        (None, Some(name), Some(language)) => of_account
            .filter(template::Column::Name.eq(name.as_str()))
            .filter(template::Column::Language.eq(language.as_str()))
            .filter(template::Column::RemovedAt.is_null()),
        _ => return Ok(None),
    };
    Ok(select.one(unit.connection()).await?)
}
