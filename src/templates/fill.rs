//! Values against slots: the one check that the form, the store and the sending share.
//!
//! What passes is what Meta takes: every slot that is required has a value of its kind and within its limits, and no
//! value is left over. So a wrong number of parameters, a missing header or a bad end of an address never leaves.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::definition::{Button, Definition, Header, MediaKind, Text};
use crate::form::{CODE, OFFER};
use crate::layout::{Layout, LayoutButton, LayoutHeader};
use crate::placeholders::{is_named, replaced, variables};
use crate::texts::{
    LONGEST_CODE, LONGEST_COUPON, LONGEST_FALLBACK, LONGEST_PAYLOAD, LONGEST_TEXT, line, link,
    suffix, word,
};
use crate::value::{Currency, File, FileSource, Flow, Location, Products, Value, Values};

/// The longest header and the longest body with their values, in characters (132005).
const LONGEST_HEADER: usize = 60;
const LONGEST_BODY: usize = 1_024;
/// The most sections and products that a button offers (section 7.5).
const MOST_SECTIONS: usize = 10;
const MOST_PRODUCTS: usize = 30;
const LONGEST_SECTION_TITLE: usize = 24;
const LONGEST_PRODUCT: usize = 100;

/// A template that is filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    /// What leaves.
    pub parameters: Parameters,
    /// What the customer sees.
    pub layout: Layout,
}

/// The values of a message in the places where Meta wants them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parameters {
    /// The header's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<HeaderParameter>,
    /// The body's, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<TextParameter>,
    /// When the offer ends, in Unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer_expires_at_ms: Option<i64>,
    /// Of the buttons that have any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<ButtonParameter>,
    /// Of every card.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<CardParameters>,
}

/// The variable part of a header.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum HeaderParameter {
    /// A text's variable.
    Text {
        /// Its value.
        value: TextParameter,
    },
    /// A file.
    File {
        /// Of which kind.
        kind: MediaKind,
        /// The file.
        file: File,
    },
    /// A place.
    Location {
        /// The place.
        place: Location,
    },
}

/// The value of a text's variable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextParameter {
    /// Of a variable that goes by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it says.
    pub value: TextValue,
}

/// What a text's variable says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TextValue {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// An amount.
    Currency(Currency),
    /// A moment, in words.
    DateTime {
        /// The words.
        fallback: String,
    },
}

/// The variable part of a button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ButtonParameter {
    /// The button's position, from 0.
    pub position: u8,
    /// Its value.
    pub value: ButtonValue,
}

/// The value of a button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ButtonValue {
    /// What comes back when the customer taps.
    Payload {
        /// The payload.
        payload: String,
    },
    /// The end of the button's address; also the code of an authentication template.
    UrlSuffix {
        /// The end.
        suffix: String,
    },
    /// The code that the customer copies.
    CouponCode {
        /// The code.
        code: String,
    },
    /// What a form begins with.
    Flow(Flow),
    /// Whose picture stands for the catalogue.
    Catalog(Products),
    /// What can be chosen from.
    Products(Products),
}

/// The values of a card.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CardParameters {
    /// The header's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<HeaderParameter>,
    /// The body's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<TextParameter>,
    /// Of the buttons that have any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<ButtonParameter>,
}

/// Why values do not make a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{slot}: {problem}")]
pub struct Refusal {
    /// The key of the slot.
    pub slot: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// There is none.
    #[error("a value is missing")]
    Missing,
    /// The template has no such slot.
    #[error("the template has no such slot")]
    Unknown,
    /// It is of another kind.
    #[error("the value is of another kind")]
    Kind,
    /// It is too long, or makes the text around it too long.
    #[error("more than {longest} characters")]
    TooLong {
        /// The greatest length, in characters.
        longest: usize,
    },
    /// It holds what cannot stand there.
    #[error("line breaks, tabs and long runs of blanks are not allowed")]
    Character,
    /// It is no end of an address.
    #[error("this is not the end of an address")]
    Suffix,
    /// It is no public address.
    #[error("this is not an https address")]
    Link,
    /// It is no place on earth.
    #[error("this is not a place")]
    Place,
    /// It is over.
    #[error("this moment is past")]
    Past,
    /// There are too many, or none.
    #[error("1 to {most} are allowed")]
    Count {
        /// The greatest number.
        most: usize,
    },
}

/// Fills a template in. `now_ms` is the present in Unix milliseconds: an offer must end later.
pub fn fill(
    definition: &Definition,
    language: &str,
    values: &Values,
    now_ms: i64,
) -> Result<Filled, Refusal> {
    let filling = Filling {
        values,
        used: RefCell::default(),
        now_ms,
    };
    let mut layout = Layout::of(definition, language);
    let parameters = if definition.authentication.is_some() {
        filling.authentication(definition, &mut layout)?
    } else {
        filling.parameters(definition, &mut layout)?
    };
    filling.refuse_leftovers()?;
    Ok(Filled { parameters, layout })
}

struct Filling<'a> {
    values: &'a Values,
    used: RefCell<BTreeSet<String>>,
    now_ms: i64,
}

fn refusal(slot: &str, problem: Problem) -> Refusal {
    Refusal {
        slot: slot.to_owned(),
        problem,
    }
}

impl<'a> Filling<'a> {
    fn optional(&self, key: &str) -> Option<&'a Value> {
        let found = self.values.get(key);
        if found.is_some() {
            self.used.borrow_mut().insert(key.to_owned());
        }
        found
    }

    fn required(&self, key: &str) -> Result<&'a Value, Refusal> {
        self.optional(key)
            .ok_or_else(|| refusal(key, Problem::Missing))
    }

    /// The words of a slot that takes nothing else, after `check`.
    fn words(
        &self,
        key: &str,
        check: impl Fn(&str) -> Result<String, Problem>,
    ) -> Result<String, Refusal> {
        let Value::Text { text } = self.required(key)? else {
            return Err(refusal(key, Problem::Kind));
        };
        check(text).map_err(|problem| refusal(key, problem))
    }

    fn refuse_leftovers(&self) -> Result<(), Refusal> {
        let used = self.used.borrow();
        match self.values.keys().find(|key| !used.contains(*key)) {
            Some(key) => Err(refusal(key, Problem::Unknown)),
            None => Ok(()),
        }
    }

    /// The code stands in the body and on the button (section 7.6).
    fn authentication(
        &self,
        definition: &Definition,
        layout: &mut Layout,
    ) -> Result<Parameters, Refusal> {
        let code = self.words(CODE, |text| word(text, LONGEST_CODE))?;
        layout.body = replaced(&layout.body, |_| Some(code.clone()));
        let buttons = definition
            .buttons
            .iter()
            .zip(0_u8..)
            .filter(|(button, _)| matches!(button, Button::OneTimePassword { .. }))
            .map(|(_, position)| ButtonParameter {
                position,
                value: ButtonValue::UrlSuffix {
                    suffix: code.clone(),
                },
            })
            .collect();
        for button in &mut layout.buttons {
            button.value = Some(code.clone());
        }
        Ok(Parameters {
            body: vec![TextParameter {
                name: None,
                value: TextValue::Text { text: code },
            }],
            buttons,
            ..Parameters::default()
        })
    }

    fn parameters(
        &self,
        definition: &Definition,
        layout: &mut Layout,
    ) -> Result<Parameters, Refusal> {
        let header = self.header("header", definition.header.as_ref(), &mut layout.header)?;
        let (body, text) = self.text("body", &definition.body, LONGEST_BODY)?;
        layout.body = text;
        let expires = definition.offer.as_ref().is_some_and(|offer| offer.expires);
        let offer_expires_at_ms = expires.then(|| self.moment(OFFER)).transpose()?;
        if let Some(offer) = &mut layout.offer {
            offer.expires_at_ms = offer_expires_at_ms;
        }
        let buttons = self.buttons("button", &definition.buttons, &mut layout.buttons)?;
        let mut cards = Vec::with_capacity(definition.cards.len());
        let shown = definition.cards.iter().zip(&mut layout.cards);
        for (position, (card, shown)) in shown.enumerate() {
            let prefix = format!("card.{position}");
            let header = self.header(
                &format!("{prefix}.header"),
                card.header.as_ref(),
                &mut shown.header,
            )?;
            let body = match &card.body {
                Some(body) => {
                    let (values, text) =
                        self.text(&format!("{prefix}.body"), body, LONGEST_BODY)?;
                    shown.body = text;
                    values
                }
                None => Vec::new(),
            };
            let buttons = self.buttons(
                &format!("{prefix}.button"),
                &card.buttons,
                &mut shown.buttons,
            )?;
            cards.push(CardParameters {
                header,
                body,
                buttons,
            });
        }
        Ok(Parameters {
            header,
            body,
            offer_expires_at_ms,
            buttons,
            cards,
        })
    }

    fn header(
        &self,
        key: &str,
        header: Option<&Header>,
        shown: &mut Option<LayoutHeader>,
    ) -> Result<Option<HeaderParameter>, Refusal> {
        Ok(match header {
            None => None,
            Some(Header::Text(text)) => {
                let (values, text) = self.text(key, text, LONGEST_HEADER)?;
                *shown = Some(LayoutHeader::Text { text });
                values
                    .into_iter()
                    .next()
                    .map(|value| HeaderParameter::Text { value })
            }
            Some(Header::Media { kind, .. }) => {
                let file = self.file(key)?;
                *shown = Some(LayoutHeader::of_file(*kind, &file));
                Some(HeaderParameter::File { kind: *kind, file })
            }
            Some(Header::Location) => {
                let place = self.place(key)?;
                *shown = Some(LayoutHeader::Location {
                    place: Some(place.clone()),
                });
                Some(HeaderParameter::Location { place })
            }
        })
    }

    /// The values of a text's variables, and the text with them.
    fn text(
        &self,
        prefix: &str,
        text: &Text,
        longest: usize,
    ) -> Result<(Vec<TextParameter>, String), Refusal> {
        let names = variables(&text.text);
        let by_name = is_named(&names);
        let mut values = Vec::with_capacity(names.len());
        for name in &names {
            let key = format!("{prefix}.{name}");
            values.push(TextParameter {
                name: by_name.then(|| (*name).to_owned()),
                value: self.text_value(&key)?,
            });
        }
        let filled = replaced(&text.text, |name| {
            let place = names.iter().position(|known| *known == name)?;
            Some(values[place].value.shown().to_owned())
        });
        if filled.chars().count() > longest && !names.is_empty() {
            let slot = format!("{prefix}.{}", names[0]);
            return Err(refusal(&slot, Problem::TooLong { longest }));
        }
        Ok((values, filled))
    }

    fn text_value(&self, key: &str) -> Result<TextValue, Refusal> {
        let wrong = |problem| refusal(key, problem);
        match self.required(key)? {
            Value::Text { text } => Ok(TextValue::Text {
                text: line(text, LONGEST_TEXT).map_err(wrong)?,
            }),
            Value::DateTime { fallback } => Ok(TextValue::DateTime {
                fallback: line(fallback, LONGEST_FALLBACK).map_err(wrong)?,
            }),
            Value::Currency(currency) => {
                let is_code = currency.code.len() == 3
                    && currency.code.bytes().all(|byte| byte.is_ascii_uppercase());
                if !is_code {
                    return Err(wrong(Problem::Character));
                }
                Ok(TextValue::Currency(Currency {
                    fallback: line(&currency.fallback, LONGEST_FALLBACK).map_err(wrong)?,
                    ..currency.clone()
                }))
            }
            _ => Err(wrong(Problem::Kind)),
        }
    }

    fn file(&self, key: &str) -> Result<File, Refusal> {
        let Value::File(file) = self.required(key)? else {
            return Err(refusal(key, Problem::Kind));
        };
        let source = match &file.source {
            FileSource::Link { url } => FileSource::Link {
                url: link(url).map_err(|problem| refusal(key, problem))?,
            },
            upload @ FileSource::Upload { .. } => upload.clone(),
        };
        let name = file
            .name
            .as_deref()
            .map(|name| file_name(name).map_err(|problem| refusal(key, problem)))
            .transpose()?;
        Ok(File { source, name })
    }

    fn place(&self, key: &str) -> Result<Location, Refusal> {
        let Value::Location(place) = self.required(key)? else {
            return Err(refusal(key, Problem::Kind));
        };
        let on_earth =
            (-90.0..=90.0).contains(&place.latitude) && (-180.0..=180.0).contains(&place.longitude);
        if !on_earth {
            return Err(refusal(key, Problem::Place));
        }
        let words = |text: &str| line(text, LONGEST_TEXT).map_err(|problem| refusal(key, problem));
        Ok(Location {
            name: words(&place.name)?,
            address: words(&place.address)?,
            ..*place
        })
    }

    fn moment(&self, key: &str) -> Result<i64, Refusal> {
        match self.required(key)? {
            Value::Moment { at_ms } if *at_ms > self.now_ms => Ok(*at_ms),
            Value::Moment { .. } => Err(refusal(key, Problem::Past)),
            _ => Err(refusal(key, Problem::Kind)),
        }
    }

    fn buttons(
        &self,
        prefix: &str,
        buttons: &[Button],
        shown: &mut [LayoutButton],
    ) -> Result<Vec<ButtonParameter>, Refusal> {
        let mut parameters = Vec::new();
        for ((button, shown), position) in buttons.iter().zip(shown).zip(0_u8..) {
            let key = format!("{prefix}.{position}");
            if let Some(value) = self.button(&key, button, shown)? {
                parameters.push(ButtonParameter { position, value });
            }
        }
        Ok(parameters)
    }

    fn button(
        &self,
        key: &str,
        button: &Button,
        shown: &mut LayoutButton,
    ) -> Result<Option<ButtonValue>, Refusal> {
        Ok(match button {
            Button::QuickReply { .. } if !self.values.contains_key(key) => None,
            Button::QuickReply { .. } => Some(ButtonValue::Payload {
                payload: self.words(key, |text| line(text, LONGEST_PAYLOAD))?,
            }),
            Button::Url { url, .. } if !variables(url).is_empty() => {
                let suffix = self.words(key, suffix)?;
                shown.value = Some(replaced(url, |_| Some(suffix.clone())));
                Some(ButtonValue::UrlSuffix { suffix })
            }
            Button::CopyCode { .. } => {
                let code = self.words(key, |text| word(text, LONGEST_COUPON))?;
                shown.value = Some(code.clone());
                Some(ButtonValue::CouponCode { code })
            }
            Button::Flow { .. } => match self.optional(key) {
                None => None,
                Some(Value::Flow(flow)) => Some(ButtonValue::Flow(flow.clone())),
                Some(_) => return Err(refusal(key, Problem::Kind)),
            },
            Button::Catalog { .. } => match self.optional(key) {
                None => None,
                Some(Value::Products(products)) if products.sections.is_empty() => {
                    Some(ButtonValue::Catalog(products.clone()))
                }
                Some(_) => return Err(refusal(key, Problem::Kind)),
            },
            Button::MultiProduct { .. } => {
                let Value::Products(products) = self.required(key)? else {
                    return Err(refusal(key, Problem::Kind));
                };
                Some(ButtonValue::Products(
                    checked(products).map_err(|problem| refusal(key, problem))?,
                ))
            }
            Button::Url { .. }
            | Button::PhoneNumber { .. }
            | Button::OneTimePassword { .. }
            | Button::Plain { .. } => None,
        })
    }
}

impl TextValue {
    /// What the customer reads.
    pub fn shown(&self) -> &str {
        match self {
            Self::Text { text } => text,
            Self::Currency(currency) => &currency.fallback,
            Self::DateTime { fallback } => fallback,
        }
    }
}

fn file_name(name: &str) -> Result<String, Problem> {
    let name = line(name, 240)?;
    if name.contains(['/', '\\']) {
        return Err(Problem::Character);
    }
    Ok(name)
}

fn checked(products: &Products) -> Result<Products, Problem> {
    let all: usize = products
        .sections
        .iter()
        .map(|section| section.product_ids.len())
        .sum();
    if products.sections.is_empty() || products.sections.len() > MOST_SECTIONS {
        return Err(Problem::Count {
            most: MOST_SECTIONS,
        });
    }
    let empty = products
        .sections
        .iter()
        .any(|section| section.product_ids.is_empty());
    if empty || all > MOST_PRODUCTS {
        return Err(Problem::Count {
            most: MOST_PRODUCTS,
        });
    }
    for section in &products.sections {
        line(&section.title, LONGEST_SECTION_TITLE)?;
        for product in &section.product_ids {
            word(product, LONGEST_PRODUCT)?;
        }
    }
    // Meta asks for a picture; the first product's is as good as any.
    let first = products.sections[0].product_ids.first().cloned();
    Ok(Products {
        thumbnail: products.thumbnail.clone().or(first),
        sections: products.sections.clone(),
    })
}
