//! From the components of the list to a structure.

use std::collections::BTreeMap;

use serde_json::Value;
use templates::definition::{
    Authentication, Button, Card, Definition, Header, MediaKind, Offer, Text,
};
use templates::standing::Category;

use crate::lenient::Fields;

/// Reads the components of a template.
pub(super) fn read(components: &[Value], category: Category) -> Definition {
    let mut definition = Definition::default();
    if category == Category::Authentication {
        definition.authentication = Some(Authentication::default());
    }
    for component in components {
        let fields = Fields::of(component);
        let kind = kind_of(fields);
        match kind.as_str() {
            "HEADER" => match header(fields) {
                Ok(header) => definition.header = Some(header),
                Err(format) => definition.unknown.push(format!("HEADER {format}")),
            },
            "BODY" => {
                definition.body = text(fields, "body_text");
                if let Some(authentication) = &mut definition.authentication {
                    authentication.security_recommendation = fields
                        .flag("add_security_recommendation")
                        .unwrap_or_default();
                }
            }
            "FOOTER" => {
                definition.footer = fields.text("text");
                if let Some(authentication) = &mut definition.authentication {
                    authentication.code_expiration_minutes =
                        fields.integer("code_expiration_minutes");
                }
            }
            "BUTTONS" => {
                let (buttons, unknown) = buttons(fields);
                definition.buttons = buttons;
                definition.unknown.extend(unknown);
            }
            "CAROUSEL" => {
                for card in fields.array("cards") {
                    let (card, unknown) = self::card(Fields::of(card));
                    definition.cards.push(card);
                    definition.unknown.extend(unknown);
                }
            }
            "LIMITED_TIME_OFFER" => {
                let offer = fields.object("limited_time_offer");
                definition.offer = Some(Offer {
                    text: offer.text("text").unwrap_or_default(),
                    expires: offer.flag("has_expiration").unwrap_or_default(),
                });
            }
            _ => definition.unknown.push(kind),
        }
    }
    definition
}

fn kind_of(fields: Fields<'_>) -> String {
    fields.text("type").unwrap_or_default().to_ascii_uppercase()
}

/// A header, or the format that is not known.
fn header(fields: Fields<'_>) -> Result<Header, String> {
    let format = fields
        .text("format")
        .unwrap_or_else(|| "TEXT".to_owned())
        .to_ascii_uppercase();
    let media = |kind| Header::Media {
        kind,
        sample: fields
            .object("example")
            .array("header_handle")
            .first()
            .and_then(Value::as_str)
            .filter(|handle| handle.starts_with("https://"))
            .map(str::to_owned),
    };
    Ok(match format.as_str() {
        "TEXT" => Header::Text(text(fields, "header_text")),
        "IMAGE" => media(MediaKind::Image),
        "VIDEO" => media(MediaKind::Video),
        "DOCUMENT" => media(MediaKind::Document),
        "LOCATION" => Header::Location,
        _ => return Err(format),
    })
}

/// A text with the sample's values: positional ones as an array (of arrays, for bodies), named ones as pairs.
fn text(fields: Fields<'_>, example: &str) -> Text {
    let examples = fields.object("example");
    let mut values = BTreeMap::new();
    for pair in examples.array(&format!("{example}_named_params")) {
        let pair = Fields::of(pair);
        if let (Some(name), Some(value)) = (pair.text("param_name"), pair.text("example")) {
            values.insert(name, value);
        }
    }
    let positional = examples.array(example);
    let positional = match positional.first() {
        Some(Value::Array(inner)) => inner.as_slice(),
        _ => positional,
    };
    for (position, value) in (1..).zip(positional.iter()) {
        if let Some(value) = value.as_str() {
            values.insert(i32::to_string(&position), value.to_owned());
        }
    }
    Text {
        text: fields.text("text").unwrap_or_default(),
        examples: values,
    }
}

fn buttons(fields: Fields<'_>) -> (Vec<Button>, Vec<String>) {
    let (mut buttons, mut unknown) = (Vec::new(), Vec::new());
    for item in fields.array("buttons") {
        let item = Fields::of(item);
        let kind = kind_of(item);
        let text = item.text("text").unwrap_or_default();
        let example = item.array("example").first().and_then(Value::as_str);
        let example = example.map(str::to_owned).or_else(|| item.text("example"));
        buttons.push(match kind.as_str() {
            "QUICK_REPLY" => Button::QuickReply { text },
            "URL" => Button::Url {
                text,
                url: item.text("url").unwrap_or_default(),
                example,
            },
            "PHONE_NUMBER" => Button::PhoneNumber {
                text,
                phone_number: item.text("phone_number").unwrap_or_default(),
            },
            "COPY_CODE" => Button::CopyCode { example },
            "OTP" => Button::OneTimePassword { text },
            "FLOW" => Button::Flow { text },
            "CATALOG" => Button::Catalog { text },
            "MPM" => Button::MultiProduct { text },
            "VOICE_CALL" | "REQUEST_CONTACT_INFO" => Button::Plain { kind, text },
            _ => {
                unknown.push(format!("BUTTON {kind}"));
                Button::Plain { kind, text }
            }
        });
    }
    (buttons, unknown)
}

fn card(fields: Fields<'_>) -> (Card, Vec<String>) {
    let (mut card, mut unknown) = (Card::default(), Vec::new());
    for component in fields.array("components") {
        let component = Fields::of(component);
        let kind = kind_of(component);
        match kind.as_str() {
            "HEADER" => match header(component) {
                Ok(header) => card.header = Some(header),
                Err(format) => unknown.push(format!("CAROUSEL HEADER {format}")),
            },
            "BODY" => card.body = Some(text(component, "body_text")),
            "BUTTONS" => {
                let (buttons, strangers) = buttons(component);
                card.buttons = buttons;
                unknown.extend(strangers);
            }
            _ => unknown.push(format!("CAROUSEL {kind}")),
        }
    }
    (card, unknown)
}
