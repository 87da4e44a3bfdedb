//! The typed result of parsing one webhook body.

use crate::WireError;
use crate::identifiers::{PhoneNumberId, WabaId};
use crate::webhook::{
    AccountEvent, Call, ContactSync, EchoMessage, HistoryMessage, InboundMessage, Status,
    TemplateCategory, TemplateComponents, TemplateQuality, TemplateStatus, UserIdUpdate,
    UserPreference, envelope,
};

/// One posted body, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook {
    /// Everything in it, in the order of its arrays. The order matters: a message may precede
    /// the system message that renames its sender.
    pub items: Vec<Item>,
}

/// One update of a webhook.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Where it stood, such as `entry[0].changes[1].value.messages[3]`.
    pub path: String,
    /// The account that the entry names.
    pub waba_id: Option<WabaId>,
    /// The business number it belongs to: route by this, never by address. Absent on fields
    /// that concern the account.
    pub phone_number_id: Option<PhoneNumberId>,
    /// The business number as people write it. Some account fields have this one only.
    pub display_phone_number: Option<String>,
    /// Whether another application is handling the chat: to be shown, not acted upon.
    pub standby: bool,
    /// What it says.
    pub body: ItemBody,
    /// Its JSON as it came, to be kept and read again after an upgrade. Lone surrogates are
    /// replaced by U+FFFD.
    pub raw: String,
}

/// What an update says.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemBody {
    /// A customer wrote, reacted, edited, revoked, or WhatsApp reports a change about them.
    Message(Box<InboundMessage>),
    /// The business wrote from the WhatsApp Business app.
    Echo(Box<EchoMessage>),
    /// A message from before the number was connected.
    History(Box<HistoryMessage>),
    /// The fate of a message that the business sent.
    Status(Box<Status>),
    /// An error that belongs to no message.
    Error(WireError),
    /// A voice call began, ended or changed.
    Call(Box<Call>),
    /// A customer accepts or refuses marketing.
    UserPreference(Box<UserPreference>),
    /// A contact was saved or removed in the WhatsApp Business app.
    ContactSync(Box<ContactSync>),
    /// A customer's user id changed, told outside of a message.
    UserIdUpdate(Box<UserIdUpdate>),
    /// A template was approved, rejected, paused, …
    TemplateStatus(Box<TemplateStatus>),
    /// A template's quality changed.
    TemplateQuality(Box<TemplateQuality>),
    /// A template's texts changed.
    TemplateComponents(Box<TemplateComponents>),
    /// A template's category changed or is going to.
    TemplateCategory(Box<TemplateCategory>),
    /// Something about the account or the number.
    Account(Box<AccountEvent>),
    /// A field or a shape that this version does not know.
    Unknown {
        /// The `field` of the change; empty if it had none.
        field: String,
        /// What was not understood.
        reason: String,
    },
    /// An item that lacks what it cannot be without; for quarantine.
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
}

/// Why a body is no webhook.
#[derive(Debug, thiserror::Error)]
pub enum NotAWebhook {
    /// It is not JSON.
    #[error("the body is not JSON (line {line}, column {column})")]
    NotJson {
        /// The line of the first fault, from 1.
        line: usize,
        /// Its column.
        column: usize,
    },
    /// It is JSON, but not an object with an `entry` array.
    #[error("the body is JSON, but not an object with an entry array")]
    NoEntries,
}

/// Whether a posted body is a webhook at all, without taking it apart: what has to be known before
/// it is acknowledged.
pub fn recognise(raw: &[u8]) -> Result<(), NotAWebhook> {
    envelope::recognise(raw)
}

/// Takes a posted body apart. Verify its signature first ([`crate::signature`]).
pub fn parse(raw: &[u8]) -> Result<Webhook, NotAWebhook> {
    envelope::parse(raw)
}
