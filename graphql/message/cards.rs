//! A message that is contact cards.

use async_graphql::SimpleObject;
use desk::message::CardPhone;

/// Contact cards.
#[derive(SimpleObject)]
pub struct ContactsContent {
    /// The cards.
    pub(super) cards: Vec<ContactCard>,
}

/// A contact card. Everything on it was written by its sender.
#[derive(SimpleObject)]
pub struct ContactCard {
    /// Whose.
    name: String,
    /// The given name; null when the card does not tell it apart.
    first_name: Option<String>,
    /// The family name; null when the card does not tell it apart.
    last_name: Option<String>,
    /// Phone numbers, as written.
    phones: Vec<String>,
    /// The same numbers with what is known of them.
    numbers: Vec<ContactCardNumber>,
    /// Mail addresses.
    emails: Vec<String>,
    /// Where the person works.
    organization: Option<String>,
    /// In which part of it.
    department: Option<String>,
    /// What they are there.
    title: Option<String>,
    /// Postal addresses, each in one line.
    addresses: Vec<String>,
    /// Web addresses: check them before you make a link of one.
    urls: Vec<String>,
    /// The birthday, as written.
    birthday: Option<String>,
}

/// A number on a contact card.
#[derive(SimpleObject)]
pub struct ContactCardNumber {
    /// As written.
    phone: String,
    /// The WhatsApp id, in digits, when the number is known to be on WhatsApp.
    wa_id: Option<String>,
    /// `CELL`, `WORK`, and what senders may write.
    kind: Option<String>,
}

impl From<desk::message::ContactCard> for ContactCard {
    fn from(card: desk::message::ContactCard) -> Self {
        // Cards that were kept before more was known have the digits alone.
        let numbers = if card.numbers.is_empty() {
            card.phones.iter().cloned().map(CardPhone::typed).collect()
        } else {
            card.numbers
        };
        Self {
            name: card.name,
            first_name: card.first_name,
            last_name: card.last_name,
            phones: card.phones,
            numbers: numbers.into_iter().map(Into::into).collect(),
            emails: card.emails,
            organization: card.organization,
            department: card.department,
            title: card.title,
            addresses: card.addresses,
            urls: card.urls,
            birthday: card.birthday,
        }
    }
}

impl From<CardPhone> for ContactCardNumber {
    fn from(number: CardPhone) -> Self {
        Self {
            phone: number.phone,
            wa_id: number.wa_id,
            kind: number.kind,
        }
    }
}
