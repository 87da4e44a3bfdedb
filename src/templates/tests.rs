use super::definition::{Authentication, Button, Card, Header, MediaKind, Offer, Text};
use super::fill::{ButtonValue, HeaderParameter, TextValue};
use super::form::Suggestion;
use super::standing::{Status, after_event};
use super::value::{File, FileSource};
use super::*;

const NOW: i64 = 1_795_262_400_000;

fn text(text: &str) -> Text {
    Text {
        text: text.to_owned(),
        ..Text::default()
    }
}

fn order() -> Definition {
    Definition {
        header: Some(Header::Media {
            kind: MediaKind::Image,
            sample: None,
        }),
        body: text("Olá {{1}}, o pedido {{2}} saiu, {{1}}."),
        footer: Some("Mensagem automática".into()),
        buttons: vec![
            Button::Url {
                text: "Acompanhar".into(),
                url: "https://loja.example/p/{{1}}".into(),
                example: Some("https://loja.example/p/4711".into()),
            },
            Button::QuickReply {
                text: "Ajuda".into(),
            },
        ],
        ..Definition::default()
    }
}

fn image() -> Value {
    Value::File(File {
        source: FileSource::Link {
            url: "https://loja.example/a.png".into(),
        },
        name: None,
    })
}

fn order_values() -> Values {
    Values::from([
        ("header".to_owned(), image()),
        ("body.1".to_owned(), Value::text(" Ana ")),
        ("body.2".to_owned(), Value::text("4711")),
        ("button.0".to_owned(), Value::text("4711")),
    ])
}

fn filled(definition: &Definition, values: &Values) -> Result<Filled, Refusal> {
    fill(definition, "pt_BR", values, NOW)
}

#[test]
fn a_form_asks_for_what_the_structure_needs() {
    let asked: Vec<_> = slots(&order())
        .into_iter()
        .map(|slot| (slot.key, slot.kind, slot.required))
        .collect();
    assert_eq!(
        asked,
        [
            ("header".to_owned(), SlotKind::File(MediaKind::Image), true),
            ("body.1".to_owned(), SlotKind::Text, true),
            ("body.2".to_owned(), SlotKind::Text, true),
            ("button.0".to_owned(), SlotKind::UrlSuffix, true),
            ("button.1".to_owned(), SlotKind::Payload, false),
        ]
    );
    assert_eq!(slots(&order())[3].example.as_deref(), Some("4711"));
}

/// L-073, L-087: what is shown has the values in their places.
#[test]
fn what_is_filled_in_is_what_is_shown_and_what_leaves() {
    let filled = filled(&order(), &order_values()).unwrap();
    assert_eq!(filled.layout.body, "Olá Ana, o pedido 4711 saiu, Ana.");
    assert_eq!(filled.layout.footer.as_deref(), Some("Mensagem automática"));
    let address = filled.layout.buttons[0].value.as_deref();
    assert_eq!(address, Some("https://loja.example/p/4711"));
    assert_eq!(filled.parameters.body.len(), 2, "a variable is sent once");
    assert!(matches!(
        filled.parameters.header,
        Some(HeaderParameter::File { .. })
    ));
    assert_eq!(
        filled.parameters.buttons[0].value,
        ButtonValue::UrlSuffix {
            suffix: "4711".into()
        }
    );
    assert_eq!(filled.parameters.buttons.len(), 1, "no payload was given");
}

#[test]
fn what_meta_would_refuse_is_named() {
    let table: [(&str, Option<Value>, Problem); 12] = [
        ("header", None, Problem::Missing),
        ("header", Some(Value::text("x")), Problem::Kind),
        ("body.2", None, Problem::Missing),
        ("body.2", Some(Value::text("  ")), Problem::Missing),
        ("body.2", Some(Value::text("a\nb")), Problem::Character),
        ("body.2", Some(Value::text("a     b")), Problem::Character),
        ("body.2", Some(image()), Problem::Kind),
        (
            "body.3",
            Some(Value::text("one too many")),
            Problem::Unknown,
        ),
        ("button.0", None, Problem::Missing),
        (
            "button.0",
            Some(Value::text("https://b.example")),
            Problem::Suffix,
        ),
        ("button.0", Some(Value::text("a b")), Problem::Suffix),
        ("header.1", Some(Value::text("x")), Problem::Unknown),
    ];
    for (slot, value, problem) in table {
        let mut values = order_values();
        match value.clone() {
            Some(value) => drop(values.insert(slot.to_owned(), value)),
            None => drop(values.remove(slot)),
        }
        let refused = filled(&order(), &values).unwrap_err();
        assert_eq!(
            (refused.slot.as_str(), refused.problem),
            (slot, problem),
            "{value:?}"
        );
    }
}

#[test]
fn a_text_that_grows_too_long_is_stopped() {
    let mut values = order_values();
    values.insert("body.2".into(), Value::text("x".repeat(1_010)));
    let refused = filled(&order(), &values).unwrap_err();
    assert_eq!(refused.problem, Problem::TooLong { longest: 1_024 });
}

#[test]
fn links_are_public_and_encrypted() {
    for url in [
        "http://a.example/x",
        "https://",
        "https:///x",
        "javascript:alert(1)",
        "https://a b",
    ] {
        let mut values = order_values();
        let file = File {
            source: FileSource::Link { url: url.into() },
            name: None,
        };
        values.insert("header".into(), Value::File(file));
        let refused = filled(&order(), &values).unwrap_err();
        assert_eq!(refused.problem, Problem::Link, "{url}");
    }
}

#[test]
fn named_variables_carry_their_names_and_numbered_ones_their_order() {
    let definition = Definition {
        body: text("{{data}}: {{nome}}"),
        ..Definition::default()
    };
    let values = Values::from([
        ("body.data".to_owned(), Value::text("12/05")),
        ("body.nome".to_owned(), Value::text("Ana")),
    ]);
    let names: Vec<_> = filled(&definition, &values).unwrap().parameters.body;
    assert_eq!(names[0].name.as_deref(), Some("data"));
    let definition = Definition {
        body: text("{{2}} e {{1}}"),
        ..Definition::default()
    };
    let values = Values::from([
        ("body.1".to_owned(), Value::text("um")),
        ("body.2".to_owned(), Value::text("dois")),
    ]);
    let filled = filled(&definition, &values).unwrap();
    assert_eq!(filled.layout.body, "dois e um");
    let first = &filled.parameters.body[0];
    assert_eq!(first.name, None);
    assert_eq!(first.value, TextValue::Text { text: "um".into() });
}

#[test]
fn a_code_is_asked_for_once_and_sent_twice() {
    let definition = Definition {
        authentication: Some(Authentication {
            security_recommendation: true,
            code_expiration_minutes: Some(10),
        }),
        buttons: vec![Button::OneTimePassword {
            text: "Copiar código".into(),
        }],
        ..Definition::default()
    };
    assert_eq!(slots(&definition).len(), 1);
    let values = Values::from([("code".to_owned(), Value::text("123456"))]);
    let sent = filled(&definition, &values).unwrap();
    assert_eq!(
        (sent.parameters.body.len(), sent.parameters.buttons.len()),
        (1, 1)
    );
    assert!(sent.layout.body.starts_with("*123456* é o seu código"));
    assert_eq!(
        sent.layout.footer.as_deref(),
        Some("Este código expira em 10 minutos.")
    );
    let long = Values::from([("code".to_owned(), Value::text("1234567890123456"))]);
    let refused = filled(&definition, &long).unwrap_err();
    assert_eq!(refused.problem, Problem::TooLong { longest: 15 });
}

#[test]
fn an_offer_ends_in_the_future_and_cards_have_their_own_slots() {
    let definition = Definition {
        body: text("Só hoje"),
        offer: Some(Offer {
            text: "20% de desconto".into(),
            expires: true,
        }),
        cards: vec![Card {
            header: Some(Header::Media {
                kind: MediaKind::Image,
                sample: None,
            }),
            body: Some(text("Por {{1}}")),
            buttons: Vec::new(),
        }],
        ..Definition::default()
    };
    let values = |at_ms| {
        Values::from([
            ("offer.expires_at".to_owned(), Value::Moment { at_ms }),
            ("card.0.header".to_owned(), image()),
            ("card.0.body.1".to_owned(), Value::text("R$ 10")),
        ])
    };
    let sent = filled(&definition, &values(NOW + 1)).unwrap();
    assert_eq!(sent.layout.cards[0].body, "Por R$ 10");
    assert_eq!(sent.parameters.offer_expires_at_ms, Some(NOW + 1));
    let refused = filled(&definition, &values(NOW)).unwrap_err();
    assert_eq!(refused.problem, Problem::Past);
}

/// Z-36: what a slot asks for is known from its name, or from the greeting before it.
#[test]
fn slots_know_which_fact_they_ask_for() {
    let table = [
        ("Olá {{1}}, tudo bem?", Some(Suggestion::FirstName)),
        ("Bom dia, {{1}}!", Some(Suggestion::FirstName)),
        ("{{1}}, esta semana", Some(Suggestion::FirstName)),
        ("O pedido {{1}} saiu", None),
        ("A escola {{1}}", None),
        ("Cola {{1}}", None),
        ("{{nome}} {{x}}", Some(Suggestion::FirstName)),
        ("Ligue para {{telefone}}", Some(Suggestion::Phone)),
        ("{{nome_completo}}", Some(Suggestion::Name)),
    ];
    for (body, suggestion) in table {
        let definition = Definition {
            body: text(body),
            ..Definition::default()
        };
        assert_eq!(slots(&definition)[0].suggestion, suggestion, "{body}");
    }
}

#[test]
fn events_change_the_status_as_meta_means_them() {
    let table = [
        ("APPROVED", Some(Status::Approved)),
        ("REINSTATED", Some(Status::Approved)),
        ("PAUSED", Some(Status::Paused)),
        ("DISABLED", Some(Status::Disabled)),
        ("PENDING_DELETION", Some(Status::PendingDeletion)),
        ("FLAGGED", None),
        ("LOCKED", None),
        ("SOMETHING_NEW", None),
    ];
    for (event, status) in table {
        assert_eq!(after_event(event), status, "{event}");
    }
}
