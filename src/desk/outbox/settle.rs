//! How an attempt ended.

use entity::{OutboxId, UnixMillis};

use crate::Desk;
use crate::error::DeskError;
use crate::message::FailureRecord;

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// Meta took the message.
    Accepted {
        /// Meta's id of it.
        wamid: String,
        /// How Meta writes the recipient's number.
        wa_id: Option<String>,
        /// The recipient's user id.
        bsuid: Option<String>,
    },
    /// Meta refused it.
    Rejected {
        /// Why.
        failure: FailureRecord,
        /// When to try again; none = it failed.
        retry_at: Option<UnixMillis>,
    },
    /// It certainly did not reach Meta.
    NotSent {
        /// Why.
        failure: FailureRecord,
        /// When to try again; none = it failed.
        retry_at: Option<UnixMillis>,
    },
    /// It may or may not have reached Meta: never tried again without a person's decision.
    Unclear {
        /// What was seen.
        failure: FailureRecord,
    },
    /// A read mark or a typing indicator was taken, or given up.
    Done,
    /// The attempt had not begun.
    Released,
}

impl Desk {
    /// Records how an attempt ended. Does nothing when a status webhook has settled it meanwhile.
    pub async fn settle_outbound(
        &self,
        _id: OutboxId,
        _settlement: Settlement,
    ) -> Result<(), DeskError> {
        Ok(())
    }
}
