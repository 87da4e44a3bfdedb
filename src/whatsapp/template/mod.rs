//! The templates of a business account, as Meta lists them (Cloud API reference, section 9). Lenient: a part that is
//! not understood is named, so that the template is shown and never sent.

mod components;
#[cfg(test)]
mod tests;

use serde_json::Value;
use templates::Definition;
use templates::standing::{Category, Quality, Status};

use crate::lenient::Fields;

/// A template of a business account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageTemplate {
    /// Meta's id of it; another language of the same name has another.
    pub id: String,
    /// Its name.
    pub name: String,
    /// With an underscore: `pt_BR`.
    pub language: String,
    /// What it is for.
    pub category: Category,
    /// What it is going to be for, once Meta has moved it.
    pub coming_category: Option<Category>,
    /// How it stands.
    pub status: Status,
    /// How customers take it.
    pub quality: Quality,
    /// Why its review failed, in Meta's word.
    pub rejected_reason: Option<String>,
    /// Its structure.
    pub definition: Definition,
}

impl MessageTemplate {
    /// The fields to ask for.
    pub const FIELDS: &'static str = "id,name,status,category,language,components,parameter_format,quality_score,\
                                      rejected_reason,correct_category";

    /// Reads an item of the list; none when it lacks what identifies it.
    pub fn read(item: &Value) -> Option<Self> {
        let fields = Fields::of(item);
        let category = Category::from_meta(&fields.text("category")?);
        Some(Self {
            id: fields.text("id")?,
            name: fields.text("name")?,
            language: fields.text("language")?.replace('-', "_"),
            category,
            coming_category: fields
                .text("correct_category")
                .map(|word| Category::from_meta(&word))
                .filter(|coming| *coming != category),
            status: Status::from_meta(&fields.text("status").unwrap_or_default()),
            quality: quality(fields),
            rejected_reason: fields
                .text("rejected_reason")
                .filter(|reason| reason != "NONE"),
            definition: components::read(fields.array("components"), category),
        })
    }
}

fn quality(fields: Fields<'_>) -> Quality {
    let score = fields.object("quality_score").text("score");
    score.map_or(Quality::Unknown, |word| Quality::from_meta(&word))
}
