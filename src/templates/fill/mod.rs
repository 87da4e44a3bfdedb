//! Values against slots: the one check that the form, the store and the sending share.
//!
//! What passes is what Meta takes: every slot that is required has a value of its kind and within its limits, and no
//! value is left over. So a wrong number of parameters, a missing header or a bad end of an address never leaves.

mod checks;
mod parameters;
mod refusal;

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::definition::{Button, Definition, Header, Text};
use crate::form::{CODE, OFFER};
use crate::layout::{Layout, LayoutButton, LayoutHeader};
use crate::placeholders::{is_named, replaced, variables};
use crate::texts::{LONGEST_CODE, LONGEST_COUPON, LONGEST_PAYLOAD, line, suffix, word};
use crate::value::{Value, Values};

pub use parameters::{
    ButtonParameter, ButtonValue, CardParameters, HeaderParameter, Parameters, TextParameter,
    TextValue,
};
pub use refusal::{Problem, Refusal};

/// The longest header and the longest body with their values, in characters (132005).
const LONGEST_HEADER: usize = 60;
const LONGEST_BODY: usize = 1_024;

/// A template that is filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    /// What leaves.
    pub parameters: Parameters,
    /// What the customer sees.
    pub layout: Layout,
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
            .ok_or_else(|| Refusal::of(key, Problem::Missing))
    }

    /// The words of a slot that takes nothing else, after `check`.
    fn words(
        &self,
        key: &str,
        check: impl Fn(&str) -> Result<String, Problem>,
    ) -> Result<String, Refusal> {
        let Value::Text { text } = self.required(key)? else {
            return Err(Refusal::of(key, Problem::Kind));
        };
        check(text).map_err(|problem| Refusal::of(key, problem))
    }

    fn refuse_leftovers(&self) -> Result<(), Refusal> {
        let used = self.used.borrow();
        match self.values.keys().find(|key| !used.contains(*key)) {
            Some(key) => Err(Refusal::of(key, Problem::Unknown)),
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
            return Err(Refusal::of(&slot, Problem::TooLong { longest }));
        }
        Ok((values, filled))
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
                Some(_) => return Err(Refusal::of(key, Problem::Kind)),
            },
            Button::Catalog { .. } => match self.optional(key) {
                None => None,
                Some(Value::Products(products)) if products.sections.is_empty() => {
                    Some(ButtonValue::Catalog(products.clone()))
                }
                Some(_) => return Err(Refusal::of(key, Problem::Kind)),
            },
            Button::MultiProduct { .. } => Some(ButtonValue::Products(self.products(key)?)),
            Button::Url { .. }
            | Button::PhoneNumber { .. }
            | Button::OneTimePassword { .. }
            | Button::Plain { .. } => None,
        })
    }
}
