//! L-071 to L-073: whatever a template asks for, a form that can be completed is a message that Meta takes, and one that
//! cannot is stopped before it leaves. Five thousand made-up templates, read from Meta's list by our client, filled in by
//! the desk's own rule, written by our client, and judged by the emulator's validator, which shares no code with either.

use std::fmt::Write as _;

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use templates::definition::MediaKind;
use templates::value::{Currency, File, FileSource, Flow, Location, ProductSection, Products};
use templates::{Problem, Slot, SlotKind, Value, Values, fill, slots};
use whatsapp::WaId;
use whatsapp::outgoing::{Outgoing, OutgoingContent, Recipient, Template};
use whatsapp::template::MessageTemplate;

const NOW: i64 = 1_795_262_400_000;

/// Words that may stand in a variable's place.
fn words() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9çãéÜ$*,.!-]{1,6}( {1,4}[a-zA-Z0-9ñ%]{1,5})?"
}

fn suffix() -> impl Strategy<Value = String> {
    "[a-z0-9][a-z0-9/?=&%.-]{0,18}"
}

/// A text with up to `most` variables, some of them twice, in any order.
fn text(most: usize, named: bool) -> impl Strategy<Value = String> {
    let variables = (0..=most).prop_flat_map(|count| {
        prop::collection::vec(0..count.max(1), count..=count * 2).prop_map(move |mut order| {
            // Each number up to the greatest is used: Meta knows no gaps.
            order.extend(0..count);
            order
        })
    });
    (variables, prop::collection::vec("[a-zé ]{1,8}", 1..4)).prop_map(move |(order, words)| {
        let mut text = words[0].clone() + "x";
        for (place, number) in order.iter().enumerate() {
            let name = if named {
                format!("campo_{number}")
            } else {
                (number + 1).to_string()
            };
            let word = &words[place % words.len()];
            write!(text, " {{{{{name}}}}} {word}").expect("a string takes everything");
        }
        text + "."
    })
}

fn header(named: bool) -> impl Strategy<Value = Option<Json>> {
    let media = prop::sample::select(vec!["IMAGE", "VIDEO", "DOCUMENT", "LOCATION"]);
    prop_oneof![
        Just(None),
        Just(Some(
            json!({ "type": "HEADER", "format": "TEXT", "text": "Olá" })
        )),
        Just(Some(json!({ "type": "HEADER", "format": "TEXT",
            "text": if named { "Olá {{nome}}" } else { "Olá {{1}}" } }))),
        media.prop_map(|format| Some(json!({ "type": "HEADER", "format": format }))),
    ]
}

fn button() -> impl Strategy<Value = Json> {
    prop::sample::select(vec![
        json!({ "type": "QUICK_REPLY", "text": "Sim" }),
        json!({ "type": "URL", "text": "Ver", "url": "https://loja.example/p" }),
        json!({ "type": "URL", "text": "Ver", "url": "https://loja.example/p/{{1}}" }),
        json!({ "type": "PHONE_NUMBER", "text": "Ligar", "phone_number": "+556133334444" }),
        json!({ "type": "COPY_CODE", "example": "CUPOM" }),
        json!({ "type": "FLOW", "text": "Abrir", "flow_id": "1" }),
        json!({ "type": "CATALOG", "text": "Catálogo" }),
        json!({ "type": "MPM", "text": "Produtos" }),
        json!({ "type": "VOICE_CALL", "text": "Ligar no WhatsApp" }),
    ])
}

fn buttons(most: usize) -> impl Strategy<Value = Option<Json>> {
    prop::collection::vec(button(), 0..=most).prop_map(|buttons| {
        (!buttons.is_empty()).then(|| json!({ "type": "BUTTONS", "buttons": buttons }))
    })
}

fn card() -> impl Strategy<Value = Json> {
    let format = prop::sample::select(vec!["IMAGE", "VIDEO"]);
    (format, text(2, false), buttons(2)).prop_map(|(format, body, buttons)| {
        let mut components = vec![
            json!({ "type": "HEADER", "format": format }),
            json!({ "type": "BODY", "text": body }),
        ];
        components.extend(buttons);
        json!({ "components": components })
    })
}

fn plain() -> impl Strategy<Value = Vec<Json>> {
    any::<bool>().prop_flat_map(|named| {
        let footer = prop::option::of("[a-z ]{1,20}");
        (header(named), text(6, named), footer, buttons(10)).prop_map(
            |(header, body, footer, buttons)| {
                let mut components: Vec<Json> = header.into_iter().collect();
                components.push(json!({ "type": "BODY", "text": body }));
                components.extend(footer.map(|text| json!({ "type": "FOOTER", "text": text })));
                components.extend(buttons);
                components
            },
        )
    })
}

fn carousel() -> impl Strategy<Value = Vec<Json>> {
    (text(2, false), prop::collection::vec(card(), 2..=10)).prop_map(|(body, cards)| {
        vec![
            json!({ "type": "BODY", "text": body }),
            json!({ "type": "CAROUSEL", "cards": cards }),
        ]
    })
}

fn offer() -> impl Strategy<Value = Vec<Json>> {
    (any::<bool>(), text(2, false), buttons(3)).prop_map(|(expires, body, buttons)| {
        let mut components = vec![
            json!({ "type": "LIMITED_TIME_OFFER",
                "limited_time_offer": { "text": "Acaba logo", "has_expiration": expires } }),
            json!({ "type": "BODY", "text": body }),
        ];
        components.extend(buttons);
        components
    })
}

/// Category and components, as Meta's list has them.
fn structure() -> impl Strategy<Value = (&'static str, Vec<Json>)> {
    let code = Just(vec![
        json!({ "type": "BODY", "text": "*{{1}}* é o seu código.", "add_security_recommendation": true }),
        json!({ "type": "FOOTER", "code_expiration_minutes": 5 }),
        json!({ "type": "BUTTONS", "buttons": [{ "type": "OTP", "otp_type": "COPY_CODE", "text": "Copiar" }] }),
    ]);
    prop_oneof![
        6 => plain().prop_map(|components| ("UTILITY", components)),
        2 => carousel().prop_map(|components| ("MARKETING", components)),
        2 => offer().prop_map(|components| ("MARKETING", components)),
        1 => code.prop_map(|components| ("AUTHENTICATION", components)),
    ]
}

/// What an agent might put into slots.
#[derive(Clone, Debug)]
struct Ink {
    words: Vec<String>,
    suffixes: Vec<String>,
    optional: bool,
}

fn ink() -> impl Strategy<Value = Ink> {
    (
        prop::collection::vec(words(), 1..6),
        prop::collection::vec(suffix(), 1..4),
        any::<bool>(),
    )
        .prop_map(|(words, suffixes, optional)| Ink {
            words,
            suffixes,
            optional,
        })
}

impl Ink {
    fn write(&self, place: usize, slot: &Slot) -> Value {
        let words = self.words[place % self.words.len()].clone();
        match slot.kind {
            SlotKind::Text => match place % 5 {
                3 => Value::Currency(Currency {
                    fallback: words,
                    code: "BRL".into(),
                    amount_1000: 10_990,
                }),
                4 => Value::DateTime { fallback: words },
                _ => Value::text(words),
            },
            SlotKind::File(kind) => Value::File(File {
                source: FileSource::Link {
                    url: "https://loja.example/arquivo".into(),
                },
                name: (kind == MediaKind::Document).then(|| "nota.pdf".into()),
            }),
            SlotKind::Location => Value::Location(Location {
                latitude: -15.79,
                longitude: -47.88,
                name: "Loja".into(),
                address: words,
            }),
            SlotKind::UrlSuffix => Value::text(self.suffixes[place % self.suffixes.len()].clone()),
            SlotKind::CouponCode | SlotKind::OneTimeCode => Value::text("A1B2C3"),
            SlotKind::Payload => Value::text(words),
            SlotKind::Flow => Value::Flow(Flow {
                token: Some("t".into()),
                data: Some(json!({ "a": 1 })),
            }),
            SlotKind::Catalog => Value::Products(Products {
                thumbnail: Some("p1".into()),
                sections: Vec::new(),
            }),
            SlotKind::Products => Value::Products(Products {
                thumbnail: None,
                sections: vec![ProductSection {
                    title: "Novos".into(),
                    product_ids: vec!["p1".into(), "p2".into()],
                }],
            }),
            SlotKind::Moment => Value::Moment { at_ms: NOW + 1_000 },
        }
    }
}

fn listed(category: &str, components: &[Json]) -> MessageTemplate {
    MessageTemplate::read(&json!({
        "id": "1", "name": "modelo", "language": "pt_BR", "category": category, "status": "APPROVED",
        "components": components,
    }))
    .expect("a template")
}

fn at_meta(category: &str, components: &[Json]) -> sandbox::Template {
    serde_json::from_value(json!({
        "id": "1", "name": "modelo", "language": "pt_BR", "category": category, "status": "APPROVED",
        "components": components,
    }))
    .expect("a template")
}

/// What the client posts under `template`.
fn posted(filled: templates::Filled) -> Json {
    let template = Template::new("modelo", "pt_BR")
        .and_then(|it| it.with_parameters(filled.parameters, BTreeMap::new()))
        .expect("within Meta's limits");
    let to = Recipient::WaId(WaId::new("5561981234567").expect("digits"));
    let message = Outgoing::new(to, OutgoingContent::Template(template));
    serde_json::to_value(message).expect("JSON")["template"].take()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn a_completed_form_is_a_message_that_meta_takes(
        (category, components) in structure(),
        ink in ink(),
        dropped in any::<prop::sample::Index>(),
    ) {
        let definition = listed(category, &components).definition;
        prop_assert!(definition.unknown.is_empty(), "{:?}", definition.unknown);
        let asked = slots(&definition);
        let values: Values = asked
            .iter()
            .enumerate()
            .filter(|(_, slot)| slot.required || ink.optional)
            .map(|(place, slot)| (slot.key.clone(), ink.write(place, slot)))
            .collect();
        let filled = fill(&definition, "pt_BR", &values, NOW)
            .map_err(|refusal| TestCaseError::fail(refusal.to_string()))?;
        prop_assert!(!filled.layout.body.contains("{{"), "{}", filled.layout.body);
        let message = posted(filled);
        let judged = sandbox::check_template_message(at_meta(category, &components), &message, NOW);
        prop_assert_eq!(judged, Ok(()), "{}", message);

        let required: Vec<_> = asked.iter().filter(|slot| slot.required).collect();
        if !required.is_empty() {
            let slot = required[dropped.index(required.len())];
            let mut fewer = values.clone();
            fewer.remove(&slot.key);
            let refusal = fill(&definition, "pt_BR", &fewer, NOW).expect_err("one is missing");
            prop_assert_eq!((&refusal.slot, refusal.problem), (&slot.key, Problem::Missing));
        }
        let mut more = values;
        more.insert("body.999".into(), Value::text("one too many"));
        let refusal = fill(&definition, "pt_BR", &more, NOW).expect_err("one too many");
        prop_assert_eq!(refusal.problem, Problem::Unknown);
    }
}

/// The validator that judges above does refuse what is wrong: each mistake that the form stops, sent all the same.
#[test]
fn what_the_form_stops_meta_would_have_refused() {
    let components = [
        json!({ "type": "HEADER", "format": "IMAGE" }),
        json!({ "type": "BODY", "text": "Oi {{1}} x" }),
        json!({ "type": "BUTTONS", "buttons": [{ "type": "URL", "text": "Ver", "url": "https://a.example/{{1}}" }] }),
    ];
    let definition = listed("UTILITY", &components).definition;
    let ink = Ink {
        words: vec!["Ana".into()],
        suffixes: vec!["7".into()],
        optional: false,
    };
    let values: Values = slots(&definition)
        .iter()
        .enumerate()
        .map(|(place, slot)| (slot.key.clone(), ink.write(place, slot)))
        .collect();
    let message = posted(fill(&definition, "pt_BR", &values, NOW).expect("complete"));
    let judge = |message: &Json| {
        sandbox::check_template_message(at_meta("UTILITY", &components), message, NOW)
            .map_err(|(code, _)| code)
    };
    assert_eq!(judge(&message), Ok(()));
    let without = |index: usize| {
        let mut message = message.clone();
        message["components"]
            .as_array_mut()
            .expect("parts")
            .remove(index);
        message
    };
    let mut bad_suffix = message.clone();
    bad_suffix["components"][2]["parameters"][0]["text"] = json!("https://b.example");
    let table = [
        ("no header", without(0), 132_000),
        ("no body", without(1), 132_000),
        ("no suffix", without(2), 131_008),
        ("an address as suffix", bad_suffix, 132_018),
    ];
    for (what, message, code) in table {
        assert_eq!(judge(&message), Err(code), "{what}");
    }
}
