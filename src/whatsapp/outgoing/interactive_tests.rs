//! What may be offered to tap, and how it travels (Cloud API reference, section 7.5).

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn wire(message: InteractiveMessage) -> Value {
    let to = Recipient::WaId(WaId::new("5511987654321").expect("digits"));
    let message = Outgoing::new(to, OutgoingContent::Interactive(message))
        .replying_to(Wamid::new("wamid.A").expect("an id"));
    serde_json::to_value(message).expect("JSON")
}

fn button(id: &str, title: &str) -> ReplyButton {
    ReplyButton::new(id, title).expect("a button")
}

fn row(id: &str) -> ListRow {
    ListRow::new(id, "Manhã", Some("Das 8 às 12".to_owned())).expect("a row")
}

fn section(title: Option<&str>, rows: Vec<ListRow>) -> ListSection {
    ListSection::new(title.map(str::to_owned), rows).expect("a section")
}

#[test]
fn buttons_travel_with_header_text_and_footer_and_quote() {
    let message =
        InteractiveMessage::buttons("Confirma?", vec![button("y", "Sim"), button("n", "Não")])
            .and_then(|it| it.with_header("Pedido 42"))
            .and_then(|it| it.with_footer("Até as 18h"))
            .expect("a message");
    let sent = wire(message);
    assert_eq!(
        sent["interactive"],
        json!({
            "type": "button",
            "header": { "type": "text", "text": "Pedido 42" },
            "body": { "text": "Confirma?" },
            "footer": { "text": "Até as 18h" },
            "action": { "buttons": [
                { "type": "reply", "reply": { "id": "y", "title": "Sim" } },
                { "type": "reply", "reply": { "id": "n", "title": "Não" } },
            ]},
        })
    );
    assert_eq!(sent["context"], json!({ "message_id": "wamid.A" }));
}

#[test]
fn a_list_travels_with_its_sections() {
    let sections = vec![
        section(Some("Hoje"), vec![row("1")]),
        section(Some("Amanhã"), vec![row("2")]),
    ];
    let message = InteractiveMessage::list("Quando?", "Ver horários", sections).expect("a list");
    let entry = |id| json!({ "id": id, "title": "Manhã", "description": "Das 8 às 12" });
    assert_eq!(
        wire(message)["interactive"]["action"],
        json!({ "button": "Ver horários", "sections": [
            { "title": "Hoje", "rows": [entry("1")] },
            { "title": "Amanhã", "rows": [entry("2")] },
        ]})
    );
}

#[test]
fn limits_end_where_meta_ends_them() {
    assert!(ReplyButton::new("1", "é".repeat(20)).is_ok());
    assert!(ReplyButton::new("1", "é".repeat(21)).is_err());
    assert!(ReplyButton::new("é".repeat(257), "a").is_err());
    assert!(ListRow::new("1", "é".repeat(24), Some("é".repeat(72))).is_ok());
    assert!(ListRow::new("1", "é".repeat(25), None).is_err());
    assert!(ListRow::new("1", "a", Some("é".repeat(73))).is_err());
    assert!(ListRow::new("é".repeat(201), "a", None).is_err());
    assert!(ListSection::new(Some("é".repeat(25)), Vec::new()).is_err());
    let buttons = || vec![button("1", "a")];
    assert!(InteractiveMessage::buttons("é".repeat(1_024), buttons()).is_ok());
    assert!(InteractiveMessage::buttons("é".repeat(1_025), buttons()).is_err());
    let plain = InteractiveMessage::buttons("a", buttons()).expect("a message");
    assert!(plain.clone().with_header("é".repeat(61)).is_err());
    assert!(plain.with_footer("é".repeat(61)).is_err());
    let one = || vec![section(None, vec![row("1")])];
    assert!(InteractiveMessage::list("é".repeat(4_096), "é".repeat(20), one()).is_ok());
    assert!(InteractiveMessage::list("é".repeat(4_097), "a", one()).is_err());
    assert!(InteractiveMessage::list("a", "é".repeat(21), one()).is_err());
}

#[test]
fn what_could_not_be_told_apart_is_refused() {
    let twice = |field| Err(InvalidOutgoing::Repeated { field });
    assert_eq!(
        InteractiveMessage::buttons("?", vec![button("1", "Sim"), button("1", "Não")]),
        twice("the id of a button")
    );
    assert_eq!(
        InteractiveMessage::buttons("?", vec![button("1", "Sim"), button("2", "Sim")]),
        twice("the title of a button")
    );
    let sections = vec![
        section(Some("a"), vec![row("1")]),
        section(Some("b"), vec![row("1")]),
    ];
    assert_eq!(
        InteractiveMessage::list("?", "Ver", sections),
        twice("the id of a row")
    );
}

#[test]
fn several_sections_need_titles_and_none_is_empty() {
    let untitled = vec![
        section(Some("a"), vec![row("1")]),
        section(None, vec![row("2")]),
    ];
    assert!(InteractiveMessage::list("?", "Ver", untitled).is_err());
    let hollow = vec![
        section(Some("a"), vec![row("1")]),
        section(Some("b"), Vec::new()),
    ];
    assert!(InteractiveMessage::list("?", "Ver", hollow).is_err());
}

proptest! {
    #![proptest_config(crate::testing::properties())]

    #[test]
    fn one_to_three_buttons_and_one_to_ten_rows(count in 0_usize..14) {
        let buttons = (0..count).map(|n| button(&n.to_string(), &format!("b{n}"))).collect();
        prop_assert_eq!(InteractiveMessage::buttons("?", buttons).is_ok(), (1..=3).contains(&count));
        let rows: Vec<_> = (0..count).map(|n| row(&n.to_string())).collect();
        let sections = vec![section(None, rows)];
        prop_assert_eq!(InteractiveMessage::list("?", "Ver", sections).is_ok(), (1..=10).contains(&count));
    }
}
