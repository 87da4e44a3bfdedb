//! The approved structure of a template (Cloud API reference, section 9).

use serde::{Deserialize, Serialize};

/// A template's structure, as Meta approved it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Definition {
    /// What stands above the body.
    pub header: Option<Header>,
    /// The text, with its variables in double braces.
    pub body: Text,
    /// The small text below the body.
    pub footer: Option<String>,
    /// An offer that ends.
    pub offer: Option<Offer>,
    /// Below the message, in Meta's order.
    pub buttons: Vec<Button>,
    /// A carousel.
    pub cards: Vec<Card>,
    /// Set for templates of fixed text around a code.
    pub authentication: Option<Authentication>,
    /// Parts that this program does not know, in Meta's words: such a template is shown and never sent.
    pub unknown: Vec<String>,
}

/// A text with variables: `{{1}}`, `{{2}}` or `{{first_name}}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Text {
    /// As approved.
    pub text: String,
    /// What the approved sample has in place of each variable, by its name (`1`, `first_name`).
    pub examples: std::collections::BTreeMap<String, String>,
}

/// What stands above the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Header {
    /// A line, with at most one variable.
    Text(Text),
    /// A file, given at every send: the sample's is never reused.
    Media {
        /// Of which kind.
        kind: MediaKind,
        /// Where Meta shows the approved sample.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sample: Option<String>,
    },
    /// A place on the map.
    Location,
}

/// The kinds of file that a header may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// A picture.
    Image,
    /// A video.
    Video,
    /// A document.
    Document,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Button {
    /// Answers with its own text.
    QuickReply {
        /// The label.
        text: String,
    },
    /// Opens an address; one that ends in a variable takes a suffix.
    Url {
        /// The label.
        text: String,
        /// The address, perhaps with `{{1}}` at its end.
        url: String,
        /// The whole address of the approved sample.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        example: Option<String>,
    },
    /// Calls a number.
    PhoneNumber {
        /// The label.
        text: String,
        /// The number.
        phone_number: String,
    },
    /// Copies a coupon's code.
    CopyCode {
        /// The code of the approved sample.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        example: Option<String>,
    },
    /// Copies or hands over the code of an authentication template.
    OneTimePassword {
        /// The label.
        text: String,
    },
    /// Opens a form.
    Flow {
        /// The label.
        text: String,
    },
    /// Opens the catalogue.
    Catalog {
        /// The label.
        text: String,
    },
    /// Opens a choice of products.
    MultiProduct {
        /// The label.
        text: String,
    },
    /// One that takes no values: a call by WhatsApp, a request for the number.
    Plain {
        /// Meta's word.
        kind: String,
        /// The label.
        text: String,
    },
}

/// A card of a carousel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Card {
    /// A picture or a video.
    pub header: Option<Header>,
    /// The text below it.
    pub body: Option<Text>,
    /// Its buttons.
    pub buttons: Vec<Button>,
}

/// An offer that ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// What is offered.
    pub text: String,
    /// Whether its end is shown, and has to be given.
    pub expires: bool,
}

/// What surrounds the code of an authentication template.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Authentication {
    /// Advises not to share the code.
    pub security_recommendation: bool,
    /// Tells for how many minutes the code counts.
    pub code_expiration_minutes: Option<u32>,
}
