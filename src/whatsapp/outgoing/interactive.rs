//! Messages that offer something to tap (Cloud API reference, section 7.5).

use std::collections::HashSet;

use crate::outgoing::{InvalidOutgoing, within};

/// A message with reply buttons or a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InteractiveMessage {
    pub(super) header: Option<String>,
    pub(super) body: String,
    pub(super) footer: Option<String>,
    pub(super) action: Action,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Buttons(Vec<ReplyButton>),
    List {
        label: String,
        sections: Vec<ListSection>,
    },
}

impl InteractiveMessage {
    /// The greatest length of header and footer, in characters.
    pub const LONGEST_EDGE: usize = 60;
    /// The greatest length of the text above buttons, in characters.
    pub const LONGEST_BODY_OF_BUTTONS: usize = 1_024;
    /// The greatest length of the text above a list, in characters.
    pub const LONGEST_BODY_OF_LIST: usize = 4_096;
    /// The greatest length of the word that opens a list, in characters.
    pub const LONGEST_LABEL: usize = 20;
    /// The most buttons.
    pub const MOST_BUTTONS: usize = 3;
    /// The most rows of a list, over all of its sections; and the most sections.
    pub const MOST_ROWS: usize = 10;

    /// A text above 1 to 3 buttons; their ids and titles differ.
    pub fn buttons(
        body: impl Into<String>,
        buttons: Vec<ReplyButton>,
    ) -> Result<Self, InvalidOutgoing> {
        counted("buttons", buttons.len(), Self::MOST_BUTTONS)?;
        different("the id of a button", buttons.iter().map(|it| &it.id))?;
        different("the title of a button", buttons.iter().map(|it| &it.title))?;
        let body = within("the text", Self::LONGEST_BODY_OF_BUTTONS, body.into())?;
        Ok(Self::new(body, Action::Buttons(buttons)))
    }

    /// A text above a word that opens 1 to 10 rows, in 1 to 10 sections. With two sections or more, each
    /// has a title.
    pub fn list(
        body: impl Into<String>,
        label: impl Into<String>,
        sections: Vec<ListSection>,
    ) -> Result<Self, InvalidOutgoing> {
        counted("sections", sections.len(), Self::MOST_ROWS)?;
        let rows = || sections.iter().flat_map(|section| &section.rows);
        counted("rows", rows().count(), Self::MOST_ROWS)?;
        different("the id of a row", rows().map(|row| &row.id))?;
        for section in &sections {
            if section.rows.is_empty() {
                return Err(InvalidOutgoing::Empty { field: "a section" });
            }
            if sections.len() > 1 && section.title.is_none() {
                return Err(InvalidOutgoing::Empty {
                    field: "the title of a section",
                });
            }
        }
        let body = within("the text", Self::LONGEST_BODY_OF_LIST, body.into())?;
        let label = within("the list's button", Self::LONGEST_LABEL, label.into())?;
        Ok(Self::new(body, Action::List { label, sections }))
    }

    fn new(body: String, action: Action) -> Self {
        Self {
            header: None,
            body,
            footer: None,
            action,
        }
    }

    /// Puts a line in bold above the text.
    pub fn with_header(mut self, header: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        self.header = Some(within("the header", Self::LONGEST_EDGE, header.into())?);
        Ok(self)
    }

    /// Puts a small line below the text.
    pub fn with_footer(mut self, footer: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        self.footer = Some(within("the footer", Self::LONGEST_EDGE, footer.into())?);
        Ok(self)
    }
}

/// A button; tapping it sends its title back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyButton {
    pub(super) id: String,
    pub(super) title: String,
}

impl ReplyButton {
    /// The greatest length of an id, in characters.
    pub const LONGEST_ID: usize = 256;
    /// The greatest length of a title, in characters.
    pub const LONGEST_TITLE: usize = 20;

    /// A button of 1 to 20 characters; the customer's answer brings the id back.
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        Ok(Self {
            id: within("the id of a button", Self::LONGEST_ID, id.into())?,
            title: within("the title of a button", Self::LONGEST_TITLE, title.into())?,
        })
    }
}

/// Rows under a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSection {
    pub(super) title: Option<String>,
    pub(super) rows: Vec<ListRow>,
}

impl ListSection {
    /// The greatest length of a title, in characters.
    pub const LONGEST_TITLE: usize = 24;

    /// Rows, under a title of at most 24 characters if there is one.
    pub fn new(title: Option<String>, rows: Vec<ListRow>) -> Result<Self, InvalidOutgoing> {
        let title = title
            .map(|title| within("the title of a section", Self::LONGEST_TITLE, title))
            .transpose()?;
        Ok(Self { title, rows })
    }
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: Option<String>,
}

impl ListRow {
    /// The greatest length of an id, in characters.
    pub const LONGEST_ID: usize = 200;
    /// The greatest length of a title, in characters.
    pub const LONGEST_TITLE: usize = 24;
    /// The greatest length of a description, in characters.
    pub const LONGEST_DESCRIPTION: usize = 72;

    /// A row with a title of 1 to 24 characters, and a description of at most 72 if there is one.
    pub fn new(
        id: impl Into<String>,
        title: impl Into<String>,
        description: Option<String>,
    ) -> Result<Self, InvalidOutgoing> {
        let description = description
            .map(|text| within("the description of a row", Self::LONGEST_DESCRIPTION, text))
            .transpose()?;
        Ok(Self {
            id: within("the id of a row", Self::LONGEST_ID, id.into())?,
            title: within("the title of a row", Self::LONGEST_TITLE, title.into())?,
            description,
        })
    }
}

fn counted(field: &'static str, count: usize, most: usize) -> Result<(), InvalidOutgoing> {
    match count {
        0 => Err(InvalidOutgoing::Empty { field }),
        count if count > most => Err(InvalidOutgoing::TooMany { field, count, most }),
        _ => Ok(()),
    }
}

fn different<'a>(
    field: &'static str,
    texts: impl Iterator<Item = &'a String>,
) -> Result<(), InvalidOutgoing> {
    let mut seen = HashSet::new();
    for text in texts {
        if !seen.insert(text) {
            return Err(InvalidOutgoing::Repeated { field });
        }
    }
    Ok(())
}
