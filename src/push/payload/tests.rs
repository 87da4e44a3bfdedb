use proptest::prelude::*;
use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

use super::*;

const CONVERSATION: &str = "01965b1e-8f7a-7c3e-9a51-1d2f3a4b5c6d";

fn notification(title: &str, body: &str) -> Notification {
    Notification {
        title: title.to_owned(),
        body: body.to_owned(),
        language: "pt-BR".to_owned(),
        tag: format!("c:{CONVERSATION}"),
        navigate: format!("https://desk.acme.com.br/c/{CONVERSATION}?p=01965b1f"),
        badge: 7,
        data: NotificationData {
            push_id: "01965b1f".to_owned(),
            conversation_id: Some(CONVERSATION.to_owned()),
            message_id: Some("01965b20".to_owned()),
            sequence: Some(8_123),
            message_count: 3,
            read: vec![("01965b00".to_owned(), 8_120)],
        },
    }
}

fn read(document: &[u8]) -> Value {
    serde_json::from_slice(document).unwrap()
}

fn body(document: &[u8]) -> String {
    read(document)["notification"]["body"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn one_document_is_a_declarative_message_and_our_own() {
    let payload = Payload::new(&notification("Ana Souza", "Qual o prazo?")).unwrap();
    assert_eq!(
        read(payload.full()),
        json!({
            "web_push": 8030, "mutable": true, "app_badge": 7,
            "notification": {
                "title": "Ana Souza", "body": "Qual o prazo?", "lang": "pt-BR", "dir": "auto",
                "tag": format!("c:{CONVERSATION}"), "app_badge": "7",
                "navigate": format!("https://desk.acme.com.br/c/{CONVERSATION}?p=01965b1f"),
            },
            "x": {
                "p": "01965b1f", "c": CONVERSATION, "m": "01965b20", "seq": 8_123, "n": 3,
                "badge": 7, "read": { "01965b00": 8_120 },
            },
        })
    );
}

#[test]
fn a_test_notification_speaks_of_no_conversation() {
    let payload = Payload::new(&Notification {
        data: NotificationData {
            push_id: "t".to_owned(),
            ..NotificationData::default()
        },
        ..notification("Guichê", "Notificações ligadas")
    });
    assert_eq!(
        read(payload.unwrap().full())["x"],
        json!({ "p": "t", "n": 0, "badge": 7 })
    );
}

#[test]
fn a_long_text_is_cut_between_graphemes_and_says_so() {
    let family = "👩‍👩‍👧‍👦";
    let payload = Payload::new(&notification("Ana", &family.repeat(200))).unwrap();
    let shown = body(payload.full());
    let kept = shown.strip_suffix('…').unwrap();
    assert_eq!(kept.replace(family, ""), "", "a family was torn apart");
    assert!(kept.graphemes(true).count() >= 15);
    assert!(payload.full().len() <= AIM);
}

#[test]
fn a_single_endless_grapheme_cannot_fill_the_message() {
    let zalgo = format!("a{}", "\u{301}".repeat(5_000));
    let payload = Payload::new(&notification("Ana", &zalgo)).unwrap();
    assert_eq!(body(payload.full()), "…");
}

#[test]
fn as_many_cursors_are_told_as_fit_beside_the_text() {
    let mut told = notification("Ana", "Oi");
    told.data.read = (0..400)
        .map(|i| (format!("{CONVERSATION}{i:03}"), i))
        .collect();
    let payload = Payload::new(&told).unwrap();
    let document = read(payload.full());
    let cursors = document["x"]["read"].as_object().unwrap();
    assert!((8..40).contains(&cursors.len()), "{}", cursors.len());
    assert!(
        cursors.contains_key(&format!("{CONVERSATION}000")),
        "the first matter most"
    );
    assert!(payload.full().len() <= AIM && payload.full().len() > AIM - 60);
}

#[test]
fn the_minimal_form_says_who_calls_and_where_to_tap() {
    let mut told = notification("Ana Souza", &"muito texto ".repeat(100));
    told.data.read = (0..50).map(|i| (format!("{CONVERSATION}{i}"), i)).collect();
    let payload = Payload::new(&told).unwrap();
    let document = read(payload.minimal());
    assert_eq!(document["notification"]["title"], "Ana Souza");
    assert_eq!(document["notification"]["navigate"], told.navigate);
    assert_eq!(document["x"]["c"], CONVERSATION);
    assert!(document["x"].get("read").is_none());
    assert!(payload.minimal().len() < payload.full().len() / 2 + 100);
}

#[test]
fn ids_that_alone_exceed_the_limit_are_an_error() {
    let told = Notification {
        navigate: format!("https://desk.acme.com.br/{}", "a".repeat(LARGEST)),
        ..notification("Ana", "Oi")
    };
    assert!(matches!(Payload::new(&told), Err(PayloadError::TooLarge(size)) if size > LARGEST));
}

#[test]
fn a_log_line_shows_no_name_and_no_text() {
    let told = notification("Ana Souza", "Meu cartão é 1234");
    let line = format!("{told:?} {:?}", Payload::new(&told).unwrap());
    assert!(!line.contains("Ana") && !line.contains("1234"), "{line}");
}

proptest! {
    /// Bar: at most 2,700 bytes always, 1,000 with addresses of ordinary length; valid JSON; what is
    /// shown is a beginning of what was said.
    #[test]
    fn any_text_fits_and_begins_as_it_was_written(
        title in "\\PC{0,200}|[\\x00-\\x7f]{0,200}|(👍🏽|e\u{301}|🇧🇷|\"|\\\\){0,300}",
        text in "\\PC{0,900}|[\\x00-\\x7f]{0,900}|(👍🏽|e\u{301}|🇧🇷|\"|\\\\){0,900}",
    ) {
        let payload = Payload::new(&notification(&title, &text)).unwrap();
        prop_assert!(payload.full().len() <= AIM);
        prop_assert!(payload.minimal().len() <= payload.full().len());
        let shown = body(payload.full());
        let beginning = shown.strip_suffix('…').unwrap_or(&shown);
        prop_assert!(text.starts_with(beginning));
    }
}
