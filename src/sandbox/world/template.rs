//! A message template as the account's list gives it (section 9).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A template; `components` are kept as Meta's JSON, since the list returns them whole.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Template {
    /// Decimal.
    pub id: String,
    /// `a-z0-9_`.
    pub name: String,
    /// With an underscore: `pt_BR`.
    pub language: String,
    /// `UTILITY`, `MARKETING` or `AUTHENTICATION`.
    pub category: String,
    /// `APPROVED`, `PAUSED`, `DISABLED`, `PENDING`, `REJECTED` …
    pub status: String,
    /// `POSITIONAL` or `NAMED`.
    #[serde(default = "positional")]
    pub parameter_format: String,
    /// `HEADER`, `BODY`, `FOOTER`, `BUTTONS`, `CAROUSEL`, `LIMITED_TIME_OFFER`.
    pub components: Vec<Value>,
    /// `GREEN`, `YELLOW`, `RED` or `UNKNOWN`.
    #[serde(default = "unknown_quality")]
    pub quality: String,
    /// Sends are accepted as `held_for_quality_assessment` and go out later (pacing).
    #[serde(default)]
    pub held_for_quality: bool,
}

/// What a script changes of a template.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TemplateChange {
    /// The new status; told by `message_template_status_update`.
    pub status: Option<String>,
    /// The new quality; told by `message_template_quality_update`.
    pub quality: Option<String>,
    /// The new category; told by `template_category_update`.
    pub category: Option<String>,
    /// The new components; told by `message_template_components_update`.
    pub components: Option<Vec<Value>>,
}

impl TemplateChange {
    pub(crate) fn apply(self, template: &mut Template) {
        let Self {
            status,
            quality,
            category,
            components,
        } = self;
        template.status = status.unwrap_or_else(|| template.status.clone());
        template.quality = quality.unwrap_or_else(|| template.quality.clone());
        template.category = category.unwrap_or_else(|| template.category.clone());
        template.components = components.unwrap_or_else(|| template.components.clone());
    }
}

fn positional() -> String {
    "POSITIONAL".to_owned()
}

fn unknown_quality() -> String {
    "UNKNOWN".to_owned()
}

impl Template {
    /// The object of `GET /{waba}/message_templates`.
    pub(crate) fn to_graph(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "category": self.category,
            "status": self.status,
            "parameter_format": self.parameter_format,
            "components": self.components,
            "quality_score": { "score": self.quality },
            "rejected_reason": if self.status == "REJECTED" { "INVALID_FORMAT" } else { "NONE" },
        })
    }

    /// The first component of a kind, in Meta's capitals.
    pub(crate) fn component(&self, kind: &str) -> Option<&Value> {
        self.components.iter().find(|component| {
            component["type"]
                .as_str()
                .is_some_and(|name| name.eq_ignore_ascii_case(kind))
        })
    }
}
