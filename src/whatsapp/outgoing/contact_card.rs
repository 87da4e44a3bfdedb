//! Contact cards to send (Cloud API reference, sections 4.4 and 7.3).

use crate::identifiers::WaId;
use crate::outgoing::{InvalidOutgoing, within};

/// The cards of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactsMessage(pub(super) Vec<Card>);

impl ContactsMessage {
    /// The most cards in one message.
    pub const MOST: usize = 257;

    /// 1 to 257 cards.
    pub fn new(cards: Vec<Card>) -> Result<Self, InvalidOutgoing> {
        if cards.is_empty() {
            return Err(InvalidOutgoing::Empty {
                field: "the list of cards",
            });
        }
        if cards.len() > Self::MOST {
            return Err(InvalidOutgoing::TooMany {
                field: "cards",
                count: cards.len(),
                most: Self::MOST,
            });
        }
        Ok(Self(cards))
    }
}

/// A contact card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    pub(super) formatted_name: String,
    /// The given name. Meta wants a part of the name beside the whole; without one the whole stands in for it.
    pub first_name: Option<String>,
    /// The family name.
    pub last_name: Option<String>,
    /// Telephone numbers.
    pub phones: Vec<CardPhone>,
    /// Mail addresses.
    pub emails: Vec<CardEmail>,
    /// Where the person works.
    pub company: Option<String>,
    /// In which part of it.
    pub department: Option<String>,
    /// What they are there.
    pub title: Option<String>,
    /// Postal addresses, each in one line.
    pub addresses: Vec<String>,
    /// Web addresses.
    pub urls: Vec<String>,
    /// `YYYY-MM-DD`.
    pub birthday: Option<String>,
}

/// A number on a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardPhone {
    /// As people write it.
    pub phone: String,
    /// With it the customer's app offers to write to the person.
    pub wa_id: Option<WaId>,
    /// `CELL`, `WORK`, …
    pub kind: Option<String>,
}

/// A mail address on a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardEmail {
    /// The address.
    pub email: String,
    /// `WORK`, `HOME`, …
    pub kind: Option<String>,
}

impl Card {
    /// The greatest length of a name, in characters. Meta names none; this is ours.
    pub const LONGEST_NAME: usize = 512;

    /// A card that bears this name.
    pub fn new(formatted_name: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        Ok(Self {
            formatted_name: within(
                "the name on the card",
                Self::LONGEST_NAME,
                formatted_name.into(),
            )?,
            ..Self::default()
        })
    }
}
