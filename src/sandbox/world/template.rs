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
