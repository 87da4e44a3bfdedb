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

#[test]
fn a_template_carries_header_body_and_buttons_in_this_order() {
    let button = |position, kind| TemplateButton::new(position, kind).expect("a button");
    let template = Template::new("order_shipped", "pt_BR")
        .and_then(|it| {
            it.with_header(TemplateHeader::Media(TemplateMedia::Document {
                id: "9".to_owned(),
                filename: Some("nota.pdf".to_owned()),
            }))
            .with_body(vec![TemplateText::named("first_name", "Ada")?])
        })
        .and_then(|it| {
            it.with_buttons(vec![
                button(
                    0,
                    TemplateButtonKind::QuickReply {
                        payload: "yes".to_owned(),
                    },
                ),
                button(1, TemplateButtonKind::UrlSuffix("abc".to_owned())),
                button(2, TemplateButtonKind::CopyCode("SALE".to_owned())),
            ])
        })
        .expect("a template");
    let message = wire(&to_number(OutgoingContent::Template(template)).replying_to(wamid()));
    assert_eq!(
        message["template"]["components"],
        json!([
            { "type": "header", "parameters": [
                { "type": "document", "document": { "id": "9", "filename": "nota.pdf" } },
            ]},
            { "type": "body", "parameters": [
                { "type": "text", "parameter_name": "first_name", "text": "Ada" },
            ]},
            { "type": "button", "sub_type": "quick_reply", "index": "0",
              "parameters": [{ "type": "payload", "payload": "yes" }] },
            { "type": "button", "sub_type": "url", "index": "1",
              "parameters": [{ "type": "text", "text": "abc" }] },
            { "type": "button", "sub_type": "copy_code", "index": "2",
              "parameters": [{ "type": "coupon_code", "coupon_code": "SALE" }] },
        ])
    );
    assert_eq!(message.get("context"), None);
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
        assert!(TemplateText::unnamed(blank).is_err() && Template::new(blank, "pt_BR").is_err());
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
    for text in ["two\nlines", "a\ttab", "five     blanks", "a\rreturn"] {
        assert!(TemplateText::unnamed(text).is_err(), "{text:?}");
    }
    assert!(TemplateText::unnamed("four    blanks").is_ok());
    for name in ["Order", "order-shipped", "órder"] {
        assert!(Template::new(name, "pt_BR").is_err(), "{name}");
    }
    assert!(Template::new("order", "pt-BR").is_err());
    let mixed = vec![
        TemplateText::unnamed("a").expect("a text"),
        TemplateText::named("b", "c").expect("a text"),
    ];
    let template = Template::new("order", "pt_BR").expect("a template");
    assert_eq!(template.with_body(mixed), Err(InvalidOutgoing::MixedNames));
    assert!(TemplateButton::new(10, TemplateButtonKind::UrlSuffix("a".to_owned())).is_err());
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
