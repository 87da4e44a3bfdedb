//! A message that offers the customer something to tap.

use serde::{Deserialize, Serialize};

/// A message that offers the customer something to tap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interactive {
    /// A line in bold above the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// The text, with mark-up.
    pub body: String,
    /// A small line below the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footer: Option<String>,
    /// What is offered.
    pub offer: Offer,
}

/// What is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Offer {
    /// Buttons below the message.
    Buttons {
        /// One to three.
        buttons: Vec<Choice>,
    },
    /// A list that a button opens.
    List {
        /// What the button says.
        label: String,
        /// One to ten rows in all.
        sections: Vec<ListSection>,
    },
}

/// A button, or a row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Comes back with the customer's tap.
    pub id: String,
    /// What the customer sees, and answers with.
    pub title: String,
    /// The smaller text below a row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// Rows under a title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListSection {
    /// Needed when there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The rows.
    pub rows: Vec<Choice>,
}

impl Interactive {
    /// Every text of it with the field that it stands in.
    pub fn texts(&self) -> Vec<(&'static str, &str)> {
        let mut texts = vec![("body", self.body.as_str())];
        texts.extend(self.header.as_deref().map(|text| ("header", text)));
        texts.extend(self.footer.as_deref().map(|text| ("footer", text)));
        match &self.offer {
            Offer::Buttons { buttons } => {
                texts.extend(buttons.iter().map(|it| ("buttons", it.title.as_str())));
            }
            Offer::List { label, sections } => {
                texts.push(("label", label));
                for section in sections {
                    texts.extend(section.title.as_deref().map(|text| ("sections", text)));
                    for row in &section.rows {
                        texts.push(("sections", &row.title));
                        texts.extend(row.description.as_deref().map(|text| ("sections", text)));
                    }
                }
            }
        }
        texts
    }
}
