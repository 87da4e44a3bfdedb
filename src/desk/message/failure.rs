//! What went wrong with a message, in Meta's words.

use serde::{Deserialize, Serialize};

/// Meta's error, or the desk's own reason in the same shape. The sentences for people are in the
/// `failures` catalogue under its code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FailureRecord {
    /// Meta's code; none when Meta was not reached or gave none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u32>,
    /// Meta's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Meta's message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What Meta knew about this very case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    /// Meta's page about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// What Meta's support asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
}

impl FailureRecord {
    /// As the tables keep it.
    pub fn to_json(&self) -> serde_json::Value {
        // A struct of optional texts and a number always has a JSON form.
        serde_json::to_value(self).unwrap_or_default()
    }

    /// From the tables; what a newer program wrote is read as far as it is known.
    pub fn from_json(value: serde_json::Value) -> Self {
        serde_json::from_value(value).unwrap_or_default()
    }

    /// The desk's own finding that the window closed, in Meta's words for the same (131047).
    pub fn window_closed() -> Self {
        Self {
            code: Some(131_047),
            title: Some("Re-engagement message".into()),
            details: Some("The customer service window closed before the message left.".into()),
            ..Self::default()
        }
    }
}
