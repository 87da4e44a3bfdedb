//! Every documented webhook, posted as Meta posts it, ends in what an agent should see.

use std::path::Path;

use guiche_tests::on_both_databases;
use guiche_tests::support::{Installation, Watch, webhook};
use reqwest::StatusCode;
use sandbox::{NewCustomer, StatusSettings};
use serde_json::{Value, json};

/// The message that the samples' statuses, reactions and replies mean.
const OURS: &str = "wamid.HBgLMTU1NTAxMDAxOTkVAgARGBIzRjAwQjE5RjIwNUIyOTdGMjgA";

/// What stands in the thread afterwards: kind of content, kind of file or event, text.
const THREAD: &[(&str, Option<&str>, Option<&str>)] = &[
    (
        "TextContent",
        None,
        Some("Hello! Is the blue one back in stock?"),
    ),
    (
        "TextContent",
        None,
        Some("Hi, I found you by your username."),
    ),
    (
        "MediaContent",
        Some("IMAGE"),
        Some("The parcel as it arrived"),
    ),
    ("MediaContent", Some("AUDIO"), None),
    ("MediaContent", Some("VIDEO"), Some("How it rattles")),
    ("MediaContent", Some("DOCUMENT"), Some("The invoice")),
    ("MediaContent", Some("STICKER"), None),
    ("LocationContent", None, Some("Brandenburg Gate")),
    ("ContactsContent", None, Some("Grace Sample")),
    ("InteractiveReplyContent", None, Some("Cancel order")),
    ("InteractiveReplyContent", None, Some("Express")),
    ("InteractiveReplyContent", None, Some("Stop promotions")),
    ("OrderContent", None, Some("Please gift-wrap")),
    ("UnsupportedContent", None, None),
    ("SystemContent", Some("CONTACT_CHANGED_NUMBER"), None),
];

on_both_databases!(every_documented_webhook_ends_in_what_an_agent_should_see);

async fn every_documented_webhook_ends_in_what_an_agent_should_see(desk: &mut Installation) {
    let mut watch = Watch::start(desk).await;
    desk.sandbox.set_statuses(StatusSettings {
        automatic: false,
        ..StatusSettings::default()
    });
    let ada = desk.sandbox.add_customer(NewCustomer {
        bsuid: Some("US.90000000000000000001".to_owned()),
        ..NewCustomer::with_phone("Ada Example", "15550100199")
    });
    desk.says(&ada, "Oi!");
    let conversation = watch.conversation_with("Ada Example").await["id"].clone();
    let sent = watch.client.send(&conversation, "Our answer").await["message"]["id"].clone();
    watch.delivery(&sent, "ACCEPTED").await;
    let number = guiche_tests::support::installation::PHONE_NUMBER_ID;
    let thread = desk.sandbox.thread(number, &ada.key).expect("their thread");
    let wamid = &thread.last().expect("our answer").id;

    for name in sample_names() {
        let text = std::fs::read_to_string(samples().join(&name)).expect("a sample");
        let body = text.replace(OURS, wamid).into_bytes();
        assert_eq!(
            webhook::post_raw(desk, body).await,
            StatusCode::OK,
            "{name}"
        );
        desk.store().understood().await;
        let state = match name.as_str() {
            "30_status_sent.json" => "SENT",
            "31_status_delivered.json" => "DELIVERED",
            "32_status_read.json" => "READ",
            "33_status_played.json" => "PLAYED",
            "13_reaction.json" => {
                let reactions = &watch.client.message(&sent).await.expect("ours")["reactions"];
                assert_eq!(reactions.as_array().map(Vec::len), Some(1), "{reactions}");
                continue;
            }
            _ => continue,
        };
        let message = watch.client.message(&sent).await.expect("ours");
        assert_eq!(message["delivery"]["state"], state, "{name}");
    }
    let thread = watch.client.thread(&conversation).await;
    for (kind, what, text) in THREAD {
        let found = thread
            .iter()
            .any(|message| stands(message, kind, *what, *text));
        assert!(found, "{kind} {what:?} {text:?} is missing: {thread:#?}");
    }
    let ours = watch.client.message(&sent).await.expect("ours");
    assert_eq!(
        ours["delivery"]["state"], "PLAYED",
        "what was played cannot have failed"
    );
    assert_eq!(
        ours["delivery"]["failure"]["code"], 131_049,
        "but the failure is shown"
    );
    assert_eq!(ours["reactions"], json!([]), "the reaction was taken away");
    let reply = thread
        .iter()
        .find(|message| message["replyTo"]["message"]["id"] == sent);
    assert!(reply.is_some(), "the reply shows what it answers");
    let contact = watch
        .client
        .conversation(&conversation)
        .await
        .expect("Ada's");
    let addresses = contact["contact"]["addresses"].to_string();
    assert!(
        addresses.contains("15550100188"),
        "the new number: {addresses}"
    );
    assert_eq!(
        watch.client.inbox("ALL").await.len(),
        1,
        "one customer, one conversation"
    );
    let not_understood = "SELECT reason FROM quarantined_item WHERE replayed_at IS NULL";
    assert_eq!(
        desk.store().texts(not_understood).await,
        Vec::<String>::new()
    );
}

fn stands(message: &Value, kind: &str, what: Option<&str>, text: Option<&str>) -> bool {
    let content = &message["content"];
    let is = |value: &Value, wanted: Option<&str>| wanted.is_none_or(|wanted| value == wanted);
    let detail = if kind == "SystemContent" {
        &content["event"]
    } else {
        &content["kind"]
    };
    content["__typename"] == kind && is(detail, what) && is(&message["text"], text)
}

fn samples() -> &'static Path {
    Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../src/whatsapp/samples"
    ))
}

fn sample_names() -> Vec<String> {
    let files = std::fs::read_dir(samples()).expect("the samples");
    let mut names: Vec<_> = files
        .map(|file| {
            file.expect("a file")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .collect();
    names.sort();
    assert!(names.len() >= 29, "some samples are gone: {names:?}");
    names
}
