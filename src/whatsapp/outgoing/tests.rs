use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn wamid() -> Wamid {
    Wamid::new("wamid.A").expect("an id")
}

fn to_number(content: OutgoingContent) -> Outgoing {
    Outgoing::new(
        Recipient::WaId(WaId::new("5511987654321").expect("digits")),
        content,
    )
}

fn text(body: &str) -> OutgoingContent {
    OutgoingContent::Text(TextMessage::new(body).expect("a text"))
}

fn wire(message: &impl serde::Serialize) -> Value {
    serde_json::to_value(message).expect("JSON")
}

#[test]
fn a_text_goes_to_a_number_with_its_plus() {
    let message = to_number(text("Olá"))
        .replying_to(wamid())
        .carrying(CallbackData::new("msg-42").expect("data"));
    assert_eq!(
        wire(&message),
        json!({
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": "+5511987654321",
            "type": "text",
            "text": { "body": "Olá", "preview_url": false },
            "context": { "message_id": "wamid.A" },
            "biz_opaque_callback_data": "msg-42",
        })
    );
}

#[test]
fn a_customer_without_a_number_is_sent_to_by_user_id() {
    let bsuid = Bsuid::new("US.13491208655302741918").expect("an id");
    let message = wire(&Outgoing::new(Recipient::Bsuid(bsuid), text("hi")));
    assert_eq!(message["recipient"], "US.13491208655302741918");
    assert_eq!(message.get("to"), None);
}

#[test]
fn a_preview_is_asked_for_only_where_there_is_an_address() {
    let table = [
        ("see https://example.com", true),
        ("see http://example.com", false),
    ];
    for (body, shown) in table {
        let message = TextMessage::new(body).expect("a text").with_preview();
        let message = wire(&to_number(OutgoingContent::Text(message)));
        assert_eq!(message["text"]["preview_url"], shown, "{body}");
    }
}

#[test]
fn files_are_sent_by_id_with_what_their_kind_allows() {
    let caption = || Some(MediaCaption::new("look").expect("a caption"));
    let table = [
        (
            MediaMessage::image("7", caption()),
            "image",
            json!({ "id": "7", "caption": "look" }),
        ),
        (
            MediaMessage::video("7", None),
            "video",
            json!({ "id": "7" }),
        ),
        (
            MediaMessage::document("7", "nota.pdf", caption()),
            "document",
            json!({ "id": "7", "caption": "look", "filename": "nota.pdf" }),
        ),
        (MediaMessage::audio("7"), "audio", json!({ "id": "7" })),
        (
            MediaMessage::voice_note("7"),
            "audio",
            json!({ "id": "7", "voice": true }),
        ),
        (MediaMessage::sticker("7"), "sticker", json!({ "id": "7" })),
    ];
    for (file, kind, expected) in table {
        let message = wire(&to_number(OutgoingContent::Media(file.expect("a file"))));
        assert_eq!(
            (&message["type"], &message[kind]),
            (&json!(kind), &expected)
        );
    }
}

#[test]
fn a_reaction_has_its_target_and_quotes_nothing() {
    let set = Reaction::with(wamid(), "👍🏽").expect("a reaction");
    for (reaction, emoji) in [(set, "👍🏽"), (Reaction::removed(wamid()), "")] {
        let message = wire(&to_number(OutgoingContent::Reaction(reaction)).replying_to(wamid()));
        assert_eq!(
            message["reaction"],
            json!({ "message_id": "wamid.A", "emoji": emoji })
        );
        assert_eq!(message.get("context"), None);
    }
}

#[test]
fn a_template_carries_only_the_parts_that_have_variables() {
    let plain = Template::new("hello_world", "en_US").expect("a template");
    let message = wire(&to_number(OutgoingContent::Template(plain)));
    let expected = json!({ "name": "hello_world", "language": { "code": "en_US" } });
    assert_eq!(message["template"], expected);
}

fn parameters(json: Value) -> templates::fill::Parameters {
    serde_json::from_value(json).expect("parameters")
}

#[test]
fn a_template_carries_its_parts_in_metas_order() {
    let image = |id: &str| json!({ "type": "file", "kind": "image", "file": { "source": { "from": "upload", "id": id } } });
    let template = Template::new("order_shipped", "pt_BR")
        .and_then(|it| {
            it.with_parameters(
                parameters(json!({
                    "header": { "type": "file", "kind": "document", "file":
                        { "source": { "from": "link", "url": "https://a.example/n.pdf" }, "name": "nota.pdf" } },
                    "body": [
                        { "name": "first_name", "value": { "type": "text", "text": "Ada" } },
                        { "name": "price", "value": { "type": "currency", "fallback": "R$ 10", "code": "BRL",
                            "amount_1000": 10_000 } },
                        { "name": "day", "value": { "type": "date_time", "fallback": "amanhã" } },
                    ],
                    "offer_expires_at_ms": 7,
                    "buttons": [
                        { "position": 0, "value": { "type": "payload", "payload": "yes" } },
                        { "position": 1, "value": { "type": "url_suffix", "suffix": "abc" } },
                        { "position": 2, "value": { "type": "coupon_code", "code": "SALE" } },
                        { "position": 3, "value": { "type": "flow", "token": "t", "data": { "a": 1 } } },
                        { "position": 4, "value": { "type": "products", "thumbnail": "p1", "sections":
                            [{ "title": "Novos", "product_ids": ["p1"] }] } },
                    ],
                    "cards": [{ "header": image("u1"),
                        "body": [{ "value": { "type": "text", "text": "R$ 1" } }] }],
                })),
                [("u1".to_owned(), "777".to_owned())].into(),
            )
        })
        .expect("a template");
    let message = wire(&to_number(OutgoingContent::Template(template)).replying_to(wamid()));
    let button = |sub_type: &str, index: &str, parameter: Value| json!({ "type": "button", "sub_type": sub_type, "index": index, "parameters": [parameter] });
    assert_eq!(
        message["template"]["components"],
        json!([
            { "type": "header", "parameters": [
                { "type": "document", "document": { "link": "https://a.example/n.pdf", "filename": "nota.pdf" } },
            ]},
            { "type": "body", "parameters": [
                { "type": "text", "parameter_name": "first_name", "text": "Ada" },
                { "type": "currency", "parameter_name": "price",
                  "currency": { "fallback_value": "R$ 10", "code": "BRL", "amount_1000": 10_000 } },
                { "type": "date_time", "parameter_name": "day", "date_time": { "fallback_value": "amanhã" } },
            ]},
            { "type": "limited_time_offer", "parameters": [
                { "type": "limited_time_offer", "limited_time_offer": { "expiration_time_ms": 7 } } ] },
            button("quick_reply", "0", json!({ "type": "payload", "payload": "yes" })),
            button("url", "1", json!({ "type": "text", "text": "abc" })),
            button("copy_code", "2", json!({ "type": "coupon_code", "coupon_code": "SALE" })),
            button("flow", "3", json!({ "type": "action",
                "action": { "flow_token": "t", "flow_action_data": { "a": 1 } } })),
            button("mpm", "4", json!({ "type": "action", "action": {
                "thumbnail_product_retailer_id": "p1", "sections": [
                    { "title": "Novos", "product_items": [{ "product_retailer_id": "p1" }] } ] } })),
            { "type": "carousel", "cards": [{ "card_index": 0, "components": [
                { "type": "header", "parameters": [{ "type": "image", "image": { "id": "777" } }] },
                { "type": "body", "parameters": [{ "type": "text", "text": "R$ 1" }] },
            ]}]},
        ])
    );
    assert_eq!(message.get("context"), None);
}

#[test]
fn a_header_without_its_file_does_not_leave() {
    let header = json!({ "header": { "type": "file", "kind": "image",
        "file": { "source": { "from": "upload", "id": "u1" } } } });
    let template = Template::new("order", "pt_BR").expect("a template");
    let refused = template.with_parameters(parameters(header), std::collections::BTreeMap::new());
    assert!(matches!(refused, Err(InvalidOutgoing::Empty { .. })));
}

#[test]
fn reading_may_show_that_somebody_writes() {
    let mark = |typing| {
        wire(&MarkRead {
            message_id: wamid(),
            typing,
        })
    };
    let read =
        json!({ "messaging_product": "whatsapp", "status": "read", "message_id": "wamid.A" });
    assert_eq!(mark(Typing::Hidden), read);
    assert_eq!(
        mark(Typing::Shown)["typing_indicator"],
        json!({ "type": "text" })
    );
}

#[test]
fn limits_are_counted_in_characters_and_end_where_meta_ends_them() {
    let too_long = |field, length, longest| InvalidOutgoing::TooLong {
        field,
        length,
        longest,
    };
    assert!(TextMessage::new("é".repeat(4_096)).is_ok());
    assert_eq!(
        TextMessage::new("é".repeat(4_097)),
        Err(too_long("the text", 4_097, 4_096))
    );
    assert!(MediaCaption::new("é".repeat(1_024)).is_ok());
    assert_eq!(
        MediaCaption::new("é".repeat(1_025)),
        Err(too_long("the caption", 1_025, 1_024))
    );
    assert!(CallbackData::new("x".repeat(512)).is_ok());
    assert_eq!(
        CallbackData::new("x".repeat(513)),
        Err(too_long("callback data", 513, 512))
    );
}

#[test]
fn what_says_nothing_is_not_sent() {
    for blank in ["", " ", "\n\t", "\u{A0}"] {
        assert_eq!(
            TextMessage::new(blank),
            Err(InvalidOutgoing::Empty { field: "the text" })
        );
        assert!(MediaCaption::new(blank).is_err() && CallbackData::new(blank).is_err());
        assert!(Reaction::with(wamid(), blank).is_err() && MediaMessage::audio(blank).is_err());
        assert!(Template::new(blank, "pt_BR").is_err());
    }
}

#[test]
fn a_name_cannot_leave_its_folder() {
    for name in ["../nota.pdf", "a\\b.pdf", "a\nb.pdf", "a\0b.pdf"] {
        assert!(MediaMessage::document("7", name, None).is_err(), "{name:?}");
    }
}

#[test]
fn what_no_template_accepts_is_stopped() {
    for name in ["Order", "order-shipped", "órder"] {
        assert!(Template::new(name, "pt_BR").is_err(), "{name}");
    }
    assert!(Template::new("order", "pt-BR").is_err());
}

proptest! {
    #![proptest_config(crate::testing::properties())]

    #[test]
    fn whatever_is_accepted_is_within_the_limits_and_arrives_unchanged(body in ".{0,64}") {
        if let Ok(message) = TextMessage::new(body.clone()) {
            let message = wire(&to_number(OutgoingContent::Text(message)));
            prop_assert_eq!(&message["text"]["body"], &json!(body));
            prop_assert!(!body.trim().is_empty());
        }
    }
}
