//! A message that offers something to tap.

use async_graphql::SimpleObject;
use desk::message::{Choice, Interactive, ListSection, Offer};

/// Something to tap, offered to the customer. The answer comes as `InteractiveReplyContent` that quotes this message.
#[derive(SimpleObject)]
pub struct InteractiveContent {
    /// A line in bold above the text.
    header: Option<String>,
    /// The text, with WhatsApp's mark-up.
    body: String,
    /// A small line below the text.
    footer: Option<String>,
    /// Buttons below the message; empty when it offers a list.
    buttons: Vec<InteractiveButton>,
    /// The list that it offers; null when it has buttons.
    list: Option<InteractiveList>,
}

/// A reply button.
#[derive(SimpleObject)]
pub struct InteractiveButton {
    /// Comes back as the answer's `payload`.
    id: String,
    /// What the customer sees, and answers with.
    title: String,
}

/// A list that a button opens.
#[derive(SimpleObject)]
pub struct InteractiveList {
    /// What the button says.
    label: String,
    /// The rows, in sections.
    sections: Vec<InteractiveSection>,
}

/// Rows under a title.
#[derive(SimpleObject)]
pub struct InteractiveSection {
    /// Null when there is only one section.
    title: Option<String>,
    /// The rows.
    rows: Vec<InteractiveRow>,
}

/// A row of a list.
#[derive(SimpleObject)]
pub struct InteractiveRow {
    /// Comes back as the answer's `payload`.
    id: String,
    /// What the customer sees, and answers with.
    title: String,
    /// The smaller text below it.
    description: Option<String>,
}

impl From<Interactive> for InteractiveContent {
    fn from(message: Interactive) -> Self {
        let (buttons, list) = match message.offer {
            Offer::Buttons { buttons } => (buttons, None),
            Offer::List { label, sections } => {
                let sections = sections.into_iter().map(Into::into).collect();
                (Vec::new(), Some(InteractiveList { label, sections }))
            }
        };
        Self {
            header: message.header,
            body: message.body,
            footer: message.footer,
            buttons: buttons.into_iter().map(Into::into).collect(),
            list,
        }
    }
}

impl From<Choice> for InteractiveButton {
    fn from(choice: Choice) -> Self {
        Self {
            id: choice.id,
            title: choice.title,
        }
    }
}

impl From<ListSection> for InteractiveSection {
    fn from(section: ListSection) -> Self {
        Self {
            title: section.title,
            rows: section.rows.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Choice> for InteractiveRow {
    fn from(choice: Choice) -> Self {
        Self {
            id: choice.id,
            title: choice.title,
            description: choice.description,
        }
    }
}
