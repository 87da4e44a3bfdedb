//! What holds for every body, whatever is done to it.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::SAMPLES;
use crate::webhook::{parse, recognise};

const ARRAYS: [&str; 5] = [
    "messages",
    "message_echoes",
    "statuses",
    "user_preferences",
    "errors",
];

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        Just(json!("")),
        Just(json!("\u{0}")),
        Just(json!("wamid.X")),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{0,8}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// One change to a document: at a place, something is replaced, removed, added or repeated.
#[derive(Clone, Debug)]
enum Mutation {
    Replace(Value),
    Remove,
    Add(String, Value),
    Repeat,
}

fn any_mutation() -> impl Strategy<Value = (prop::sample::Index, Mutation)> {
    let mutation = prop_oneof![
        any_json().prop_map(Mutation::Replace),
        Just(Mutation::Remove),
        ("[a-z_]{1,8}", any_json()).prop_map(|(name, value)| Mutation::Add(name, value)),
        Just(Mutation::Repeat),
    ];
    (any::<prop::sample::Index>(), mutation)
}

/// Every place in a document, as JSON pointers.
fn places(value: &Value, here: &str, all: &mut Vec<String>) {
    all.push(here.to_owned());
    match value {
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                places(element, &format!("{here}/{index}"), all);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                let name = name.replace('~', "~0").replace('/', "~1");
                places(field, &format!("{here}/{name}"), all);
            }
        }
        _ => {}
    }
}

fn mutate(document: &mut Value, place: prop::sample::Index, mutation: Mutation) {
    let mut all: Vec<String> = Vec::new();
    places(document, "", &mut all);
    let place = document
        .pointer_mut(place.get(&all).as_str())
        .expect("the place was just found");
    match (mutation, place) {
        (Mutation::Replace(value), place) => *place = value,
        (Mutation::Remove, Value::Array(elements)) => drop(elements.pop()),
        (Mutation::Remove, Value::Object(fields)) => {
            let first = fields.keys().next().cloned();
            first.and_then(|name| fields.remove(&name));
        }
        (Mutation::Add(name, value), Value::Object(fields)) => drop(fields.insert(name, value)),
        (Mutation::Add(_, value), Value::Array(elements)) => elements.push(value),
        (Mutation::Repeat, Value::Array(elements)) => elements.extend(elements.clone()),
        _ => {}
    }
}

/// How many items a body holds at least, counted without the parser.
fn elements_in(document: &Value) -> usize {
    let none = Vec::new();
    let array = |value: Option<&Value>| value.and_then(Value::as_array).unwrap_or(&none).clone();
    array(document.get("entry"))
        .iter()
        .flat_map(|entry| array(entry.get("changes")))
        .filter_map(|change| change.get("value").and_then(Value::as_object).cloned())
        .map(|value: Map<String, Value>| {
            ARRAYS
                .iter()
                .map(|name| array(value.get(*name)).len())
                .sum::<usize>()
        })
        .sum()
}

proptest! {
    #![proptest_config(crate::testing::properties())]

    #[test]
    fn no_change_to_a_sample_panics_or_loses_an_item(
        (_, sample) in prop::sample::select(SAMPLES.as_slice()),
        mutations in prop::collection::vec(any_mutation(), 1..6),
    ) {
        let mut document: Value = serde_json::from_str(sample).expect("a sample is JSON");
        for (place, mutation) in mutations {
            mutate(&mut document, place, mutation);
        }
        match parse(document.to_string().as_bytes()) {
            Ok(webhook) => prop_assert!(webhook.items.len() >= elements_in(&document)),
            Err(_) => prop_assert!(!document.get("entry").is_some_and(Value::is_array)),
        }
    }

    #[test]
    fn no_bytes_panic(body in prop::collection::vec(any::<u8>(), 0..512)) {
        prop_assert_eq!(parse(&body).is_ok(), recognise(&body).is_ok());
    }

    #[test]
    fn no_cut_or_flipped_sample_panics(
        (_, sample) in prop::sample::select(SAMPLES.as_slice()),
        cut in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut body = sample.trim_end().as_bytes().to_vec();
        let place = at.index(body.len());
        body[place] = byte;
        prop_assert_eq!(parse(&body).is_ok(), recognise(&body).is_ok());
        body.truncate(cut.index(body.len()));
        prop_assert!(parse(&body).is_err());
    }

    #[test]
    fn a_mutated_neighbour_never_harms_a_good_message(neighbour in any_json()) {
        let good = json!({
            "from": "15550100199", "id": "wamid.good", "type": "text", "text": { "body": "hi" },
        });
        let body = json!({ "entry": [{ "changes": [{ "field": "messages", "value": {
            "contacts": neighbour, "metadata": neighbour, "messages": [neighbour, good],
        }}]}]});
        let items = parse(body.to_string().as_bytes()).expect("a webhook").items;
        prop_assert_eq!(items.len(), 2);
        prop_assert!(matches!(items[1].body, crate::webhook::ItemBody::Message(_)));
    }
}
