//! The form of a template: the slots that its structure asks for, each with a key that a value names.

use crate::definition::{Button, Definition, Header, MediaKind, Text};
use crate::placeholders::{Piece, pieces, variables};

/// The key of the code of an authentication template.
pub(crate) const CODE: &str = "code";
/// The key of an offer's end.
pub(crate) const OFFER: &str = "offer.expires_at";

/// Something to be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Names it: `header`, `header.1`, `body.1`, `body.first_name`, `button.0`, `card.1.body.1`, `code`,
    /// `offer.expires_at`. Positions count from 0, a text's variables go by their own name.
    pub key: String,
    /// What it takes.
    pub kind: SlotKind,
    /// Whether the message cannot be sent without it.
    pub required: bool,
    /// What to call it: a variable's name, a button's label. Empty where the kind says it all.
    pub label: String,
    /// What the approved sample has there.
    pub example: Option<String>,
    /// Where the value may come from.
    pub suggestion: Option<Suggestion>,
}

/// What a slot takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SlotKind {
    /// Words on one line; also an amount or a moment.
    Text,
    /// A file.
    File(MediaKind),
    /// A place.
    Location,
    /// The end of a button's address.
    UrlSuffix,
    /// The code that a button copies.
    CouponCode,
    /// The code of an authentication template, at most 15 characters.
    OneTimeCode,
    /// What comes back when a quick reply is tapped.
    Payload,
    /// What a form begins with.
    Flow,
    /// Whose picture stands for the catalogue.
    Catalog,
    /// What can be chosen from.
    Products,
    /// When an offer ends.
    Moment,
}

/// A fact about the contact that a slot seems to ask for (L-074, Z-36).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Suggestion {
    /// What the contact is called first.
    FirstName,
    /// The contact's whole name.
    Name,
    /// The contact's number.
    Phone,
}

/// The slots of a template, in the order in which a form shows them.
pub fn slots(definition: &Definition) -> Vec<Slot> {
    let mut slots = Vec::new();
    if definition.authentication.is_some() {
        slots.push(slot(CODE.to_owned(), SlotKind::OneTimeCode));
        return slots;
    }
    slots.extend(of_header("header", definition.header.as_ref()));
    slots.extend(of_text("body", &definition.body));
    if definition.offer.as_ref().is_some_and(|offer| offer.expires) {
        slots.push(slot(OFFER.to_owned(), SlotKind::Moment));
    }
    slots.extend(of_buttons("button", &definition.buttons));
    for (position, card) in definition.cards.iter().enumerate() {
        let prefix = format!("card.{position}");
        slots.extend(of_header(&format!("{prefix}.header"), card.header.as_ref()));
        if let Some(body) = &card.body {
            slots.extend(of_text(&format!("{prefix}.body"), body));
        }
        slots.extend(of_buttons(&format!("{prefix}.button"), &card.buttons));
    }
    slots
}

fn slot(key: String, kind: SlotKind) -> Slot {
    Slot {
        key,
        kind,
        required: true,
        label: String::new(),
        example: None,
        suggestion: None,
    }
}

fn of_header(prefix: &str, header: Option<&Header>) -> Vec<Slot> {
    match header {
        None => Vec::new(),
        Some(Header::Text(text)) => of_text(prefix, text),
        Some(Header::Media { kind, sample }) => vec![Slot {
            example: sample.clone(),
            ..slot(prefix.to_owned(), SlotKind::File(*kind))
        }],
        Some(Header::Location) => vec![slot(prefix.to_owned(), SlotKind::Location)],
    }
}

fn of_text(prefix: &str, text: &Text) -> Vec<Slot> {
    variables(&text.text)
        .into_iter()
        .map(|name| Slot {
            label: name.to_owned(),
            example: text.examples.get(name).cloned(),
            suggestion: suggestion(&text.text, name),
            ..slot(format!("{prefix}.{name}"), SlotKind::Text)
        })
        .collect()
}

fn of_buttons(prefix: &str, buttons: &[Button]) -> Vec<Slot> {
    buttons
        .iter()
        .enumerate()
        .filter_map(|(position, button)| {
            let key = format!("{prefix}.{position}");
            let optional = |kind, label: &String| Slot {
                required: false,
                label: label.clone(),
                ..slot(key.clone(), kind)
            };
            Some(match button {
                Button::QuickReply { text } => optional(SlotKind::Payload, text),
                Button::Url { text, url, example } if !variables(url).is_empty() => Slot {
                    label: text.clone(),
                    example: example
                        .as_deref()
                        .and_then(|example| suffix_of(url, example)),
                    ..slot(key, SlotKind::UrlSuffix)
                },
                Button::CopyCode { example } => Slot {
                    example: example.clone(),
                    ..slot(key, SlotKind::CouponCode)
                },
                Button::Flow { text } => optional(SlotKind::Flow, text),
                Button::Catalog { text } => optional(SlotKind::Catalog, text),
                Button::MultiProduct { text } => Slot {
                    label: text.clone(),
                    ..slot(key, SlotKind::Products)
                },
                Button::Url { .. }
                | Button::PhoneNumber { .. }
                | Button::OneTimePassword { .. }
                | Button::Plain { .. } => return None,
            })
        })
        .collect()
}

/// What stands in the sample's address in the place of the variable.
fn suffix_of(url: &str, example: &str) -> Option<String> {
    let beginning = url.split("{{").next().unwrap_or_default();
    let suffix = example.strip_prefix(beginning).unwrap_or(example);
    (!suffix.is_empty() && !suffix.contains("://")).then(|| suffix.to_owned())
}

/// Which fact a variable asks for: by its name, or, of a numbered one, by the greeting before it.
fn suggestion(text: &str, name: &str) -> Option<Suggestion> {
    match name.to_lowercase().as_str() {
        "nome" | "primeiro_nome" | "first_name" | "name" | "nombre" | "cliente" | "customer"
        | "customer_name" | "nome_cliente" => return Some(Suggestion::FirstName),
        "nome_completo" | "full_name" | "nombre_completo" => return Some(Suggestion::Name),
        "telefone" | "celular" | "phone" | "telefono" | "phone_number" => {
            return Some(Suggestion::Phone);
        }
        _ => {}
    }
    if name.parse::<u32>().is_err() {
        return None;
    }
    let pieces = pieces(text);
    let place = pieces
        .iter()
        .position(|piece| *piece == Piece::Variable(name))?;
    let after = match pieces.get(place + 1) {
        Some(Piece::Words(words)) => words.trim_start(),
        _ => "",
    };
    let greets = match place.checked_sub(1).map(|before| pieces[before]) {
        None => after.starts_with([',', '!']),
        Some(Piece::Words(words)) => ends_in_greeting(words),
        Some(Piece::Variable(_)) => false,
    };
    greets.then_some(Suggestion::FirstName)
}

fn ends_in_greeting(words: &str) -> bool {
    const GREETINGS: [&str; 15] = [
        "olá",
        "ola",
        "oi",
        "hi",
        "hello",
        "hola",
        "hey",
        "dear",
        "prezado",
        "prezada",
        "caro",
        "cara",
        "bom dia",
        "boa tarde",
        "boa noite",
    ];
    let words = words.to_lowercase();
    let words = words.trim_end_matches([' ', ',', '*', '_', '!']);
    GREETINGS.iter().any(|greeting| {
        words.strip_suffix(greeting).is_some_and(|before| {
            before
                .chars()
                .next_back()
                .is_none_or(|character| !character.is_alphanumeric())
        })
    })
}
