//! Sending something to tap.

use async_graphql::{Context, ID, InputObject, Object, OneofObject, Result};
use desk::message::{Choice, Content, Interactive, ListSection, Offer, SendMessage};

use super::SendMessagePayload;
use crate::scalars::{parse_id, parse_optional_id};

/// Sending buttons and lists.
#[derive(Default)]
pub struct InteractiveMutations;

#[Object]
impl InteractiveMutations {
    /// Sends a text with reply buttons or a list to the customer. The answer comes as `InteractiveReplyContent` that quotes
    /// this message. Otherwise as `sendMessage`.
    async fn send_interactive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is offered, and where to.")] input: SendInteractiveInput,
    ) -> Result<SendMessagePayload> {
        let message = || {
            Ok(SendMessage {
                conversation_id: parse_id(&input.conversation_id, "conversationId")?,
                client_key: parse_id(&input.client_key, "clientKey")?,
                content: Content::Interactive(Interactive {
                    header: input.header,
                    body: input.body,
                    footer: input.footer,
                    offer: input.offer.into(),
                }),
                reply_to: parse_optional_id(input.reply_to.as_ref(), "replyTo")?,
                internal: false,
            })
        };
        SendMessagePayload::of_message(ctx, message()).await
    }
}

/// Something to tap, to be sent.
#[derive(InputObject)]
pub struct SendInteractiveInput {
    /// In which conversation.
    conversation_id: ID,
    /// A UUID that your device makes once for each message; see `sendMessage`.
    client_key: ID,
    /// The message that it answers.
    reply_to: Option<ID>,
    /// A line in bold above the text; at most 60 characters.
    header: Option<String>,
    /// The text: at most 1,024 characters above buttons, 4,096 above a list.
    body: String,
    /// A small line below the text; at most 60 characters.
    footer: Option<String>,
    /// Buttons or a list.
    offer: InteractiveOfferInput,
}

/// Buttons or a list.
#[derive(OneofObject)]
pub enum InteractiveOfferInput {
    /// One to three buttons whose titles differ.
    Buttons(Vec<InteractiveButtonInput>),
    /// A list that a button opens.
    List(InteractiveListInput),
}

/// A reply button.
#[derive(InputObject)]
pub struct InteractiveButtonInput {
    /// Comes back as the answer's `payload`; at most 256 characters. Its place, when left out.
    id: Option<String>,
    /// 1 to 20 characters.
    title: String,
}

/// A list that a button opens.
#[derive(InputObject)]
pub struct InteractiveListInput {
    /// What the button says; 1 to 20 characters.
    label: String,
    /// One to ten rows in all.
    sections: Vec<InteractiveSectionInput>,
}

/// Rows under a title.
#[derive(InputObject)]
pub struct InteractiveSectionInput {
    /// At most 24 characters; needed when there are several sections.
    title: Option<String>,
    /// At least one.
    rows: Vec<InteractiveRowInput>,
}

/// A row of a list.
#[derive(InputObject)]
pub struct InteractiveRowInput {
    /// Comes back as the answer's `payload`; at most 200 characters. Its place, when left out.
    id: Option<String>,
    /// 1 to 24 characters.
    title: String,
    /// At most 72 characters.
    description: Option<String>,
}

impl From<InteractiveOfferInput> for Offer {
    fn from(offer: InteractiveOfferInput) -> Self {
        match offer {
            InteractiveOfferInput::Buttons(buttons) => Self::Buttons {
                buttons: buttons
                    .into_iter()
                    .map(|button| Choice {
                        id: button.id.unwrap_or_default(),
                        title: button.title,
                        description: None,
                    })
                    .collect(),
            },
            InteractiveOfferInput::List(list) => Self::List {
                label: list.label,
                sections: list.sections.into_iter().map(Into::into).collect(),
            },
        }
    }
}

impl From<InteractiveSectionInput> for ListSection {
    fn from(section: InteractiveSectionInput) -> Self {
        let rows = section.rows.into_iter().map(|row| Choice {
            id: row.id.unwrap_or_default(),
            title: row.title,
            description: row.description,
        });
        Self {
            title: section.title,
            rows: rows.collect(),
        }
    }
}
