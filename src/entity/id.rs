//! Ids that cannot be mistaken for one another. All are `UUIDv7`, so that they sort by creation.

use std::fmt;
use std::str::FromStr;

use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$documentation:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$documentation])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, DeriveValueType,
        )]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }
    )+};
}

ids! {
    /// An integrator's token.
    ApiTokenId,
    /// A WhatsApp business phone number that the desk answers on.
    ChannelId,
    /// One of the identifiers by which `WhatsApp` names a contact.
    ContactAddressId,
    /// A customer.
    ContactId,
    /// What is known of a contact under a custom field; another one after each change.
    ContactValueId,
    /// The life-long thread between one contact and one channel.
    ConversationId,
    /// What a company wants to know of its customers.
    CustomFieldId,
    /// A group of agents that tickets are routed to.
    DepartmentId,
    /// A browser install; made by the client and kept in its own storage.
    DeviceId,
    /// A reply that waits for the customer to write.
    HeldReplyId,
    /// A file of the library.
    LibraryItemId,
    /// A message of any direction.
    MessageId,
    /// Something that waits to leave for Meta.
    OutboxId,
    /// A user of the desk.
    PersonId,
    /// One push to one device.
    PushDeliveryId,
    /// A device's address at its browser's push service.
    PushSubscriptionId,
    /// A piece of a webhook that could not be understood or applied.
    QuarantinedItemId,
    /// A stored answer.
    QuickReplyId,
    /// A person signed in on a device.
    SessionId,
    /// A message template of a business account.
    TemplateId,
    /// One case of service.
    TicketId,
    /// A file that a user uploaded, to send it.
    UploadId,
}
