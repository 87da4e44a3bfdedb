//! What the samples do not show: the other types, fields and spellings.

use serde_json::{Value, json};

use super::{
    CUSTOMER, CUSTOMER_BSUID, bodies_with, change, content_of, items_of, items_with, message_from,
    text_message, value_with,
};
use crate::webhook::{
    ContactSyncAction, Content, DeliveryStatus, Forwarding, ItemBody, Playback, Sender, SystemKind,
};

#[test]
fn a_time_is_read_from_text_and_number_and_may_be_missing() {
    let table = [
        (json!("1795000060"), Some(1_795_000_060_000)),
        (json!(1_795_000_060), Some(1_795_000_060_000)),
        (json!("soon"), None),
        (json!(i64::MAX), None),
        (Value::Null, None),
    ];
    for (timestamp, expected) in table {
        let message = message_from(&text_message(json!({ "timestamp": timestamp })));
        assert_eq!(message.timestamp, expected, "{timestamp}");
    }
}

#[test]
fn a_forwarded_message_says_so() {
    let table = [
        (json!({ "forwarded": true }), Some(Forwarding::Forwarded)),
        (
            json!({ "frequently_forwarded": true }),
            Some(Forwarding::Frequently),
        ),
        (
            json!({ "forwarded": true, "frequently_forwarded": true }),
            Some(Forwarding::Frequently),
        ),
        (json!({ "forwarded": false }), None),
    ];
    for (context, expected) in table {
        let message = message_from(&text_message(json!({ "context": context })));
        assert_eq!(
            message.context.expect("a context").forwarding,
            expected,
            "{context}"
        );
    }
}

#[test]
fn a_question_about_a_product_names_the_product() {
    let product = json!({ "catalog_id": "1", "product_retailer_id": "sku" });
    let context = json!({ "from": "1", "id": "wamid.Q", "referred_product": product });
    let message = message_from(&text_message(json!({ "context": context })));
    let product = message
        .context
        .and_then(|context| context.referred_product)
        .expect("a product");
    assert_eq!(product.product_retailer_id.as_deref(), Some("sku"));
}

#[test]
fn a_group_message_is_recognised() {
    assert_eq!(message_from(&text_message(json!({}))).group_id, None);
    let message = message_from(&text_message(json!({ "group_id": "G1" })));
    assert_eq!(message.group_id.as_deref(), Some("G1"));
}

#[test]
fn edits_carry_the_new_version_and_revocations_the_old_id() {
    let new_version = json!({
        "context": { "id": "M0" }, "type": "image", "image": { "id": "7", "caption": "better" },
    });
    let edit = content_of(
        "edit",
        &json!({ "original_message_id": "wamid.O", "message": new_version }),
    );
    let Content::Edit {
        original_message_id,
        content,
    } = edit
    else {
        panic!("{edit:?}")
    };
    assert_eq!(original_message_id.as_str(), "wamid.O");
    let Content::Media(file) = *content else {
        panic!("no file")
    };
    assert_eq!(file.caption.as_deref(), Some("better"));

    let revoke = content_of("revoke", &json!({ "original_message_id": "wamid.O" }));
    let Content::Revoke {
        original_message_id,
    } = revoke
    else {
        panic!("{revoke:?}")
    };
    assert_eq!(original_message_id.as_str(), "wamid.O");
}

#[test]
fn a_reaction_with_an_empty_emoji_removes_it_too() {
    let removal = content_of("reaction", &json!({ "message_id": "wamid.R", "emoji": "" }));
    assert!(matches!(removal, Content::Reaction { emoji: None, .. }));
}

#[test]
fn a_sticker_may_move_and_an_audio_file_is_no_voice_note() {
    let table = [
        (
            "sticker",
            json!({ "id": "1", "animated": true }),
            Playback::Animated,
        ),
        (
            "audio",
            json!({ "id": "1", "voice": false }),
            Playback::Plain,
        ),
        (
            "audio",
            json!({ "id": "1", "voice": true }),
            Playback::VoiceNote,
        ),
    ];
    for (kind, content, expected) in table {
        let Content::Media(file) = content_of(kind, &content) else {
            panic!("{kind}")
        };
        assert_eq!(file.playback, expected, "{kind}");
    }
}

#[test]
fn an_answer_to_a_request_to_call_is_read() {
    let answer = content_of(
        "interactive",
        &json!({
            "type": "call_permission_reply",
            "call_permission_reply": { "response": "accept", "expiration_timestamp": "1795000000" },
        }),
    );
    let expected = Content::CallPermissionReply {
        accepted: Some(true),
        permanent: false,
        expires_at: Some(1_795_000_000_000),
    };
    assert_eq!(answer, expected);
}

#[test]
fn a_shared_number_of_their_own_is_told_from_a_shared_contact() {
    let card = json!({ "name": {}, "phones": [{ "phone": "+1 555" }], "vcard": "BEGIN:VCARD" });
    let beside = text_message(
        json!({ "type": "contacts", "contacts": [card], "origin": "contact_request" }),
    );
    let mut inside = card.clone();
    inside["origin"] = "contact_request".into();
    let inside = text_message(json!({ "type": "contacts", "contacts": [inside] }));
    for message in [beside, inside] {
        let Content::Contacts(cards) = message_from(&message).content else {
            panic!("no cards")
        };
        assert_eq!(cards[0].origin.as_deref(), Some("contact_request"));
        assert_eq!(cards[0].vcard.as_deref(), Some("BEGIN:VCARD"));
    }
}

#[test]
fn order_numbers_written_as_text_are_read() {
    let item = json!({ "product_retailer_id": "s", "quantity": "2", "item_price": "9.90" });
    let Content::Order(order) = content_of("order", &json!({ "product_items": [item] })) else {
        panic!("no order");
    };
    assert_eq!(
        (order.items[0].quantity, order.items[0].item_price),
        (Some(2.0), Some(9.9))
    );
}

#[test]
fn types_that_bring_no_content_stay_visible() {
    let table = [
        ("request_welcome", Content::RequestWelcome),
        ("unsupported", Content::Unsupported { kind: None }),
        ("unknown", Content::Unsupported { kind: None }),
        (
            "media_placeholder",
            Content::Unsupported {
                kind: Some("media_placeholder".to_owned()),
            },
        ),
        (
            "hologram",
            Content::Unknown {
                kind: "hologram".to_owned(),
            },
        ),
        (
            "ephemeral",
            Content::Unknown {
                kind: "ephemeral".to_owned(),
            },
        ),
    ];
    for (kind, expected) in table {
        let message = message_from(&text_message(json!({ "type": kind, "text": null })));
        assert_eq!(message.content, expected, "{kind}");
    }
    let inner = content_of("interactive", &json!({ "type": "payment_method" }));
    assert_eq!(
        inner,
        Content::Unknown {
            kind: "interactive/payment_method".to_owned()
        }
    );
}

#[test]
fn a_file_that_meta_could_not_take_has_errors_and_no_id() {
    let message = message_from(&text_message(json!({
        "type": "document", "document": { "filename": "a.zip" },
        "errors": [{ "code": "131052", "title": "Media download error", "details": "too large" }],
    })));
    let Content::Media(file) = message.content else {
        panic!("no file")
    };
    assert_eq!(file.id, None);
    assert_eq!(message.errors[0].code, Some(131_052));
    assert_eq!(message.errors[0].details.as_deref(), Some("too large"));
}

#[test]
fn an_error_without_a_code_is_not_taken_for_code_zero() {
    let bodies = bodies_with(json!({ "errors": [{ "title": "?" }, { "code": 131_035 }] }));
    let codes: Vec<_> = bodies
        .into_iter()
        .map(|body| match body {
            ItemBody::Error(error) => error.code,
            other => panic!("no error: {other:?}"),
        })
        .collect();
    assert_eq!(codes, [None, Some(131_035)]);
}

#[test]
fn an_unknown_step_of_a_message_is_kept() {
    let bodies = bodies_with(json!({ "statuses": [{ "id": "wamid.A", "status": "in_orbit" }] }));
    let [ItemBody::Status(status)] = bodies.as_slice() else {
        panic!("{bodies:?}")
    };
    assert_eq!(status.status, DeliveryStatus::Other("in_orbit".to_owned()));
}

#[test]
fn a_status_in_a_group_names_the_group_and_the_participant() {
    let bodies = bodies_with(json!({ "statuses": [{
        "id": "wamid.A", "status": "read", "recipient_type": "group", "recipient_id": "G1",
        "recipient_participant_id": CUSTOMER,
    }]}));
    let [ItemBody::Status(status)] = bodies.as_slice() else {
        panic!("{bodies:?}")
    };
    assert_eq!(status.group_id.as_deref(), Some("G1"));
    assert_eq!(
        status.recipient.wa_id.as_ref().map(AsRef::as_ref),
        Some(CUSTOMER)
    );
}

#[test]
fn every_spelling_of_the_parent_id_of_a_status_is_read() {
    for name in [
        "parent_recipient_user_id",
        "recipient_parent_user_id",
        "parent_user_id",
    ] {
        let status = json!({ "id": "wamid.A", "status": "sent", name: "US.ENT.4" });
        let bodies = bodies_with(json!({ "statuses": [status] }));
        let [ItemBody::Status(status)] = bodies.as_slice() else {
            panic!("{bodies:?}")
        };
        let parent = status.recipient.parent_bsuid.as_ref().map(AsRef::as_ref);
        assert_eq!(parent, Some("US.ENT.4"), "{name}");
    }
}

#[test]
fn the_free_entry_point_of_a_conversation_is_kept() {
    let bodies = bodies_with(json!({ "statuses": [{
        "id": "wamid.A", "status": "sent",
        "conversation": {
            "id": "c", "expiration_timestamp": "1795000000",
            "origin": { "type": "referral_conversion" },
        },
    }]}));
    let [ItemBody::Status(status)] = bodies.as_slice() else {
        panic!("{bodies:?}")
    };
    let conversation = status.conversation.as_ref().expect("a conversation");
    assert_eq!(conversation.origin.as_deref(), Some("referral_conversion"));
    assert_eq!(conversation.expires_at, Some(1_795_000_000_000));
}

#[test]
fn statuses_of_calls_and_payments_are_no_statuses_of_messages() {
    let bodies = bodies_with(json!({ "statuses": [
        { "id": "wacid.1", "type": "call", "status": "RINGING", "recipient_id": CUSTOMER },
        { "id": "pay.1", "type": "payment", "status": "captured" },
    ]}));
    let [ItemBody::Call(call), ItemBody::Unknown { .. }] = bodies.as_slice() else {
        panic!("{bodies:?}");
    };
    assert_eq!(call.event.as_deref(), Some("RINGING"));
    assert_eq!(call.from_customer, Some(false));
}

#[test]
fn a_call_tells_who_called_whom() {
    let table = [
        (
            json!({ "from": CUSTOMER, "to": "15550100001", "direction": "USER_INITIATED" }),
            Some(true),
        ),
        (
            json!({ "from": "15550100001", "to": CUSTOMER, "direction": "BUSINESS_INITIATED" }),
            Some(false),
        ),
        (json!({ "from": CUSTOMER, "to": "15550100001" }), Some(true)),
        (
            json!({ "from": "15550100001", "to": CUSTOMER }),
            Some(false),
        ),
        (json!({ "from_user_id": CUSTOMER_BSUID }), None),
    ];
    for (mut call, from_customer) in table {
        call["id"] = "wacid.1".into();
        call["event"] = "terminate".into();
        call["duration"] = 61.into();
        let bodies = bodies_with(json!({ "calls": [call] }));
        let [ItemBody::Call(read)] = bodies.as_slice() else {
            panic!("{bodies:?}")
        };
        assert_eq!(read.from_customer, from_customer, "{call}");
        assert_eq!(read.duration, Some(61));
        assert!(!read.customer.is_anonymous(), "{call}");
        assert_ne!(
            read.customer.wa_id.as_ref().map(AsRef::as_ref),
            Some("15550100001"),
            "{call}"
        );
    }
}

#[test]
fn template_changes_are_told_by_their_keys() {
    let quality = json!({
        "message_template_id": 900_000_000_000_001_u64, "message_template_language": "pt-BR",
        "previous_quality_score": "GREEN", "new_quality_score": "RED",
    });
    for field in [
        "message_template_quality_update",
        "message_template_status_update",
    ] {
        let items = items_of(&change(field, &quality));
        let ItemBody::TemplateQuality(change) = &items[0].body else {
            panic!("{field}")
        };
        assert_eq!(change.current.as_deref(), Some("RED"));
        assert_eq!(change.template.language.as_deref(), Some("pt_BR"));
    }

    let announced = json!({ "new_category": "UTILITY", "correct_category": "MARKETING" });
    let items = items_of(&change("template_category_update", &announced));
    let ItemBody::TemplateCategory(category) = &items[0].body else {
        panic!("{items:?}")
    };
    assert_eq!(category.current.as_deref(), Some("UTILITY"));
    assert_eq!(category.coming.as_deref(), Some("MARKETING"));

    let texts = json!({ "message_template_element": "Oi {{1}}" });
    let items = items_of(&change("message_template_components_update", &texts));
    let ItemBody::TemplateComponents(components) = &items[0].body else {
        panic!("{items:?}")
    };
    assert_eq!(components.body.as_deref(), Some("Oi {{1}}"));
}

#[test]
fn what_concerns_the_account_names_field_and_event() {
    let table = [
        (
            "account_update",
            json!({ "event": "DISABLED_UPDATE", "ban_info": {} }),
            Some("DISABLED_UPDATE"),
        ),
        (
            "account_review_update",
            json!({ "decision": "APPROVED" }),
            Some("APPROVED"),
        ),
        (
            "phone_number_quality_update",
            json!({ "event": "ONBOARDING" }),
            Some("ONBOARDING"),
        ),
        (
            "phone_number_name_update",
            json!({ "decision": "REJECTED" }),
            Some("REJECTED"),
        ),
        (
            "account_alerts",
            json!({ "alert_info": { "alert_type": "OBA" } }),
            Some("OBA"),
        ),
        (
            "account_alerts",
            json!({ "alert_type": "OBA" }),
            Some("OBA"),
        ),
        (
            "business_capability_update",
            json!({ "max_phone_numbers_per_waba": 20 }),
            None,
        ),
        (
            "security",
            json!({ "event": "PIN_CHANGED" }),
            Some("PIN_CHANGED"),
        ),
        (
            "business_username_update",
            json!({ "status": "approved" }),
            Some("approved"),
        ),
        (
            "business_username_updates",
            json!({ "status": "deleted" }),
            Some("deleted"),
        ),
        ("messaging_handovers", json!({ "control_passed": {} }), None),
    ];
    for (field, value, event) in table {
        let items = items_of(&change(field, &value));
        let ItemBody::Account(account) = &items[0].body else {
            panic!("{field}: {items:?}")
        };
        assert_eq!(
            (account.field.as_str(), account.event.as_deref()),
            (field, event)
        );
        assert_eq!(account.details, value);
    }
}

#[test]
fn a_number_known_only_as_people_write_it_is_kept() {
    let value = json!({ "display_phone_number": "+1 555-010-0001", "event": "PIN_CHANGED" });
    let items = items_of(&change("security", &value));
    assert_eq!(
        items[0].display_phone_number.as_deref(),
        Some("+1 555-010-0001")
    );
    assert_eq!(items[0].phone_number_id, None);
}

#[test]
fn the_phones_address_book_is_followed() {
    let sync = |action: &str| {
        json!({
            "type": "contact", "action": action, "metadata": { "timestamp": "1795000000" },
            "contact": { "full_name": "Ada Example", "phone_number": CUSTOMER },
        })
    };
    let value = value_with(json!({ "state_sync": [sync("add"), sync("remove"), sync("merge")] }));
    let actions: Vec<_> = items_of(&change("smb_app_state_sync", &value))
        .into_iter()
        .map(|item| match item.body {
            ItemBody::ContactSync(sync) => sync.action,
            other => panic!("no contact: {other:?}"),
        })
        .collect();
    let expected = [
        ContactSyncAction::Saved,
        ContactSyncAction::Removed,
        ContactSyncAction::Other("merge".to_owned()),
    ];
    assert_eq!(actions, expected);
}

#[test]
fn a_withdrawn_field_about_user_ids_is_still_read() {
    let value = value_with(json!({ "user_id_update": [{
        "wa_id": CUSTOMER, "detail": "…", "timestamp": "1795000000",
        "user_id": { "previous": "US.1", "current": "US.2" },
    }]}));
    let items = items_of(&change("user_id_update", &value));
    let ItemBody::UserIdUpdate(update) = &items[0].body else {
        panic!("{items:?}")
    };
    assert_eq!(
        update.previous.bsuid.as_ref().map(AsRef::as_ref),
        Some("US.1")
    );
    assert_eq!(
        update.current.bsuid.as_ref().map(AsRef::as_ref),
        Some("US.2")
    );
    assert_eq!(
        update.current.wa_id.as_ref().map(AsRef::as_ref),
        Some(CUSTOMER)
    );
}

#[test]
fn what_another_application_handles_comes_one_level_deeper_and_is_marked() {
    let value = value_with(json!({ "standby": {
        "contacts": [{ "profile": { "name": "Ada" }, "wa_id": CUSTOMER }],
        "messages": [text_message(json!({}))],
        "statuses": [{ "id": "wamid.B", "status": "sent" }],
    }}));
    let items = items_of(&change("standby", &value));
    assert_eq!(items.len(), 2);
    assert!(
        items
            .iter()
            .all(|item| item.standby && item.phone_number_id.is_some())
    );
    assert_eq!(
        items[0].path,
        "entry[0].changes[0].value.standby.messages[0]"
    );
    let ItemBody::Message(message) = &items[0].body else {
        panic!("{items:?}")
    };
    assert_eq!(message.sender.profile_name.as_deref(), Some("Ada"));
}

#[test]
fn history_tells_both_sides_of_a_thread_apart() {
    let history = json!([{
        "metadata": { "phase": 1, "chunk_order": 2, "progress": 55 },
        "threads": [{ "id": CUSTOMER, "context": { "username": "@ada" }, "messages": [
            { "from": CUSTOMER, "id": "wamid.1", "timestamp": "1", "type": "text", "text": { "body": "a" } },
            {
                "from": "15550100001", "to": CUSTOMER, "id": "wamid.2", "timestamp": "2",
                "type": "media_placeholder", "history_context": { "status": "READ" },
            },
            { "from": CUSTOMER },
        ]}],
    }]);
    let value = value_with(json!({ "history": history }));
    let items = items_of(&change("history", &value));
    let [first, second, broken] = items.as_slice() else {
        panic!("{} items", items.len())
    };
    let (ItemBody::History(first), ItemBody::History(second)) = (&first.body, &second.body) else {
        panic!("{items:?}");
    };
    assert_eq!(
        (first.sender, second.sender),
        (Sender::Customer, Sender::Business)
    );
    assert_eq!(
        second.customer.wa_id.as_ref().map(AsRef::as_ref),
        Some(CUSTOMER)
    );
    assert_eq!(second.customer.username.as_deref(), Some("ada"));
    assert_eq!(second.status.as_deref(), Some("READ"));
    assert_eq!((first.chunk.phase, first.chunk.order), (Some(1), Some(2)));
    assert_eq!(
        broken.path,
        "entry[0].changes[0].value.history[0].threads[0].messages[2]"
    );
    assert!(matches!(broken.body, ItemBody::Malformed { .. }));
}

#[test]
fn files_of_the_past_that_follow_later_are_history_too() {
    let image = json!({
        "from": "15550100001", "to": CUSTOMER, "id": "wamid.1", "type": "image", "image": { "id": "9" },
    });
    let items = items_of(&change(
        "history",
        &value_with(json!({ "messages": [image] })),
    ));
    let ItemBody::History(message) = &items[0].body else {
        panic!("{items:?}")
    };
    assert_eq!(message.sender, Sender::Business);
    assert_eq!(
        message.customer.wa_id.as_ref().map(AsRef::as_ref),
        Some(CUSTOMER)
    );
}

#[test]
fn a_declined_history_is_an_error_and_an_empty_chunk_is_kept() {
    let history = json!([
        { "errors": [{ "code": 2_593_109, "title": "declined" }] },
        { "metadata": { "phase": 2, "progress": 100 }, "threads": [] },
    ]);
    let items = items_of(&change(
        "history",
        &value_with(json!({ "history": history })),
    ));
    let [declined, empty] = items.as_slice() else {
        panic!("{items:?}")
    };
    assert!(matches!(&declined.body, ItemBody::Error(error) if error.code == Some(2_593_109)));
    assert!(matches!(empty.body, ItemBody::Unknown { .. }));
}

#[test]
fn changes_of_groups_are_kept_one_by_one() {
    let value = value_with(json!({ "groups": [{ "group_id": "G1" }, { "group_id": "G2" }] }));
    let items = items_of(&change("group_lifecycle_update", &value));
    assert_eq!(items.len(), 2);
    assert!(
        items
            .iter()
            .all(|item| matches!(item.body, ItemBody::Account(_)))
    );
}

#[test]
fn older_system_messages_are_understood_and_newer_ones_kept() {
    let table = [
        (
            "customer_identity_changed",
            SystemKind::CustomerIdentityChanged,
        ),
        (
            "customer_joined_moon",
            SystemKind::Other("customer_joined_moon".to_owned()),
        ),
    ];
    for (kind, expected) in table {
        let content = content_of("system", &json!({ "type": kind, "body": "…" }));
        let Content::System(event) = content else {
            panic!("{content:?}")
        };
        assert_eq!(event.kind, expected);
    }
}

#[test]
fn arrays_are_found_under_whatever_field_they_arrive() {
    let value = value_with(json!({ "statuses": [{ "id": "wamid.A", "status": "sent" }] }));
    let items = items_of(&change("message_statuses_of_tomorrow", &value));
    assert!(matches!(items[0].body, ItemBody::Status(_)));
}

#[test]
fn empty_arrays_hold_nothing_and_an_empty_value_is_kept() {
    assert!(items_with(json!({ "messages": [], "statuses": null })).is_empty());
    let items = items_with(json!({}));
    assert!(matches!(&items[0].body, ItemBody::Unknown { field, .. } if field == "messages"));
}
