//! Every documented sample becomes what its description says.

use super::{CUSTOMER, CUSTOMER_BSUID, SAMPLES, message_of, sample};
use crate::webhook::{Content, DeliveryStatus, ItemBody, MediaKind, Playback, SystemKind, parse};

const BUSINESS_MESSAGE: &str = "wamid.HBgLMTU1NTAxMDAxOTkVAgARGBIzRjAwQjE5RjIwNUIyOTdGMjgA";

#[test]
fn every_sample_is_one_item_that_is_understood_and_says_where_it_stood() {
    for (name, text) in SAMPLES {
        let items = parse(text.as_bytes()).expect("a webhook").items;
        let [item] = items.as_slice() else {
            panic!("{name} has {} items", items.len())
        };
        assert!(
            !matches!(
                item.body,
                ItemBody::Unknown { .. } | ItemBody::Malformed { .. }
            ),
            "{name}: {:?}",
            item.body
        );
        assert_eq!(
            item.waba_id.as_ref().map(AsRef::as_ref),
            Some("100200300400500"),
            "{name}"
        );
        assert!(
            item.path.starts_with("entry[0].changes[0].value"),
            "{name}: {}",
            item.path
        );
        assert!(!item.standby, "{name}");
        assert!(
            serde_json::from_str::<serde_json::Value>(&item.raw).is_ok(),
            "{name}"
        );
    }
}

#[test]
fn a_text_carries_its_sender_number_name_and_time() {
    let item = sample("01_text");
    assert_eq!(item.path, "entry[0].changes[0].value.messages[0]");
    assert_eq!(
        item.phone_number_id.as_ref().map(AsRef::as_ref),
        Some("200300400500600")
    );
    assert_eq!(item.display_phone_number.as_deref(), Some("15550100001"));
    let message = message_of(item);
    assert_eq!(message.timestamp, Some(1_795_000_060_000));
    assert_eq!(
        message.sender.wa_id.as_ref().map(AsRef::as_ref),
        Some(CUSTOMER)
    );
    assert_eq!(
        message.sender.bsuid.as_ref().map(AsRef::as_ref),
        Some(CUSTOMER_BSUID)
    );
    assert_eq!(message.sender.profile_name.as_deref(), Some("Ada Example"));
    assert_eq!(message.sender.phone, None);
    let body = "Hello! Is the blue one back in stock?".to_owned();
    assert_eq!(message.content, Content::Text { body });
    assert!(message.context.is_none() && message.referral.is_none() && message.errors.is_empty());
}

#[test]
fn a_customer_without_a_number_is_known_by_user_id_and_username() {
    let sender = message_of(sample("02_text_bsuid_only")).sender;
    assert_eq!(sender.wa_id, None);
    assert_eq!(
        sender.bsuid.as_ref().map(AsRef::as_ref),
        Some(CUSTOMER_BSUID)
    );
    assert_eq!(sender.username.as_deref(), Some("ada.example"));
}

#[test]
fn a_reply_names_the_quoted_message_and_its_author() {
    let context = message_of(sample("03_text_reply"))
        .context
        .expect("a context");
    assert_eq!(
        context.quoted_id.as_ref().map(AsRef::as_ref),
        Some(BUSINESS_MESSAGE)
    );
    assert_eq!(context.quoted_from.as_deref(), Some("15550100001"));
    assert_eq!(context.forwarding, None);
}

#[test]
fn a_message_from_an_advertisement_says_from_which() {
    let referral = message_of(sample("05_text_ctwa_referral"))
        .referral
        .expect("a referral");
    assert_eq!(referral.source_type.as_deref(), Some("ad"));
    assert_eq!(referral.source_id.as_deref(), Some("120200000000000001"));
    assert_eq!(referral.headline.as_deref(), Some("Chat with us"));
    assert_eq!(referral.body.as_deref(), Some("New arrivals are here"));
    assert_eq!(
        referral.media_url.as_deref(),
        Some("https://scontent.xx.fbcdn.net/v/example.jpg")
    );
    assert_eq!(referral.click_id.as_deref(), Some("ARExampleClickId0001"));
    assert_eq!(
        referral.welcome_text.as_deref(),
        Some("Hi there! How can we help?")
    );
}

#[test]
fn files_of_every_kind_keep_what_is_needed_to_fetch_and_show_them() {
    let table = [
        (
            "06_image",
            MediaKind::Image,
            "image/jpeg",
            Some("The parcel as it arrived"),
            None,
        ),
        (
            "07_audio_voice_note",
            MediaKind::Audio,
            "audio/ogg; codecs=opus",
            None,
            None,
        ),
        (
            "08_video",
            MediaKind::Video,
            "video/mp4",
            Some("How it rattles"),
            None,
        ),
        (
            "09_document",
            MediaKind::Document,
            "application/pdf",
            Some("The invoice"),
            Some("Rechnung März 2026.pdf"),
        ),
        ("10_sticker", MediaKind::Sticker, "image/webp", None, None),
    ];
    for (name, kind, mime_type, caption, filename) in table {
        let Content::Media(file) = message_of(sample(name)).content else {
            panic!("{name} is no file");
        };
        assert_eq!(file.kind, kind, "{name}");
        assert_eq!(file.mime_type.as_deref(), Some(mime_type), "{name}");
        assert_eq!(file.caption.as_deref(), caption, "{name}");
        assert_eq!(file.filename.as_deref(), filename, "{name}");
        assert!(
            file.id.is_some_and(|id| id.starts_with("7000000000000")),
            "{name}"
        );
        assert!(
            file.sha256.is_some_and(|digest| digest.ends_with('=')),
            "{name}"
        );
        assert!(
            file.url
                .is_some_and(|url| url.starts_with("https://lookaside.fbsbx.com/")),
            "{name}"
        );
        let playback = if kind == MediaKind::Audio {
            Playback::VoiceNote
        } else {
            Playback::Plain
        };
        assert_eq!(file.playback, playback, "{name}");
    }
}

#[test]
fn a_place_has_its_coordinates_and_name() {
    let Content::Location(place) = message_of(sample("11_location")).content else {
        panic!("no place");
    };
    assert!((place.latitude - 52.516_274_6).abs() < 1e-9);
    assert!((place.longitude - 13.377_704_1).abs() < 1e-9);
    assert_eq!(place.name.as_deref(), Some("Brandenburg Gate"));
    assert_eq!(
        place.address.as_deref(),
        Some("Pariser Platz, 10117 Berlin")
    );
}

#[test]
fn a_contact_card_has_its_name_numbers_and_addresses() {
    let Content::Contacts(cards) = message_of(sample("12_contacts")).content else {
        panic!("no cards");
    };
    let [card] = cards.as_slice() else {
        panic!("{} cards", cards.len())
    };
    assert_eq!(card.formatted_name.as_deref(), Some("Grace Sample"));
    assert_eq!(card.phones[0].phone.as_deref(), Some("+1 555-010-0177"));
    assert_eq!(
        card.phones[0].wa_id.as_ref().map(AsRef::as_ref),
        Some("15550100177")
    );
    assert_eq!(card.emails[0].email.as_deref(), Some("grace@example.com"));
    assert_eq!(card.company.as_deref(), Some("Sample Ltd"));
}

#[test]
fn a_reaction_is_set_and_removed() {
    for (name, expected) in [("13_reaction", Some("👍")), ("14_reaction_removed", None)] {
        let Content::Reaction { message_id, emoji } = message_of(sample(name)).content else {
            panic!("{name} is no reaction");
        };
        assert_eq!(message_id.as_str(), BUSINESS_MESSAGE, "{name}");
        assert_eq!(emoji.as_deref(), expected, "{name}");
    }
}

#[test]
fn taps_and_choices_tell_what_was_tapped() {
    let text = |text: &str| Some(text.to_owned());
    let table = [
        (
            "15_interactive_button_reply",
            Content::ButtonReply {
                id: text("cancel-order"),
                title: text("Cancel order"),
            },
        ),
        (
            "16_interactive_list_reply",
            Content::ListReply {
                id: text("express"),
                title: text("Express"),
                description: text("Next working day"),
            },
        ),
        (
            "17_interactive_flow_nfm_reply",
            Content::FlowReply {
                name: text("flow"),
                body: text("Sent"),
                response_json: text(
                    r#"{"flow_token":"example-token","date":"2026-12-01","slot":"10:30"}"#,
                ),
            },
        ),
        (
            "18_template_button",
            Content::TemplateButton {
                payload: text("unsubscribe"),
                text: text("Stop promotions"),
            },
        ),
    ];
    for (name, expected) in table {
        let message = message_of(sample(name));
        assert_eq!(message.content, expected, "{name}");
        let quoted = message.context.and_then(|context| context.quoted_id);
        assert_eq!(
            quoted.as_ref().map(AsRef::as_ref),
            Some(BUSINESS_MESSAGE),
            "{name}"
        );
    }
}

#[test]
fn an_order_lists_its_items_with_whole_and_broken_prices() {
    let Content::Order(order) = message_of(sample("19_order")).content else {
        panic!("no order");
    };
    assert_eq!(order.catalog_id.as_deref(), Some("300400500600700"));
    assert_eq!(order.text.as_deref(), Some("Please gift-wrap"));
    let items: Vec<_> = order
        .items
        .iter()
        .map(|item| {
            (
                item.product_retailer_id.as_deref(),
                item.quantity,
                item.item_price,
            )
        })
        .collect();
    assert_eq!(
        items,
        [
            (Some("sku-1"), Some(2.0), Some(30.0)),
            (Some("sku-2"), Some(1.0), Some(25.5))
        ]
    );
}

#[test]
fn an_unsupported_message_says_what_it_was_and_why() {
    let message = message_of(sample("20_unsupported"));
    assert_eq!(
        message.content,
        Content::Unsupported {
            kind: Some("poll_creation".to_owned())
        }
    );
    let [error] = message.errors.as_slice() else {
        panic!("{} errors", message.errors.len())
    };
    assert_eq!(error.code, Some(131_051));
    assert_eq!(
        error.details.as_deref(),
        Some("Message type is currently not supported.")
    );
    assert!(error.failure().is_some());
}

#[test]
fn a_changed_number_links_the_old_identifiers_to_the_new() {
    let message = message_of(sample("21_system_user_changed_number"));
    let Content::System(event) = message.content else {
        panic!("no system message")
    };
    assert_eq!(event.kind, SystemKind::UserChangedNumber);
    assert_eq!(
        message.sender.wa_id.as_ref().map(AsRef::as_ref),
        Some(CUSTOMER)
    );
    assert_eq!(
        message.sender.bsuid.as_ref().map(AsRef::as_ref),
        Some(CUSTOMER_BSUID)
    );
    assert_eq!(
        event.current.wa_id.as_ref().map(AsRef::as_ref),
        Some("15550100188")
    );
    let bsuid = event.current.bsuid.as_ref().map(AsRef::as_ref);
    assert_eq!(bsuid, Some("US.90000000000000000009"));
    let before = event.previous.bsuid.as_ref().map(AsRef::as_ref);
    assert_eq!(before, Some(CUSTOMER_BSUID));
}

#[test]
fn statuses_tell_the_step_the_time_and_whose_message_it_was() {
    let table = [
        (
            "30_status_sent",
            DeliveryStatus::Sent,
            1_795_001_800_000,
            Some("msg-42"),
            true,
        ),
        (
            "31_status_delivered",
            DeliveryStatus::Delivered,
            1_795_001_860_000,
            Some("msg-42"),
            true,
        ),
        (
            "32_status_read",
            DeliveryStatus::Read,
            1_795_001_920_000,
            Some("msg-42"),
            false,
        ),
        (
            "33_status_played",
            DeliveryStatus::Played,
            1_795_001_980_000,
            None,
            false,
        ),
        (
            "34_status_failed",
            DeliveryStatus::Failed,
            1_795_002_040_000,
            None,
            false,
        ),
    ];
    for (name, step, timestamp, callback_data, priced) in table {
        let ItemBody::Status(status) = sample(name).body else {
            panic!("{name} is no status")
        };
        assert_eq!(status.id.as_str(), BUSINESS_MESSAGE, "{name}");
        assert_eq!(status.status, step, "{name}");
        assert_eq!(status.timestamp, Some(timestamp), "{name}");
        assert_eq!(status.callback_data.as_deref(), callback_data, "{name}");
        assert_eq!(status.pricing.is_some(), priced, "{name}");
        let recipient = status.recipient.wa_id.as_ref().map(AsRef::as_ref);
        assert_eq!(recipient, Some(CUSTOMER), "{name}");
        assert_eq!(
            status.errors.len(),
            usize::from(step == DeliveryStatus::Failed),
            "{name}"
        );
    }
}

#[test]
fn a_price_and_a_failure_keep_the_words_of_meta() {
    let ItemBody::Status(sent) = sample("30_status_sent").body else {
        panic!("no status")
    };
    let pricing = sent.pricing.expect("a price");
    assert_eq!(pricing.kind.as_deref(), Some("regular"));
    assert_eq!(pricing.category.as_deref(), Some("utility"));
    assert_eq!(
        (pricing.billable, pricing.model.as_deref()),
        (Some(true), Some("PMP"))
    );

    let ItemBody::Status(failed) = sample("34_status_failed").body else {
        panic!("no status")
    };
    let error = &failed.errors[0];
    assert_eq!(error.code, Some(131_049));
    assert!(error.title.is_some() && error.message.is_some() && error.details.is_some());
    let href = "/documentation/business-messaging/whatsapp/support/error-codes";
    assert_eq!(error.href.as_deref(), Some(href));
}

#[test]
fn decisions_about_templates_name_the_template_as_sending_spells_it() {
    let ItemBody::TemplateStatus(approved) = sample("40_template_status_approved").body else {
        panic!("no decision");
    };
    assert_eq!(approved.event, "APPROVED");
    assert_eq!(approved.template.id.as_deref(), Some("900000000000001"));
    assert_eq!(approved.template.name.as_deref(), Some("order_shipped"));
    assert_eq!(approved.template.language.as_deref(), Some("en_US"));
    assert_eq!(approved.category.as_deref(), Some("UTILITY"));
    assert_eq!(approved.reason, None);

    let ItemBody::TemplateStatus(rejected) = sample("41_template_status_rejected").body else {
        panic!("no decision");
    };
    assert_eq!(rejected.event, "REJECTED");
    assert_eq!(rejected.reason.as_deref(), Some("INVALID_FORMAT"));
    assert!(
        rejected
            .explanation
            .is_some_and(|text| text.contains("next to each other"))
    );
    assert!(
        rejected
            .recommendation
            .is_some_and(|text| text.contains("Separate"))
    );
}

#[test]
fn a_refusal_of_marketing_names_the_customer() {
    let ItemBody::UserPreference(preference) = sample("50_user_preferences_stop").body else {
        panic!("no preference");
    };
    assert_eq!(preference.value, "stop");
    assert_eq!(preference.category.as_deref(), Some("marketing_messages"));
    assert_eq!(preference.timestamp, Some(1_795_000_000_000));
    assert_eq!(
        preference.customer.bsuid.as_ref().map(AsRef::as_ref),
        Some(CUSTOMER_BSUID)
    );
    assert_eq!(
        preference.customer.profile_name.as_deref(),
        Some("Ada Example")
    );
}

#[test]
fn an_echo_names_the_customer_it_was_sent_to() {
    let ItemBody::Echo(echo) = sample("51_smb_message_echo_text").body else {
        panic!("no echo")
    };
    assert_eq!(
        echo.recipient.wa_id.as_ref().map(AsRef::as_ref),
        Some(CUSTOMER)
    );
    assert_eq!(
        echo.recipient.bsuid.as_ref().map(AsRef::as_ref),
        Some(CUSTOMER_BSUID)
    );
    let body = "Answered from the shop phone.".to_owned();
    assert_eq!(echo.content, Content::Text { body });
    assert_eq!(echo.timestamp, Some(1_795_003_060_000));
}
