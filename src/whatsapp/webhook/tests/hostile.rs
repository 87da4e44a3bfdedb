//! Broken, odd and malicious bodies (faults F25 and F26).

use std::fmt::Write;

use serde_json::{Value, json};

use super::{
    CUSTOMER, bodies_with, change, items_of, items_with, message_of, text_message, value_with,
};
use crate::webhook::{Content, ItemBody, NotAWebhook, parse};

fn is_malformed(body: &ItemBody) -> bool {
    matches!(body, ItemBody::Malformed { .. })
}

#[test]
fn f25_garbage_is_refused_without_panic() {
    let deep = "[".repeat(100_000);
    let deep_objects = "{\"entry\":".repeat(100_000);
    let deep_inside = format!("{{\"entry\":{deep}");
    let table: [&[u8]; 14] = [
        b"",
        b" ",
        b"\0",
        b"hello",
        b"null",
        b"7",
        b"[]",
        b"\"entry\"",
        b"{",
        b"{}",
        b"{\"entry\":{}}",
        deep.as_bytes(),
        deep_objects.as_bytes(),
        deep_inside.as_bytes(),
    ];
    for body in table {
        assert!(
            parse(body).is_err(),
            "{:?}",
            String::from_utf8_lossy(&body[..body.len().min(20)])
        );
    }
}

#[test]
fn a_refusal_says_where_the_json_breaks() {
    let error = parse(b"{\n  \"entry\": [,]}").expect_err("no JSON");
    assert!(
        matches!(error, NotAWebhook::NotJson { line: 2, .. }),
        "{error}"
    );
    let error = parse(b"{\"object\":\"page\"}").expect_err("no entries");
    assert!(matches!(error, NotAWebhook::NoEntries), "{error}");
}

/// Nineteen payloads that are signed but odd, each beside a good message. What is odd ends where
/// it can be seen or replayed; the good message shows.
#[test]
fn f25_poison_never_harms_the_message_beside_it() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let long_id = "w".repeat(257);
    let poison = [
        json!(null).to_string(),
        json!(7).to_string(),
        json!("text").to_string(),
        json!([]).to_string(),
        json!({}).to_string(),
        deep.clone(),
        format!("{{\"id\":\"wamid.X\",\"from\":\"{CUSTOMER}\",\"type\":\"text\",\"text\":{deep}}}"),
        text_message(json!({ "id": null })).to_string(),
        text_message(json!({ "id": "" })).to_string(),
        text_message(json!({ "id": 7 })).to_string(),
        text_message(json!({ "id": long_id })).to_string(),
        text_message(json!({ "id": "wamid.\n" })).to_string(),
        text_message(json!({ "from": null })).to_string(),
        text_message(json!({ "from": "nobody" })).to_string(),
        text_message(json!({ "from": { "a": 1 } })).to_string(),
        text_message(json!({ "from": "9".repeat(21) })).to_string(),
        "{\"id\":\"wamid.X\",\"timestamp\":1e999}".to_owned(),
        "{\"id\":\"wamid.X\",\"id\":\"wamid.Y\"}".to_owned(),
        "{\"\\u0000\":\"\\u0000\",\"id\":\"\\u0000\"}".to_owned(),
    ];
    let good = text_message(json!({ "id": "wamid.good" })).to_string();
    for (number, poison) in poison.iter().enumerate() {
        let body = format!(
            "{{\"entry\":[{{\"id\":\"1\",\"changes\":[{{\"field\":\"messages\",\"value\":\
             {{\"messages\":[{poison},{good}]}}}}]}}]}}"
        );
        let items = parse(body.as_bytes()).expect("a webhook").items;
        let [odd, good] = items.as_slice() else {
            panic!("{number}: {} items", items.len())
        };
        assert!(is_malformed(&odd.body), "{number}: {:?}", odd.body);
        assert_eq!(odd.raw, *poison, "{number}");
        assert!(matches!(good.body, ItemBody::Message(_)), "{number}");
    }
}

#[test]
fn f25_odd_shapes_around_the_items_are_kept_too() {
    let good = json!({ "field": "messages", "value": value_with(json!({
        "messages": [text_message(json!({}))],
    }))});
    let odd = [
        json!(null),
        json!(7),
        json!({}),
        json!({ "field": "messages" }),
        json!({ "field": "messages", "value": [] }),
        json!({ "field": 7, "value": "x" }),
        json!({ "field": "messages", "value": { "messages": "x" } }),
        json!({ "field": "messages", "value": { "messages": { "0": {} } } }),
        json!({ "field": "history", "value": { "history": 7 } }),
        json!({ "field": "history", "value": { "history": [7] } }),
        json!({ "field": "history", "value": { "history": [{ "threads": [7] }] } }),
        json!({ "field": "history", "value": { "history": [{ "threads": [{ "id": "1" }] }] } }),
    ];
    for odd in odd {
        let items = items_of(&json!({ "entry": [{ "id": {}, "changes": [odd, good] }] }));
        let [first, second] = items.as_slice() else {
            panic!("{odd}: {} items", items.len())
        };
        assert!(is_malformed(&first.body), "{odd}: {:?}", first.body);
        assert!(matches!(second.body, ItemBody::Message(_)), "{odd}");
    }
    for entry in [json!(7), json!({}), json!({ "changes": {} })] {
        let items = items_of(&json!({ "entry": [entry, { "changes": [good] }] }));
        assert_eq!(items.len(), 2, "{entry}");
        assert!(is_malformed(&items[0].body), "{entry}");
    }
}

#[test]
fn f25_nesting_without_end_ends() {
    let levels = 200_000;
    let (open, close) = ("{\"standby\":".repeat(levels), "}".repeat(levels));
    let body = format!(
        "{{\"entry\":[{{\"changes\":[{{\"field\":\"standby\",\"value\":{open}1{close}}}]}}]}}"
    );
    let items = parse(body.as_bytes()).expect("a webhook").items;
    assert!(matches!(items.as_slice(), [item] if is_malformed(&item.body)));
}

#[test]
fn f25_unknown_fields_types_and_keys_are_kept() {
    let value = json!({ "teleported": [{ "to": "Mars" }] });
    let items = items_of(&change("teleportation", &value));
    assert!(matches!(&items[0].body, ItemBody::Unknown { field, .. } if field == "teleportation"));
    assert_eq!(items[0].raw, value.to_string());

    let message = text_message(json!({ "from_logical_id": "?", "mood": { "happy": true } }));
    let item = items_with(json!({ "messages": [message], "vibes": [1] })).remove(0);
    assert_eq!(item.raw, message.to_string());
    assert_eq!(
        message_of(item).content,
        Content::Text {
            body: "hello".to_owned()
        }
    );
}

#[test]
fn f25_a_nul_does_not_travel_on_in_texts() {
    let message = text_message(json!({ "text": { "body": "a\0b" } }));
    let item = items_with(json!({ "messages": [message] })).remove(0);
    assert!(item.raw.contains("a\\u0000b"));
    assert_eq!(
        message_of(item).content,
        Content::Text {
            body: "a\u{FFFD}b".to_owned()
        }
    );
}

#[test]
fn f25_a_lone_surrogate_costs_one_character_and_not_the_message() {
    let message = text_message(json!({ "text": { "body": "cut: SURROGATE, whole: 😀" } }));
    let body = change("messages", &value_with(json!({ "messages": [message] })))
        .to_string()
        .replace("SURROGATE", "\\ud83d")
        .replace('😀', "\\ud83d\\ude00");
    let item = parse(body.as_bytes()).expect("a webhook").items.remove(0);
    let body = "cut: \u{FFFD}, whole: 😀".to_owned();
    assert_eq!(message_of(item).content, Content::Text { body });
}

#[test]
fn a_byte_that_is_no_text_costs_one_character_and_not_the_batch() {
    let message = text_message(json!({ "text": { "body": "a?b" } }));
    let body = change("messages", &value_with(json!({ "messages": [message] }))).to_string();
    let body: Vec<u8> = body
        .bytes()
        .map(|byte| if byte == b'?' { 0xFF } else { byte })
        .collect();
    let item = parse(&body).expect("a webhook").items.remove(0);
    assert_eq!(
        message_of(item).content,
        Content::Text {
            body: "a\u{FFFD}b".to_owned()
        }
    );
}

#[test]
fn f26_one_broken_update_of_a_thousand_is_quarantined_alone() {
    let messages: Vec<Value> = (0..1_000)
        .map(|number| match number {
            500 => json!({ "type": "text" }),
            _ => text_message(json!({ "id": format!("wamid.{number}") })),
        })
        .collect();
    let contacts: Vec<Value> = (0..1_000)
        .map(|number| json!({ "wa_id": format!("1555{number:07}") }))
        .collect();
    let items = items_with(json!({ "contacts": contacts, "messages": messages }));
    assert_eq!(items.len(), 1_000);
    let broken: Vec<_> = items
        .iter()
        .filter(|item| is_malformed(&item.body))
        .collect();
    let [broken] = broken.as_slice() else {
        panic!("{} broken", broken.len())
    };
    assert_eq!(broken.path, "entry[0].changes[0].value.messages[500]");
    assert_eq!(broken.raw, r#"{"type":"text"}"#);
    let whole = items
        .iter()
        .filter(|item| matches!(item.body, ItemBody::Message(_)))
        .count();
    assert_eq!(whole, 999);
}

#[test]
fn f26_a_batch_across_entries_and_changes_keeps_its_order() {
    let value = |id: &str| value_with(json!({ "messages": [text_message(json!({ "id": id }))] }));
    let items = items_of(&json!({ "entry": [
        { "id": "1", "changes": [
            { "field": "messages", "value": value("wamid.1") },
            { "field": "messages", "value": value("wamid.2") },
        ]},
        { "id": "2", "changes": [{ "field": "messages", "value": value("wamid.3") }] },
    ]}));
    let seen: Vec<_> = items
        .into_iter()
        .map(|item| (item.path.clone(), String::from(message_of(item).id)))
        .collect();
    let expected = [
        ("entry[0].changes[0].value.messages[0]", "wamid.1"),
        ("entry[0].changes[1].value.messages[0]", "wamid.2"),
        ("entry[1].changes[0].value.messages[0]", "wamid.3"),
    ];
    assert_eq!(
        seen,
        expected.map(|(path, id)| (path.to_owned(), id.to_owned()))
    );
}

#[test]
fn a_field_of_any_wrong_type_costs_only_itself() {
    let fields = [
        "timestamp",
        "text",
        "context",
        "referral",
        "errors",
        "group_id",
        "type",
    ];
    let wrong = [
        json!(true),
        json!(-1.5),
        json!("?"),
        json!([[]]),
        json!({ "x": [] }),
    ];
    for field in fields {
        for wrong in &wrong {
            let message = text_message(json!({ field: wrong }));
            let bodies = bodies_with(json!({ "messages": [message] }));
            let [ItemBody::Message(read)] = bodies.as_slice() else {
                panic!("{message}")
            };
            assert_eq!(read.id.as_str(), "wamid.A", "{message}");
            if field != "text" && field != "type" {
                let body = "hello".to_owned();
                assert_eq!(read.content, Content::Text { body }, "{message}");
            }
        }
    }
}

#[test]
fn a_content_that_is_not_what_its_type_says_becomes_a_placeholder() {
    let kinds = [
        "text",
        "image",
        "location",
        "contacts",
        "interactive",
        "button",
        "order",
        "reaction",
        "edit",
        "revoke",
        "system",
    ];
    for kind in kinds {
        for wrong in [json!(null), json!(7), json!("x"), json!([])] {
            let mut message = text_message(json!({ "type": kind, "text": null }));
            message[kind] = wrong;
            let bodies = bodies_with(json!({ "messages": [message] }));
            let [ItemBody::Message(read)] = bodies.as_slice() else {
                panic!("{message}")
            };
            assert_eq!(
                read.content,
                Content::Unknown {
                    kind: kind.to_owned()
                },
                "{message}"
            );
        }
    }
}

#[test]
fn a_full_batch_of_three_megabytes_is_read() {
    let mut messages = String::new();
    let long = "é".repeat(1_400);
    for number in 0..1_000 {
        let message = text_message(
            json!({ "id": format!("wamid.{number}"), "text": { "body": long.as_str() } }),
        );
        write!(messages, "{message},").expect("a string takes everything");
    }
    messages.pop();
    let body = format!(
        "{{\"entry\":[{{\"changes\":[{{\"field\":\"messages\",\"value\":{{\"messages\":[{messages}]}}}}]}}]}}"
    );
    assert!(body.len() > 2_800_000);
    assert_eq!(
        parse(body.as_bytes()).expect("a webhook").items.len(),
        1_000
    );
}
