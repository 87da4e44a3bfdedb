//! How places and contact cards travel (Cloud API reference, sections 4.4 and 7.3).

use serde_json::{Value, json};

use super::*;

fn wire(content: OutgoingContent) -> Value {
    let to = Recipient::WaId(WaId::new("5511987654321").expect("digits"));
    serde_json::to_value(Outgoing::new(to, content)).expect("JSON")
}

#[test]
fn a_place_has_numbers_and_the_words_that_are_known() {
    let bare = LocationMessage::new(-23.55, -46.63).expect("a place");
    assert_eq!(
        wire(OutgoingContent::Location(bare.clone()))["location"],
        json!({ "latitude": -23.55, "longitude": -46.63 })
    );
    let named = bare
        .named("Praça da Sé")
        .and_then(|it| it.at_address("Sé, São Paulo"));
    assert_eq!(
        wire(OutgoingContent::Location(named.expect("a place")))["location"],
        json!({ "latitude": -23.55, "longitude": -46.63, "name": "Praça da Sé", "address": "Sé, São Paulo" })
    );
}

#[test]
fn a_place_lies_on_the_earth() {
    for (latitude, longitude) in [(90.1, 0.0), (-90.1, 0.0), (0.0, 180.1), (f64::NAN, 0.0)] {
        assert!(LocationMessage::new(latitude, longitude).is_err());
    }
    assert!(LocationMessage::new(-90.0, 180.0).is_ok());
}

#[test]
fn a_card_travels_whole() {
    let card = Card {
        first_name: Some("Grace".to_owned()),
        last_name: Some("Souza".to_owned()),
        phones: vec![CardPhone {
            phone: "+55 11 95550-0177".to_owned(),
            wa_id: Some(WaId::new("5511955500177").expect("digits")),
            kind: Some("CELL".to_owned()),
        }],
        emails: vec![CardEmail {
            email: "grace@example.com".to_owned(),
            kind: Some("WORK".to_owned()),
        }],
        company: Some("Padaria".to_owned()),
        department: Some("Vendas".to_owned()),
        title: Some("Gerente".to_owned()),
        addresses: vec!["Rua A, 1".to_owned()],
        urls: vec!["https://example.com".to_owned()],
        birthday: Some("1990-02-03".to_owned()),
        ..Card::new("Grace Souza").expect("a card")
    };
    let contacts = ContactsMessage::new(vec![card]).expect("a card");
    assert_eq!(
        wire(OutgoingContent::Contacts(contacts))["contacts"],
        json!([{
            "name": { "formatted_name": "Grace Souza", "first_name": "Grace", "last_name": "Souza" },
            "phones": [{ "phone": "+55 11 95550-0177", "wa_id": "5511955500177", "type": "CELL" }],
            "emails": [{ "email": "grace@example.com", "type": "WORK" }],
            "addresses": [{ "street": "Rua A, 1" }],
            "urls": [{ "url": "https://example.com" }],
            "org": { "company": "Padaria", "department": "Vendas", "title": "Gerente" },
            "birthday": "1990-02-03",
        }])
    );
}

#[test]
fn a_card_needs_no_more_than_a_name() {
    let contacts = ContactsMessage::new(vec![Card::new("Grace").expect("a card")]);
    assert_eq!(
        wire(OutgoingContent::Contacts(contacts.expect("a card")))["contacts"],
        json!([{ "name": { "formatted_name": "Grace", "first_name": "Grace" } }])
    );
    assert!(Card::new(" ").is_err());
}

#[test]
fn one_to_257_cards_fit() {
    let cards = |count| vec![Card::new("Grace").expect("a card"); count];
    for (count, fits) in [(0, false), (1, true), (257, true), (258, false)] {
        assert_eq!(ContactsMessage::new(cards(count)).is_ok(), fits, "{count}");
    }
}
