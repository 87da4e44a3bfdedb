//! A template, as other rooms see it.

use entity::{TemplateId, UnixMillis, template};
use templates::Definition;
use templates::standing::{Category, Quality, Status};

use crate::message::FailureRecord;

/// A template of a business account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateView {
    /// Which.
    pub id: TemplateId,
    /// Its name; several languages share it.
    pub name: String,
    /// With an underscore: `pt_BR`.
    pub language: String,
    /// What it is for.
    pub category: Category,
    /// What Meta is going to make of it.
    pub coming_category: Option<Category>,
    /// How it stands.
    pub status: Status,
    /// Why it is not approved, in Meta's word.
    pub reason: Option<String>,
    /// How customers take it.
    pub quality: Quality,
    /// Its structure.
    pub definition: Definition,
    /// Whether the actor keeps it at hand.
    pub favourite: bool,
    /// Meta lists it no longer.
    pub removed: bool,
}

/// The templates of a number.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateList {
    /// By name, then language.
    pub templates: Vec<TemplateView>,
    /// When they were last listed from Meta; none = not yet.
    pub synced_at: Option<UnixMillis>,
    /// Why the last attempt to list them failed.
    pub failure: Option<FailureRecord>,
}

/// Why a template may not be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsendable {
    /// Meta lists it no longer.
    #[error("this template was removed at Meta")]
    Removed,
    /// Only approved templates may be sent.
    #[error("this template is not approved: {}", .0.as_str())]
    Status(Status),
    /// It has parts that this program does not know.
    #[error("this template has a part that cannot be sent from here: {0}")]
    Part(String),
    /// It belongs to another business account than the number.
    #[error("this template belongs to another account than the number")]
    OtherAccount,
}

impl TemplateView {
    pub(super) fn new(row: template::Model, favourite: bool) -> Self {
        Self {
            id: row.id,
            category: Category::from_meta(&row.category),
            coming_category: row.coming_category.as_deref().map(Category::from_meta),
            status: Status::from_meta(&row.status),
            quality: Quality::from_meta(&row.quality),
            definition: definition(&row),
            reason: row.reason,
            name: row.name,
            language: row.language,
            removed: row.removed_at.is_some(),
            favourite,
        }
    }

    /// Why it may not be sent; none = it may.
    pub fn unsendable(&self) -> Option<Unsendable> {
        if self.removed {
            return Some(Unsendable::Removed);
        }
        if self.status != Status::Approved {
            return Some(Unsendable::Status(self.status));
        }
        self.definition
            .unknown
            .first()
            .map(|part| Unsendable::Part(part.clone()))
    }
}

/// What an older or newer program wrote and this one cannot read counts as a part that is not known.
fn definition(row: &template::Model) -> Definition {
    serde_json::from_value(row.definition.clone()).unwrap_or_else(|_| Definition {
        unknown: vec!["DEFINITION".to_owned()],
        ..Definition::default()
    })
}
