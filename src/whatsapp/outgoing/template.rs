//! Templates: the only messages that may go while the customer service window is closed.
//!
//! Whether the parts fit the approved template is known to whoever holds its definition; here
//! they are checked for what no template accepts.

use crate::outgoing::{InvalidOutgoing, within};

/// An approved template with its variables filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub(super) name: String,
    pub(super) language: String,
    pub(super) header: Option<TemplateHeader>,
    pub(super) body: Vec<TemplateText>,
    pub(super) buttons: Vec<TemplateButton>,
}

/// The variable part of a template's header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateHeader {
    /// A text's variable.
    Text(TemplateText),
    /// A file, which has to be given at every send.
    Media(TemplateMedia),
}

/// A file in a header, by the id that its upload gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateMedia {
    /// A picture.
    Image(String),
    /// A video.
    Video(String),
    /// A document, with the name that the customer sees.
    Document {
        /// Its id.
        id: String,
        /// Its name.
        filename: Option<String>,
    },
}

/// The value of a text variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateText {
    pub(super) name: Option<String>,
    pub(super) text: String,
}

/// The variable part of a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateButton {
    pub(super) position: u8,
    pub(super) kind: TemplateButtonKind,
}

/// What a button's variable is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateButtonKind {
    /// What comes back when the customer taps.
    QuickReply {
        /// Up to 256 characters.
        payload: String,
    },
    /// The end of the button's address.
    UrlSuffix(String),
    /// The code that the customer copies.
    CopyCode(String),
}

impl Template {
    const LONGEST_NAME: usize = 512;
    const LONGEST_LANGUAGE: usize = 16;
    const MOST_TEXTS: usize = 100;

    /// A template without variables. `language` is spelled as in the list of templates
    /// (`pt_BR`).
    pub fn new(
        name: impl Into<String>,
        language: impl Into<String>,
    ) -> Result<Self, InvalidOutgoing> {
        let name = within("the template's name", Self::LONGEST_NAME, name.into())?;
        if !name
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
        {
            return Err(InvalidOutgoing::Character {
                field: "the template's name",
            });
        }
        let language = within(
            "the template's language",
            Self::LONGEST_LANGUAGE,
            language.into(),
        )?;
        if !language
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            return Err(InvalidOutgoing::Character {
                field: "the template's language",
            });
        }
        Ok(Self {
            name,
            language,
            header: None,
            body: Vec::new(),
            buttons: Vec::new(),
        })
    }

    /// Fills in the header.
    #[must_use]
    pub fn with_header(mut self, header: TemplateHeader) -> Self {
        self.header = Some(header);
        self
    }

    /// Fills in the body. Unnamed texts count by their order.
    pub fn with_body(mut self, texts: Vec<TemplateText>) -> Result<Self, InvalidOutgoing> {
        if texts.len() > Self::MOST_TEXTS {
            let (count, most) = (texts.len(), Self::MOST_TEXTS);
            return Err(InvalidOutgoing::TooMany {
                field: "texts",
                count,
                most,
            });
        }
        let named = texts.iter().filter(|text| text.name.is_some()).count();
        if named != 0 && named != texts.len() {
            return Err(InvalidOutgoing::MixedNames);
        }
        self.body = texts;
        Ok(self)
    }

    /// Fills in the buttons that have variables.
    pub fn with_buttons(mut self, buttons: Vec<TemplateButton>) -> Result<Self, InvalidOutgoing> {
        let most = usize::from(TemplateButton::MOST);
        if buttons.len() > most {
            return Err(InvalidOutgoing::TooMany {
                field: "buttons",
                count: buttons.len(),
                most,
            });
        }
        self.buttons = buttons;
        Ok(self)
    }
}

impl TemplateText {
    /// Longer than any template's body, so that a mistaken paste is stopped.
    const LONGEST: usize = 1_024;
    const LONGEST_NAME: usize = 256;

    /// The value of a variable that counts by its order.
    pub fn unnamed(text: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        Ok(Self {
            name: None,
            text: one_line(text.into())?,
        })
    }

    /// The value of a named variable.
    pub fn named(
        name: impl Into<String>,
        text: impl Into<String>,
    ) -> Result<Self, InvalidOutgoing> {
        let name = within("the variable's name", Self::LONGEST_NAME, name.into())?;
        Ok(Self {
            name: Some(name),
            text: one_line(text.into())?,
        })
    }
}

/// Meta refuses line breaks, tabs and more than four blanks in a row (132018).
fn one_line(text: String) -> Result<String, InvalidOutgoing> {
    const FIELD: &str = "a template's text";
    let text = within(FIELD, TemplateText::LONGEST, text)?;
    if text.contains(['\n', '\r', '\t']) || text.contains("     ") {
        return Err(InvalidOutgoing::Character { field: FIELD });
    }
    Ok(text)
}

impl TemplateButton {
    /// How many buttons a template may have.
    pub const MOST: u8 = 10;
    const LONGEST_PAYLOAD: usize = 256;
    const LONGEST_SUFFIX: usize = 2_000;
    const LONGEST_CODE: usize = 20;

    /// The variable of the button at `position`, from 0.
    pub fn new(position: u8, kind: TemplateButtonKind) -> Result<Self, InvalidOutgoing> {
        if position >= Self::MOST {
            let (count, most) = (usize::from(position) + 1, usize::from(Self::MOST));
            return Err(InvalidOutgoing::TooMany {
                field: "buttons",
                count,
                most,
            });
        }
        let (field, longest, text) = match &kind {
            TemplateButtonKind::QuickReply { payload } => {
                ("a button's payload", Self::LONGEST_PAYLOAD, payload)
            }
            TemplateButtonKind::UrlSuffix(suffix) => {
                ("a button's address", Self::LONGEST_SUFFIX, suffix)
            }
            TemplateButtonKind::CopyCode(code) => ("a button's code", Self::LONGEST_CODE, code),
        };
        within(field, longest, text.clone())?;
        Ok(Self { position, kind })
    }
}
