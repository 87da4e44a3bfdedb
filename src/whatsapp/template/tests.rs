use serde_json::json;
use templates::definition::{Button, Header, MediaKind};

use super::*;

fn read(item: &Value) -> MessageTemplate {
    MessageTemplate::read(item).expect("a template")
}

#[test]
fn a_template_is_read_with_its_samples() {
    let template = read(&json!({
        "id": 900_000_000_000_001_u64, "name": "pedido", "language": "pt-BR", "category": "UTILITY",
        "status": "APPROVED", "quality_score": { "score": "GREEN", "date": 1 }, "rejected_reason": "NONE",
        "correct_category": "MARKETING",
        "components": [
            { "type": "HEADER", "format": "IMAGE", "example": { "header_handle": ["https://scontent.example/a"] } },
            { "type": "BODY", "text": "Oi {{1}}, pedido {{2}}", "example": { "body_text": [["Ana", "7"]] } },
            { "type": "FOOTER", "text": "Até" },
            { "type": "BUTTONS", "buttons": [
                { "type": "URL", "text": "Ver", "url": "https://a.example/{{1}}", "example": ["https://a.example/7"] },
            ]},
        ],
    }));
    assert_eq!(template.id, "900000000000001");
    assert_eq!(template.language, "pt_BR");
    assert_eq!(
        (template.status, template.quality, template.coming_category),
        (Status::Approved, Quality::Green, Some(Category::Marketing))
    );
    assert_eq!(template.rejected_reason, None);
    let definition = template.definition;
    assert_eq!(
        definition.header,
        Some(Header::Media {
            kind: MediaKind::Image,
            sample: Some("https://scontent.example/a".into())
        })
    );
    assert_eq!(definition.body.examples["2"], "7");
    assert!(matches!(
        &definition.buttons[..],
        [Button::Url {
            example: Some(_),
            ..
        }]
    ));
    assert!(definition.unknown.is_empty());
}

#[test]
fn named_samples_are_read_by_their_names() {
    let template = read(&json!({
        "id": "1", "name": "a", "language": "pt_BR", "category": "UTILITY", "status": "PENDING",
        "components": [{ "type": "BODY", "text": "{{nome}}", "example": { "body_text_named_params": [
            { "param_name": "nome", "example": "Ana" } ] } }],
    }));
    assert_eq!(template.definition.body.examples["nome"], "Ana");
    assert_eq!(template.quality, Quality::Unknown);
}

#[test]
fn what_is_not_understood_is_named_and_loses_nothing_else() {
    let template = read(&json!({
        "id": "1", "name": "a", "language": "pt_BR", "category": "MARKETING", "status": "APPROVED",
        "components": [
            { "type": "HEADER", "format": "PRODUCT" }, { "type": "BODY", "text": "Oi" },
            { "type": "BUTTONS", "buttons": [
                { "type": "SPM", "text": "Ver" }, { "type": "QUICK_REPLY", "text": "Sim" } ] },
            { "type": "TAP_TARGET" }, "nonsense",
        ],
    }));
    assert_eq!(
        template.definition.unknown,
        ["HEADER PRODUCT", "BUTTON SPM", "TAP_TARGET", ""]
    );
    assert_eq!(template.definition.buttons.len(), 2, "positions stay right");
    for item in [json!({}), json!({ "id": "1" }), json!(null)] {
        assert_eq!(MessageTemplate::read(&item), None);
    }
}
