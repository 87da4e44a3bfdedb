//! A template message as the customer sees it: what the preview and the thread show (L-073, L-087).

use serde::{Deserialize, Serialize};

use crate::definition::{Button, Card, Definition, Header, MediaKind};
use crate::phrases;
use crate::value::{File, FileSource, Location};

/// Header, body, footer, buttons and cards. Variables that are not filled in stand in double braces.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    /// Above the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<LayoutHeader>,
    /// The text.
    pub body: String,
    /// Below it, small.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer: Option<String>,
    /// An offer that ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<LayoutOffer>,
    /// In Meta's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<LayoutButton>,
    /// A carousel.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<LayoutCard>,
}

/// What stands above the body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LayoutHeader {
    /// A line.
    Text {
        /// The line.
        text: String,
    },
    /// A file.
    Media {
        /// Of which kind.
        kind: MediaKind,
        /// Its public address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<String>,
        /// Its upload.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        upload: Option<String>,
        /// The name of a document.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file_name: Option<String>,
    },
    /// A place; none while it is not filled in.
    Location {
        /// The place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Location>,
    },
}

/// What kind of button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ButtonKind {
    /// Answers.
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
    /// Anything else.
    Other,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayoutButton {
    /// What kind.
    pub kind: ButtonKind,
    /// The label; empty where the phone writes its own.
    pub text: String,
    /// The address, the number or the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A card of a carousel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LayoutCard {
    /// Its picture or video.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<LayoutHeader>,
    /// Its text.
    pub body: String,
    /// Its buttons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<LayoutButton>,
}

/// An offer that ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayoutOffer {
    /// What is offered.
    pub text: String,
    /// When it ends, in Unix milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at_ms: Option<i64>,
}

impl Layout {
    /// A template with its variables still open. `language` is Meta's code: fixed sentences are written in it.
    pub fn of(definition: &Definition, language: &str) -> Self {
        Self {
            header: definition.header.as_ref().map(header),
            body: phrases::body(definition, language),
            footer: phrases::footer(definition, language),
            offer: definition.offer.as_ref().map(|offer| LayoutOffer {
                text: offer.text.clone(),
                expires_at_ms: None,
            }),
            buttons: definition.buttons.iter().map(button).collect(),
            cards: definition.cards.iter().map(card).collect(),
        }
    }

    /// The uploads that it shows: the key of the slot, the kind, and which.
    pub fn uploads(&self) -> Vec<(String, MediaKind, &str)> {
        let cards = self.cards.iter().enumerate().map(|(position, card)| {
            let key = format!("card.{position}.header");
            (key, card.header.as_ref())
        });
        std::iter::once(("header".to_owned(), self.header.as_ref()))
            .chain(cards)
            .filter_map(|(key, header)| match header {
                Some(LayoutHeader::Media {
                    kind,
                    upload: Some(upload),
                    ..
                }) => Some((key, *kind, upload.as_str())),
                _ => None,
            })
            .collect()
    }
}

impl LayoutHeader {
    pub(crate) fn of_file(kind: MediaKind, file: &File) -> Self {
        let (link, upload) = match &file.source {
            FileSource::Link { url } => (Some(url.clone()), None),
            FileSource::Upload { id } => (None, Some(id.clone())),
        };
        Self::Media {
            kind,
            link,
            upload,
            file_name: file.name.clone(),
        }
    }
}

fn header(header: &Header) -> LayoutHeader {
    match header {
        Header::Text(text) => LayoutHeader::Text {
            text: text.text.clone(),
        },
        Header::Media { kind, .. } => LayoutHeader::Media {
            kind: *kind,
            link: None,
            upload: None,
            file_name: None,
        },
        Header::Location => LayoutHeader::Location { place: None },
    }
}

fn button(button: &Button) -> LayoutButton {
    let (kind, text, value) = match button {
        Button::QuickReply { text } => (ButtonKind::QuickReply, text, None),
        Button::Url { text, url, .. } => (ButtonKind::Url, text, Some(url)),
        Button::PhoneNumber { text, phone_number } => {
            (ButtonKind::PhoneNumber, text, Some(phone_number))
        }
        Button::CopyCode { .. } => {
            return LayoutButton {
                kind: ButtonKind::CopyCode,
                text: String::new(),
                value: None,
            };
        }
        Button::OneTimePassword { text } => (ButtonKind::CopyCode, text, None),
        Button::Flow { text } => (ButtonKind::Flow, text, None),
        Button::Catalog { text } | Button::MultiProduct { text } => {
            (ButtonKind::Products, text, None)
        }
        Button::Plain { text, .. } => (ButtonKind::Other, text, None),
    };
    LayoutButton {
        kind,
        text: text.clone(),
        value: value.cloned(),
    }
}

fn card(card: &Card) -> LayoutCard {
    LayoutCard {
        header: card.header.as_ref().map(header),
        body: card
            .body
            .as_ref()
            .map(|body| body.text.clone())
            .unwrap_or_default(),
        buttons: card.buttons.iter().map(button).collect(),
    }
}
