//! The JSON of a template message (Cloud API reference, section 7.6). Parts without variables are left out.

use serde_json::{Map, Value, json};
use templates::definition::MediaKind;
use templates::fill::{ButtonParameter, ButtonValue, HeaderParameter, TextParameter, TextValue};
use templates::value::{File, FileSource, Flow, Products};

use crate::outgoing::template::Template;

pub(super) fn template(template: &Template) -> Value {
    let parameters = &template.parameters;
    let mut components = Vec::new();
    components.extend(parameters.header.as_ref().map(|it| header(template, it)));
    components.extend(body(&parameters.body));
    components.extend(parameters.offer_expires_at_ms.map(|at_ms| {
        json!({ "type": "limited_time_offer", "parameters": [
            { "type": "limited_time_offer", "limited_time_offer": { "expiration_time_ms": at_ms } },
        ]})
    }));
    components.extend(parameters.buttons.iter().map(button));
    if !parameters.cards.is_empty() {
        let cards: Vec<Value> = parameters
            .cards
            .iter()
            .enumerate()
            .map(|(index, card)| {
                let mut components = Vec::new();
                components.extend(card.header.as_ref().map(|it| header(template, it)));
                components.extend(body(&card.body));
                components.extend(card.buttons.iter().map(button));
                json!({ "card_index": index, "components": components })
            })
            .collect();
        components.push(json!({ "type": "carousel", "cards": cards }));
    }
    let mut value = json!({ "name": template.name, "language": { "code": template.language } });
    if !components.is_empty() {
        value["components"] = components.into();
    }
    value
}

fn body(texts: &[TextParameter]) -> Option<Value> {
    let parameters: Vec<Value> = texts.iter().map(text).collect();
    (!parameters.is_empty()).then(|| json!({ "type": "body", "parameters": parameters }))
}

fn text(parameter: &TextParameter) -> Value {
    let mut value = match &parameter.value {
        TextValue::Text { text } => json!({ "type": "text", "text": text }),
        TextValue::Currency(currency) => json!({ "type": "currency", "currency": {
            "fallback_value": currency.fallback,
            "code": currency.code,
            "amount_1000": currency.amount_1000,
        }}),
        TextValue::DateTime { fallback } => {
            json!({ "type": "date_time", "date_time": { "fallback_value": fallback } })
        }
    };
    if let Some(name) = &parameter.name {
        value["parameter_name"] = name.as_str().into();
    }
    value
}

fn header(template: &Template, header: &HeaderParameter) -> Value {
    let parameter = match header {
        HeaderParameter::Text { value } => text(value),
        HeaderParameter::File { kind, file } => {
            let word = match kind {
                MediaKind::Image => "image",
                MediaKind::Video => "video",
                MediaKind::Document => "document",
            };
            json!({ "type": word, word: media(template, *kind, file) })
        }
        // Coordinates are texts here, unlike in a message of their own.
        HeaderParameter::Location { place } => json!({ "type": "location", "location": {
            "latitude": place.latitude.to_string(),
            "longitude": place.longitude.to_string(),
            "name": place.name,
            "address": place.address,
        }}),
    };
    json!({ "type": "header", "parameters": [parameter] })
}

fn media(template: &Template, kind: MediaKind, file: &File) -> Value {
    let mut media = match &file.source {
        FileSource::Link { url } => json!({ "link": url }),
        FileSource::Upload { id } => json!({ "id": template.media.get(id) }),
    };
    if let (MediaKind::Document, Some(name)) = (kind, &file.name) {
        media["filename"] = name.as_str().into();
    }
    media
}

fn button(button: &ButtonParameter) -> Value {
    let (sub_type, parameter) = match &button.value {
        ButtonValue::Payload { payload } => (
            "quick_reply",
            json!({ "type": "payload", "payload": payload }),
        ),
        ButtonValue::UrlSuffix { suffix } => ("url", json!({ "type": "text", "text": suffix })),
        ButtonValue::CouponCode { code } => (
            "copy_code",
            json!({ "type": "coupon_code", "coupon_code": code }),
        ),
        ButtonValue::Flow(flow) => ("flow", json!({ "type": "action", "action": begin(flow) })),
        ButtonValue::Catalog(products) => (
            "catalog",
            json!({ "type": "action", "action": offer(products) }),
        ),
        ButtonValue::Products(products) => (
            "mpm",
            json!({ "type": "action", "action": offer(products) }),
        ),
    };
    json!({
        "type": "button",
        "sub_type": sub_type,
        "index": button.position.to_string(),
        "parameters": [parameter],
    })
}

fn begin(flow: &Flow) -> Value {
    let mut action = Map::new();
    if let Some(token) = &flow.token {
        action.insert("flow_token".into(), token.as_str().into());
    }
    if let Some(data) = &flow.data {
        action.insert("flow_action_data".into(), data.clone());
    }
    action.into()
}

fn offer(products: &Products) -> Value {
    let mut action = Map::new();
    if let Some(thumbnail) = &products.thumbnail {
        action.insert(
            "thumbnail_product_retailer_id".into(),
            thumbnail.as_str().into(),
        );
    }
    if !products.sections.is_empty() {
        let sections: Vec<Value> = products
            .sections
            .iter()
            .map(|section| {
                let items: Vec<Value> = section
                    .product_ids
                    .iter()
                    .map(|id| json!({ "product_retailer_id": id }))
                    .collect();
                json!({ "title": section.title, "product_items": items })
            })
            .collect();
        action.insert("sections".into(), sections.into());
    }
    action.into()
}
