//! What other rooms see of a channel: no secret.

use entity::channel::{self, PauseReason};
use entity::{ChannelId, DepartmentId, UnixMillis};

use crate::message::FailureRecord;

/// A number that the desk answers on.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelView {
    /// Id.
    pub id: ChannelId,
    /// Name.
    pub name: String,
    /// Meta's id of the number; unique.
    pub phone_number_id: String,
    /// Meta's id of the business account.
    pub waba_id: String,
    /// For people.
    pub display_phone_number: Option<String>,
    /// Receives the channel's tickets (O-17).
    pub department_id: Option<DepartmentId>,
    /// The number is also used in the WhatsApp Business app.
    pub coexistence: bool,
    /// What ends echo mode (L-105).
    pub echo_keyword: Option<String>,
    /// Nothing is sent while set.
    pub paused: Option<PauseView>,
}

/// Why nothing is sent on a channel.
#[derive(Clone, Debug, PartialEq)]
pub struct PauseView {
    /// Since when.
    pub since: UnixMillis,
    /// Why.
    pub reason: PauseReason,
    /// Meta's error, when one caused it.
    pub failure: Option<FailureRecord>,
}

impl PauseView {
    pub(super) fn of(row: &channel::Model) -> Option<Self> {
        Some(Self {
            since: row.paused_at?,
            reason: row.pause_reason.unwrap_or(PauseReason::ByAdministrator),
            failure: row
                .pause_failure
                .clone()
                .and_then(|failure| serde_json::from_value(failure).ok()),
        })
    }
}

impl From<channel::Model> for ChannelView {
    fn from(row: channel::Model) -> Self {
        Self {
            paused: PauseView::of(&row),
            id: row.id,
            name: row.name,
            phone_number_id: row.phone_number_id,
            waba_id: row.waba_id,
            display_phone_number: row.display_phone_number,
            department_id: row.department_id,
            coexistence: row.coexistence,
            echo_keyword: row.echo_keyword,
        }
    }
}
