//! Sending contact cards.

use async_graphql::{Context, ID, InputObject, Object, Result};
use desk::message::{CardPhone, ContactCard, Content, SendMessage};

use super::SendMessagePayload;
use crate::scalars::{parse_id, parse_optional_id};

/// Sending contact cards.
#[derive(Default)]
pub struct ContactCardMutations;

#[Object]
impl ContactCardMutations {
    /// Sends contact cards to the customer. Otherwise as `sendMessage`.
    async fn send_contacts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which cards, and where to.")] input: SendContactsInput,
    ) -> Result<SendMessagePayload> {
        let message = || {
            let cards = input.cards.into_iter().map(Into::into).collect();
            Ok(SendMessage {
                conversation_id: parse_id(&input.conversation_id, "conversationId")?,
                client_key: parse_id(&input.client_key, "clientKey")?,
                content: Content::Contacts { cards },
                reply_to: parse_optional_id(input.reply_to.as_ref(), "replyTo")?,
                internal: false,
            })
        };
        SendMessagePayload::of_message(ctx, message()).await
    }
}

/// Contact cards to be sent.
#[derive(InputObject)]
pub struct SendContactsInput {
    /// In which conversation.
    conversation_id: ID,
    /// A UUID that your device makes once for each message; see `sendMessage`.
    client_key: ID,
    /// The message that it answers.
    reply_to: Option<ID>,
    /// 1 to 257.
    cards: Vec<ContactCardInput>,
}

/// A contact card to be sent. Of each kind of entry at most 20.
#[derive(InputObject)]
pub struct ContactCardInput {
    /// The whole name; 1 to 200 characters.
    name: String,
    /// The given name.
    first_name: Option<String>,
    /// The family name.
    last_name: Option<String>,
    /// Phone numbers.
    #[graphql(default)]
    numbers: Vec<ContactCardNumberInput>,
    /// Mail addresses.
    #[graphql(default)]
    emails: Vec<String>,
    /// Where the person works.
    organization: Option<String>,
    /// In which part of it.
    department: Option<String>,
    /// What they are there.
    title: Option<String>,
    /// Postal addresses, each in one line.
    #[graphql(default)]
    addresses: Vec<String>,
    /// Web addresses.
    #[graphql(default)]
    urls: Vec<String>,
    /// The birthday, `YYYY-MM-DD`.
    birthday: Option<String>,
}

/// A number on a contact card to be sent.
#[derive(InputObject)]
pub struct ContactCardNumberInput {
    /// As people write it, with its country code.
    phone: String,
    /// The WhatsApp id, in digits: with it the customer is offered to write to the person.
    wa_id: Option<String>,
    /// `CELL`, `WORK`, …
    kind: Option<String>,
}

impl From<ContactCardInput> for ContactCard {
    fn from(card: ContactCardInput) -> Self {
        Self {
            name: card.name,
            first_name: card.first_name,
            last_name: card.last_name,
            phones: Vec::new(),
            numbers: card.numbers.into_iter().map(Into::into).collect(),
            emails: card.emails,
            organization: card.organization,
            department: card.department,
            title: card.title,
            addresses: card.addresses,
            urls: card.urls,
            birthday: card.birthday,
        }
    }
}

impl From<ContactCardNumberInput> for CardPhone {
    fn from(number: ContactCardNumberInput) -> Self {
        Self {
            phone: number.phone,
            wa_id: number.wa_id,
            kind: number.kind,
        }
    }
}
