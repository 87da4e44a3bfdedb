//! A template message as the customer sees it.

use async_graphql::{Enum, SimpleObject};
use entity::{MessageId, UnixMillis};
use templates::definition::MediaKind;
use templates::layout::{Layout, LayoutButton, LayoutCard, LayoutHeader};

use crate::scalars::Instant;

/// Header, body, footer, buttons and cards of a template message.
#[derive(Clone, Debug, SimpleObject)]
pub struct TemplateLayout {
    /// Above the body.
    header: Option<TemplateHeader>,
    /// The text, with WhatsApp's mark-up.
    body: String,
    /// Below it, small.
    footer: Option<String>,
    /// An offer that ends.
    offer: Option<TemplateOffer>,
    /// In the order in which the customer sees them.
    buttons: Vec<TemplateButton>,
    /// A carousel.
    cards: Vec<TemplateCard>,
}

/// What stands above a template's body.
#[derive(Clone, Debug, SimpleObject)]
pub struct TemplateHeader {
    /// What kind.
    kind: TemplateHeaderKind,
    /// The line of a text.
    text: Option<String>,
    /// Where to fetch a file that was uploaded, as a path of this server, with the same cookie or token.
    url: Option<String>,
    /// The public address of a file that was not uploaded.
    link: Option<String>,
    /// The name of a document.
    file_name: Option<String>,
    /// A place.
    place: Option<TemplatePlace>,
}

/// What kind of header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum TemplateHeaderKind {
    /// A line.
    Text,
    /// A picture.
    Image,
    /// A video.
    Video,
    /// A document.
    Document,
    /// A place.
    Location,
}

/// A place in a template's header.
#[derive(Clone, Debug, SimpleObject)]
pub struct TemplatePlace {
    /// Degrees north.
    latitude: f64,
    /// Degrees east.
    longitude: f64,
    /// What people call it.
    name: String,
    /// Where it is, in words.
    address: String,
}

/// An offer that ends.
#[derive(Clone, Debug, SimpleObject)]
pub struct TemplateOffer {
    /// What is offered.
    text: String,
    /// When it ends; null when it does not say, or is not filled in.
    expires_at: Option<Instant>,
}

/// A button of a template.
#[derive(Clone, Debug, SimpleObject)]
pub struct TemplateButton {
    /// What it does.
    kind: TemplateButtonKind,
    /// Its label; empty where the customer's phone writes its own.
    text: String,
    /// The address, the number or the code.
    value: Option<String>,
}

/// What a template's button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "templates::layout::ButtonKind")]
pub enum TemplateButtonKind {
    /// Answers with its label.
    QuickReply,
    /// Opens an address.
    Url,
    /// Calls a number.
    PhoneNumber,
    /// Copies a code.
    CopyCode,
    /// Opens a form.
    Flow,
    /// Opens products.
    Products,
    /// Something else.
    Other,
}

/// A card of a carousel.
#[derive(Clone, Debug, SimpleObject)]
pub struct TemplateCard {
    /// Its picture or video.
    header: Option<TemplateHeader>,
    /// Its text.
    body: String,
    /// Its buttons.
    buttons: Vec<TemplateButton>,
}

impl TemplateLayout {
    /// The layout of a message, or of a template that is still open.
    pub fn new(layout: Layout, message: Option<MessageId>) -> Self {
        Self {
            header: layout.header.map(|header| {
                // The message took the upload's file over, as its own.
                self::header(header, |_| {
                    message.map(|message| format!("/media/{message}"))
                })
            }),
            body: layout.body,
            footer: layout.footer,
            offer: layout.offer.map(|offer| TemplateOffer {
                text: offer.text,
                expires_at: offer.expires_at_ms.map(|at| UnixMillis(at).into()),
            }),
            buttons: layout.buttons.into_iter().map(Into::into).collect(),
            cards: layout
                .cards
                .into_iter()
                .map(|card| self::card(card, message))
                .collect(),
        }
    }
}

fn header(header: LayoutHeader, address: impl Fn(&str) -> Option<String>) -> TemplateHeader {
    let empty = |kind| TemplateHeader {
        kind,
        text: None,
        url: None,
        link: None,
        file_name: None,
        place: None,
    };
    match header {
        LayoutHeader::Text { text } => TemplateHeader {
            text: Some(text),
            ..empty(TemplateHeaderKind::Text)
        },
        LayoutHeader::Media {
            kind,
            link,
            upload,
            file_name,
        } => TemplateHeader {
            url: upload.as_deref().and_then(address),
            link,
            file_name,
            ..empty(match kind {
                MediaKind::Image => TemplateHeaderKind::Image,
                MediaKind::Video => TemplateHeaderKind::Video,
                MediaKind::Document => TemplateHeaderKind::Document,
            })
        },
        LayoutHeader::Location { place } => TemplateHeader {
            place: place.map(|place| TemplatePlace {
                latitude: place.latitude,
                longitude: place.longitude,
                name: place.name,
                address: place.address,
            }),
            ..empty(TemplateHeaderKind::Location)
        },
    }
}

fn card(card: LayoutCard, message: Option<MessageId>) -> TemplateCard {
    TemplateCard {
        header: card.header.map(|header| {
            self::header(header, |upload| {
                message.map(|message| format!("/media/{message}/cards/{upload}"))
            })
        }),
        body: card.body,
        buttons: card.buttons.into_iter().map(Into::into).collect(),
    }
}

impl From<LayoutButton> for TemplateButton {
    fn from(button: LayoutButton) -> Self {
        Self {
            kind: button.kind.into(),
            text: button.text,
            value: button.value,
        }
    }
}
