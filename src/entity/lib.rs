//! The tables as the database sees them: one file per table, typed ids, stored enumerations.
//!
//! This room holds no behaviour beyond conversions; what a row means is decided in the desk. It is a
//! crate of its own so that an edit to the desk does not expand every table again. The history of
//! the tables is in `migrations/`; a test in the desk's neighbourhood compares the two.

mod id;
mod time;

pub mod api_token;
pub mod card_file;
pub mod channel;
pub mod consumer;
pub mod contact;
pub mod contact_address;
pub mod contact_value;
pub mod conversation;
pub mod custom_field;
pub mod delivery;
pub mod department;
pub mod department_member;
pub mod device_presence;
pub mod held_reply;
pub mod journal;
pub mod journal_head;
pub mod library_item;
pub mod media_file;
pub mod message;
pub mod message_revision;
pub mod message_search;
pub mod meta_media;
pub mod outbox;
pub mod pending_effect;
pub mod person;
pub mod protocol_day;
pub mod push_acknowledgement;
pub mod push_delivery;
pub mod push_subscription;
pub mod quarantined_item;
pub mod quick_reply;
pub mod reaction;
pub mod session;
pub mod setting;
pub mod template;
pub mod template_account;
pub mod template_favourite;
pub mod ticket;
pub mod upload;
pub mod webhook;

pub use id::{
    ApiTokenId, ChannelId, ContactAddressId, ContactId, ContactValueId, ConversationId,
    CustomFieldId, DepartmentId, DeviceId, HeldReplyId, LibraryItemId, MessageId, OutboxId,
    PersonId, PushDeliveryId, PushSubscriptionId, QuarantinedItemId, QuickReplyId, SessionId,
    TemplateId, TicketId, UploadId,
};
pub use time::UnixMillis;
