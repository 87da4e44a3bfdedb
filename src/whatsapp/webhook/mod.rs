//! Webhooks: from the bytes that Meta posts to typed items.
//!
//! Meta adds types, fields and values without notice and batches up to a thousand updates, so
//! nothing here refuses: what is not understood becomes an [`ItemBody::Unknown`], what is broken
//! becomes an [`ItemBody::Malformed`], and neither disturbs its neighbours. Only a body that is
//! no webhook at all is an error.

mod account;
mod call;
mod contacts;
mod content;
mod envelope;
mod history;
mod identity;
mod item;
mod message;
mod place;
mod preference;
mod raw;
mod status;
mod template;
#[cfg(test)]
mod tests;

pub use account::{AccountEvent, ContactSync, ContactSyncAction, UserIdUpdate};
pub use call::Call;
pub use content::{
    ContactCard, ContactEmail, ContactPhone, Content, Location, Media, MediaKind, Order, OrderItem,
    Playback, SystemEvent, SystemKind,
};
pub use identity::Identity;
pub use item::{Item, ItemBody, NotAWebhook, Webhook, parse, recognise};
pub use message::{
    Context, EchoMessage, Forwarding, HistoryChunk, HistoryMessage, InboundMessage, Referral,
    ReferredProduct, Sender,
};
pub use preference::UserPreference;
pub use status::{ConversationInfo, DeliveryStatus, Pricing, Status};
pub use template::{
    TemplateCategory, TemplateComponents, TemplateQuality, TemplateReference, TemplateStatus,
};
