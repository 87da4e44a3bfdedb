//! Who a message is from, with all the ways in which identifiers come and go.

use serde_json::json;

use super::{CUSTOMER, CUSTOMER_BSUID, items_with, message_from, message_of, text_message};
use crate::webhook::{Content, Identity, ItemBody, SystemKind};

fn wa_id(identity: &Identity) -> Option<&str> {
    identity.wa_id.as_ref().map(AsRef::as_ref)
}

fn bsuid(identity: &Identity) -> Option<&str> {
    identity.bsuid.as_ref().map(AsRef::as_ref)
}

#[test]
fn names_are_matched_by_identifier_and_not_by_position() {
    let items = items_with(json!({
        "contacts": [
            { "profile": { "name": "Bia" }, "wa_id": "15550100122" },
            { "profile": { "name": "Ada" }, "wa_id": CUSTOMER },
            { "profile": { "name": "Caio" }, "user_id": "BR.3" },
        ],
        "messages": [
            text_message(json!({ "id": "wamid.1" })),
            text_message(json!({ "id": "wamid.2", "from": "15550100122" })),
            text_message(json!({ "id": "wamid.3", "from": null, "from_user_id": "BR.3" })),
            text_message(json!({ "id": "wamid.4", "from": "15550100133" })),
        ],
    }));
    let names: Vec<_> = items
        .into_iter()
        .map(|item| message_of(item).sender.profile_name)
        .collect();
    let name = |name: &str| Some(name.to_owned());
    assert_eq!(names, [name("Ada"), name("Bia"), name("Caio"), None]);
}

#[test]
fn a_contact_spelled_without_the_ninth_digit_is_the_same_person() {
    let items = items_with(json!({
        "contacts": [
            { "profile": { "name": "Rui" }, "wa_id": "553133334444" },
            { "profile": { "name": "Ana" }, "wa_id": "553188887777" },
        ],
        "messages": [text_message(json!({ "from": "5531988887777" }))],
    }));
    let sender = message_of(items.into_iter().next().expect("an item")).sender;
    assert_eq!(sender.profile_name.as_deref(), Some("Ana"));
    assert_eq!(wa_id(&sender), Some("553188887777"));
    assert_eq!(
        sender.phone.as_ref().map(AsRef::as_ref),
        Some("5531988887777")
    );
}

#[test]
fn an_empty_number_counts_as_none() {
    let message = message_from(&text_message(
        json!({ "from": "", "from_user_id": CUSTOMER_BSUID }),
    ));
    assert_eq!(
        (wa_id(&message.sender), bsuid(&message.sender)),
        (None, Some(CUSTOMER_BSUID))
    );
}

#[test]
fn a_user_id_in_the_place_of_a_number_is_understood() {
    let message = message_from(&text_message(json!({ "from": CUSTOMER_BSUID })));
    assert_eq!(
        (wa_id(&message.sender), bsuid(&message.sender)),
        (None, Some(CUSTOMER_BSUID))
    );

    let parent = message_from(&text_message(json!({ "from": "US.ENT.1181" }))).sender;
    assert_eq!(
        parent.parent_bsuid.as_ref().map(AsRef::as_ref),
        Some("US.ENT.1181")
    );
    assert_eq!(bsuid(&parent), None);
}

#[test]
fn a_number_with_a_plus_or_as_a_json_number_is_understood() {
    for from in [json!("+15550100199"), json!(15_550_100_199_u64)] {
        assert_eq!(
            wa_id(&message_from(&text_message(json!({ "from": from }))).sender),
            Some(CUSTOMER)
        );
    }
}

#[test]
fn identifiers_of_message_and_contact_are_merged() {
    let items = items_with(json!({
        "contacts": [{
            "profile": { "name": "Ada", "username": "@ada.example" },
            "wa_id": CUSTOMER,
            "user_id": CUSTOMER_BSUID,
            "parent_user_id": "US.ENT.5",
        }],
        "messages": [text_message(json!({ "from": null, "from_user_id": CUSTOMER_BSUID }))],
    }));
    let sender = message_of(items.into_iter().next().expect("an item")).sender;
    assert_eq!(wa_id(&sender), Some(CUSTOMER));
    assert_eq!(
        sender.parent_bsuid.as_ref().map(AsRef::as_ref),
        Some("US.ENT.5")
    );
    assert_eq!(sender.username.as_deref(), Some("ada.example"));
}

#[test]
fn a_message_without_any_identifier_belongs_to_the_only_contact_or_to_quarantine() {
    let anonymous = text_message(json!({ "from": null }));
    let ada = json!({ "profile": { "name": "Ada" }, "wa_id": CUSTOMER });
    let bia = json!({ "profile": { "name": "Bia" }, "wa_id": "15550100122" });

    let one = items_with(json!({ "contacts": [ada], "messages": [anonymous] }));
    assert_eq!(
        wa_id(&message_of(one.into_iter().next().expect("an item")).sender),
        Some(CUSTOMER)
    );

    for contacts in [json!([]), json!([ada, bia])] {
        let items = items_with(json!({ "contacts": contacts, "messages": [anonymous] }));
        assert!(
            matches!(items[0].body, ItemBody::Malformed { .. }),
            "{contacts}"
        );
    }
}

#[test]
fn contacts_of_any_wrong_shape_disturb_nobody() {
    for contacts in [
        json!(7),
        json!("x"),
        json!([7, "x", null, [], {}]),
        json!({ "wa_id": 1 }),
    ] {
        let items =
            items_with(json!({ "contacts": contacts, "messages": [text_message(json!({}))] }));
        let sender = message_of(items.into_iter().next().expect("an item")).sender;
        assert_eq!(wa_id(&sender), Some(CUSTOMER), "{contacts}");
    }
}

#[test]
fn a_system_message_without_sender_is_known_by_what_the_customer_was() {
    let event = json!({
        "id": "wamid.S", "timestamp": "1795000060", "type": "system",
        "system": {
            "type": "user_changed_user_id",
            "user_id": "US.2",
            "previous_user_id": "US.1",
            "previous_parent_user_id": "US.ENT.1",
        },
    });
    let message = message_from(&event);
    assert_eq!(bsuid(&message.sender), Some("US.1"));
    assert_eq!(
        message.sender.parent_bsuid.as_ref().map(AsRef::as_ref),
        Some("US.ENT.1")
    );
    let Content::System(event) = message.content else {
        panic!("no system message")
    };
    assert_eq!(event.kind, SystemKind::UserChangedUserId);
    assert_eq!(bsuid(&event.current), Some("US.2"));
}

#[test]
fn the_old_name_of_the_new_number_is_understood() {
    let message = message_from(&json!({
        "from": CUSTOMER, "id": "wamid.S", "type": "system",
        "system": { "type": "user_changed_number", "new_wa_id": "15550100188" },
    }));
    let Content::System(event) = message.content else {
        panic!("no system message")
    };
    assert_eq!(wa_id(&event.current), Some("15550100188"));
}

#[test]
fn a_message_before_the_change_of_number_comes_before_it() {
    let items = items_with(json!({ "messages": [
        text_message(json!({ "id": "wamid.1" })),
        { "from": CUSTOMER, "id": "wamid.2", "type": "system", "system": { "type": "user_changed_number", "wa_id": "15550100188" } },
        text_message(json!({ "id": "wamid.3", "from": "15550100188" })),
    ]}));
    let ids: Vec<_> = items
        .into_iter()
        .map(|item| String::from(message_of(item).id))
        .collect();
    assert_eq!(ids, ["wamid.1", "wamid.2", "wamid.3"]);
}
