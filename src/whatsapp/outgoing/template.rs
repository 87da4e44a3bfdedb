//! Templates: the only messages that may go while the customer service window is closed.
//!
//! That the values fit the approved template is made sure where they are filled in (`templates::fill`); here they get
//! the files that were uploaded for them.

use std::collections::BTreeMap;

use templates::fill::{HeaderParameter, Parameters};
use templates::value::FileSource;

use crate::outgoing::{InvalidOutgoing, within};

/// An approved template with its variables filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    pub(super) name: String,
    pub(super) language: String,
    pub(super) parameters: Parameters,
    /// Meta's ids of the files that were uploaded to the desk.
    pub(super) media: BTreeMap<String, String>,
}

impl Template {
    const LONGEST_NAME: usize = 512;
    const LONGEST_LANGUAGE: usize = 16;
    const LONGEST_MEDIA_ID: usize = 256;

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
            parameters: Parameters::default(),
            media: BTreeMap::new(),
        })
    }

    /// Fills it in. `media` holds Meta's id of every upload that a header names.
    pub fn with_parameters(
        self,
        parameters: Parameters,
        media: BTreeMap<String, String>,
    ) -> Result<Self, InvalidOutgoing> {
        for upload in uploads(&parameters) {
            let id = media.get(upload).cloned().unwrap_or_default();
            within("the header's file", Self::LONGEST_MEDIA_ID, id)?;
        }
        Ok(Self {
            parameters,
            media,
            ..self
        })
    }
}

/// The uploads that headers name, of the message and of its cards.
pub fn uploads(parameters: &Parameters) -> impl Iterator<Item = &str> {
    let cards = parameters.cards.iter().map(|card| card.header.as_ref());
    std::iter::once(parameters.header.as_ref())
        .chain(cards)
        .flatten()
        .filter_map(|header| match header {
            HeaderParameter::File { file, .. } => match &file.source {
                FileSource::Upload { id } => Some(id.as_str()),
                FileSource::Link { .. } => None,
            },
            HeaderParameter::Text { .. } | HeaderParameter::Location { .. } => None,
        })
}
