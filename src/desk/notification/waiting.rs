//! What a waiting push carries until it is claimed: why, not what. The words are taken from the tables when
//! it leaves, so that they are stored once and never outdated.

use entity::{PersonId, push_delivery};
use serde::{Deserialize, Serialize};

use super::Occasion;

/// As `push_delivery.notice` keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Waiting {
    pub occasion: Occasion,
    /// Whose doing it was, when it was a person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doer: Option<PersonId>,
}

impl Waiting {
    pub fn to_json(self) -> serde_json::Value {
        // Two words always have a JSON form.
        serde_json::to_value(self).unwrap_or_default()
    }

    /// What a newer program wrote is told as a message.
    pub fn of(row: &push_delivery::Model) -> Self {
        serde_json::from_value(row.notice.clone()).unwrap_or(Self {
            occasion: Occasion::NewMessage,
            doer: None,
        })
    }
}
