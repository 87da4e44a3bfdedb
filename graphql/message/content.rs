//! What a message says.

use async_graphql::{Context, Description, Enum, Object, Result, SimpleObject, Union};
use desk::message::{Content, FailureRecord};
use entity::{DepartmentId, MessageId, PersonId};

use super::cards::ContactsContent;
use super::interactive::InteractiveContent;
use super::media::MediaContent;
use crate::department::Department;
use crate::failure::Failure;
use crate::person::Person;
use crate::template::{TemplateCategory, TemplateLayout};

/// What a message says. New kinds may join: show `Message.text`, or a placeholder, for those you do not know.
#[derive(Union)]
pub enum MessageContent {
    /// A text.
    Text(TextContent),
    /// A file.
    Media(MediaContent),
    /// A place.
    Location(LocationContent),
    /// Contact cards.
    Contacts(ContactsContent),
    /// Something to tap, offered to the customer.
    Interactive(InteractiveContent),
    /// A tap on something that the business offered.
    InteractiveReply(InteractiveReplyContent),
    /// A cart.
    Order(OrderContent),
    /// A template message.
    Template(TemplateContent),
    /// Something that happened.
    System(SystemContent),
    /// A call.
    Call(CallContent),
    /// Something that cannot be shown.
    Unsupported(UnsupportedContent),
}

impl MessageContent {
    /// What a message says, as the schema shows it.
    pub fn of(message: MessageId, content: &Content) -> Self {
        match content.clone() {
            Content::Text { body, referral } => Self::Text(TextContent {
                body,
                referral: referral.map(Into::into),
            }),
            Content::Media {
                kind,
                mime_type,
                caption,
                file_name,
                voice,
                animated,
                meta_media_id,
                ..
            } => Self::Media(MediaContent {
                kind: kind.into(),
                mime_type,
                caption,
                file_name,
                voice,
                animated,
                message,
                fetchable: meta_media_id.is_some(),
            }),
            Content::Location {
                latitude,
                longitude,
                name,
                address,
            } => Self::Location(LocationContent {
                latitude,
                longitude,
                name,
                address,
            }),
            Content::Contacts { cards } => Self::Contacts(ContactsContent {
                cards: cards.into_iter().map(Into::into).collect(),
            }),
            Content::Interactive(message) => Self::Interactive(message.into()),
            Content::InteractiveReply {
                kind,
                title,
                description,
                payload,
            } => Self::InteractiveReply(InteractiveReplyContent {
                kind: kind.into(),
                title,
                description,
                payload,
            }),
            Content::Order { text, items } => Self::Order(OrderContent {
                text,
                items: items.into_iter().map(Into::into).collect(),
            }),
            Content::Template {
                name,
                language,
                body,
                category,
                layout,
                ..
            } => Self::Template(TemplateContent {
                name,
                language,
                body,
                category: category.map(Into::into),
                layout: layout.map(|layout| Box::new(TemplateLayout::new(*layout, Some(message)))),
            }),
            Content::System {
                event,
                person_id,
                target_id,
                department_id,
                details,
            } => Self::System(SystemContent {
                event,
                person_id,
                target_id,
                department_id,
                details,
            }),
            Content::Call {
                status,
                duration_seconds,
                direction,
            } => Self::Call(CallContent {
                status,
                duration_seconds,
                direction,
            }),
            Content::Unsupported { kind, failure } => {
                Self::Unsupported(UnsupportedContent { kind, failure })
            }
        }
    }
}

/// A text.
#[derive(SimpleObject)]
pub struct TextContent {
    /// As written, with WhatsApp's mark-up (`*bold*`, `_italic_`, `~struck~`).
    body: String,
    /// The advertisement or post that the customer came from.
    referral: Option<Referral>,
}

/// The advertisement or post that a customer came from.
#[derive(SimpleObject)]
pub struct Referral {
    /// Its headline.
    headline: Option<String>,
    /// Its text.
    body: Option<String>,
    /// Its address.
    source_url: Option<String>,
    /// `ad`, `post`, and what Meta may add.
    source_type: Option<String>,
}

impl From<desk::message::Referral> for Referral {
    fn from(referral: desk::message::Referral) -> Self {
        Self {
            headline: referral.headline,
            body: referral.body,
            source_url: referral.source_url,
            source_type: referral.source_type,
        }
    }
}

/// A place.
#[derive(SimpleObject)]
pub struct LocationContent {
    /// Degrees north.
    latitude: f64,
    /// Degrees east.
    longitude: f64,
    /// The name of a chosen place.
    name: Option<String>,
    /// The address of a chosen place.
    address: Option<String>,
}

/// A tap on something that the business offered.
#[derive(SimpleObject)]
pub struct InteractiveReplyContent {
    /// What was tapped.
    kind: InteractiveReplyKind,
    /// What the customer saw.
    title: String,
    /// The smaller text below it.
    description: Option<String>,
    /// What the business had attached to it.
    payload: Option<String>,
}

/// What a customer tapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "desk::message::InteractiveReplyKind")]
pub enum InteractiveReplyKind {
    /// A reply button.
    Button,
    /// A row of a list.
    List,
    /// A template's quick-reply button.
    TemplateButton,
    /// The end of a form.
    Flow,
    /// The question whether calls are allowed.
    CallPermission,
}

/// A cart.
#[derive(SimpleObject)]
pub struct OrderContent {
    /// What the customer wrote with it.
    text: Option<String>,
    /// What is in it.
    items: Vec<OrderItem>,
}

/// A line of a cart.
#[derive(SimpleObject)]
pub struct OrderItem {
    /// The seller's own id of the product.
    product_id: String,
    /// How many.
    quantity: f64,
    /// What the customer's app believed one to cost, 0 when it did not tell: never charge by it.
    price: f64,
    /// ISO 4217; empty when not told.
    currency: String,
}

impl From<desk::message::OrderItem> for OrderItem {
    fn from(item: desk::message::OrderItem) -> Self {
        Self {
            product_id: item.product_id,
            quantity: item.quantity,
            price: item.price.unwrap_or_default(),
            currency: item.currency,
        }
    }
}

/// A template message.
#[derive(SimpleObject)]
pub struct TemplateContent {
    /// The template's name.
    name: String,
    /// Its language, as Meta writes it: `pt_BR`.
    language: String,
    /// Its text with the values filled in; null when the desk did not send it.
    body: Option<String>,
    /// What it was for when it was sent; null when the desk did not send it.
    category: Option<TemplateCategory>,
    /// Header, body, footer, buttons and cards as the customer sees them; null when the desk did not send it.
    layout: Option<Box<TemplateLayout>>,
}

/// Something that happened, shown in the thread.
#[derive(Description)]
pub struct SystemContent {
    event: desk::message::SystemEvent,
    person_id: Option<PersonId>,
    target_id: Option<PersonId>,
    department_id: Option<DepartmentId>,
    details: Option<String>,
}

#[Object(use_type_description)]
impl SystemContent {
    /// What happened.
    async fn event(&self) -> SystemEvent {
        self.event.into()
    }

    /// What belongs to it: the protocol number of a ticket, WhatsApp's sentence about a customer. Empty
    /// when there is nothing.
    async fn text(&self) -> &str {
        self.details.as_deref().unwrap_or_default()
    }

    /// Who did it; null: the customer or the desk itself.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::load_optional(ctx, self.person_id).await
    }

    /// To whom it was handed over.
    async fn target(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::load_optional(ctx, self.target_id).await
    }

    /// To which department it was handed over.
    async fn department(&self, ctx: &Context<'_>) -> Result<Option<Department>> {
        Department::load_optional(ctx, self.department_id).await
    }
}

/// Something that happened in a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "desk::message::SystemEvent")]
pub enum SystemEvent {
    /// A ticket was opened; `text` is its protocol number.
    TicketOpened,
    /// The ticket was closed; `text` is its protocol number.
    TicketClosed,
    /// It was handed over to an agent: `target`.
    AssignedToAgent,
    /// It was handed over to a department: `department`.
    AssignedToDepartment,
    /// An agent took it, by answering or by hand: `person`.
    Claimed,
    /// Its agent, `target`, works here no longer: it is for `department` again, or for everybody.
    AgentLeft,
    /// The customer has a new number or user id.
    ContactChangedNumber,
    /// Anything else that WhatsApp reports about a customer.
    Other,
}

/// A call.
#[derive(SimpleObject)]
pub struct CallContent {
    /// How it ended, in Meta's word.
    status: String,
    /// How long it took, in seconds; null when nobody answered.
    duration_seconds: Option<u32>,
    /// Who called, in Meta's word.
    direction: String,
}

/// Something that cannot be shown.
#[derive(Description)]
pub struct UnsupportedContent {
    kind: String,
    failure: Option<FailureRecord>,
}

#[Object(use_type_description)]
impl UnsupportedContent {
    /// What it was, in Meta's word; empty when Meta does not tell.
    #[graphql(name = "type")]
    async fn kind(&self) -> &str {
        &self.kind
    }

    /// Why it cannot be shown.
    async fn failure(&self) -> Option<Failure> {
        self.failure.clone().map(Failure)
    }
}
