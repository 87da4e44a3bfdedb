//! What is put into slots.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Values by the key of their slot.
pub type Values = BTreeMap<String, Value>;

/// What is put into a slot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Value {
    /// Words: a variable's text, the end of an address, a coupon's or a one-time code, a button's payload.
    Text {
        /// The words.
        text: String,
    },
    /// An amount, written by the customer's phone as their country does.
    Currency(Currency),
    /// A moment, in words.
    DateTime {
        /// What the customer reads.
        fallback: String,
    },
    /// A header's file.
    File(File),
    /// A header's place.
    Location(Location),
    /// When an offer ends, in Unix milliseconds.
    Moment {
        /// When.
        at_ms: i64,
    },
    /// What a button for products shows.
    Products(Products),
    /// What a form begins with.
    Flow(Flow),
}

impl Value {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }
}

/// An amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Currency {
    /// What a phone shows that cannot write the amount itself.
    pub fallback: String,
    /// ISO 4217.
    pub code: String,
    /// The amount times a thousand.
    pub amount_1000: i64,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Where it is.
    pub source: FileSource,
    /// The name that the customer sees, of a document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Where a file is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum FileSource {
    /// At a public address, from which Meta fetches it.
    Link {
        /// The address; `https` only.
        url: String,
    },
    /// Uploaded to the desk.
    Upload {
        /// The upload's id.
        id: String,
    },
}

/// A place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// What people call it.
    pub name: String,
    /// Where it is, in words.
    pub address: String,
}

/// What a button for products shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Products {
    /// Whose picture stands in the message: the seller's own id.
    pub thumbnail: Option<String>,
    /// What can be chosen; only of a choice of products.
    pub sections: Vec<ProductSection>,
}

/// A group of products.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductSection {
    /// Its title.
    pub title: String,
    /// The seller's own ids.
    pub product_ids: Vec<String>,
}

/// What a form begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Flow {
    /// Comes back with the answer.
    pub token: Option<String>,
    /// What its first screen is given: a JSON object.
    pub data: Option<serde_json::Value>,
}
