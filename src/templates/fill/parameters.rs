//! The variable parts of a message, in the places where Meta wants them (Cloud API reference, section 7).

use serde::{Deserialize, Serialize};

use crate::definition::MediaKind;
use crate::value::{Currency, File, Flow, Location, Products};

/// The values of a message in the places where Meta wants them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parameters {
    /// The header's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<HeaderParameter>,
    /// The body's, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<TextParameter>,
    /// When the offer ends, in Unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer_expires_at_ms: Option<i64>,
    /// Of the buttons that have any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<ButtonParameter>,
    /// Of every card.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<CardParameters>,
}

/// The variable part of a header.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum HeaderParameter {
    /// A text's variable.
    Text {
        /// Its value.
        value: TextParameter,
    },
    /// A file.
    File {
        /// Of which kind.
        kind: MediaKind,
        /// The file.
        file: File,
    },
    /// A place.
    Location {
        /// The place.
        place: Location,
    },
}

/// The value of a text's variable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextParameter {
    /// Of a variable that goes by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it says.
    pub value: TextValue,
}

/// What a text's variable says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TextValue {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// An amount.
    Currency(Currency),
    /// A moment, in words.
    DateTime {
        /// The words.
        fallback: String,
    },
}

/// The variable part of a button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ButtonParameter {
    /// The button's position, from 0.
    pub position: u8,
    /// Its value.
    pub value: ButtonValue,
}

/// The value of a button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ButtonValue {
    /// What comes back when the customer taps.
    Payload {
        /// The payload.
        payload: String,
    },
    /// The end of the button's address; also the code of an authentication template.
    UrlSuffix {
        /// The end.
        suffix: String,
    },
    /// The code that the customer copies.
    CouponCode {
        /// The code.
        code: String,
    },
    /// What a form begins with.
    Flow(Flow),
    /// Whose picture stands for the catalogue.
    Catalog(Products),
    /// What can be chosen from.
    Products(Products),
}

/// The values of a card.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CardParameters {
    /// The header's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<HeaderParameter>,
    /// The body's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<TextParameter>,
    /// Of the buttons that have any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<ButtonParameter>,
}

impl TextValue {
    /// What the customer reads.
    pub fn shown(&self) -> &str {
        match self {
            Self::Text { text } => text,
            Self::Currency(currency) => &currency.fallback,
            Self::DateTime { fallback } => fallback,
        }
    }
}
