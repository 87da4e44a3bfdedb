//! Templates: listed from Meta, kept true by its webhooks, sent when nothing else may be.

use guiche_tests::on_both_databases;
use guiche_tests::support::installation::WABA_ID;
use guiche_tests::support::upload::{at_meta, upload};
use guiche_tests::support::{Client, Installation, Socket};
use sandbox::{CallQuery, TemplateChange};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Scene;
use super::sending_files::jpeg;

on_both_databases!(
    a_template_is_listed_sent_and_shown_whole,
    each_card_of_a_carousel_shows_its_own_picture,
    a_decision_of_metas_reaches_the_picker_at_once,
    a_conversation_begins_with_a_template,
);

const LIST: &str =
    "query($channel: ID!) { templates(channelId: $channel) { syncedAt failure { code }
    templates { id name status quality category sendable slots { key kind required } } } }";

async fn channel(client: &Client) -> Value {
    client.data("{ channels { id mayStart } }", json!({})).await["channels"][0].clone()
}

/// The templates, once they have been listed.
async fn listed(desk: &Installation, client: &Client) -> Vec<Value> {
    let mut socket = Socket::live(desk, client).await;
    let channel = channel(client).await;
    loop {
        let list = client.data(LIST, json!({ "channel": channel["id"] })).await;
        if !list["templates"]["syncedAt"].is_null() {
            return list["templates"]["templates"]
                .as_array()
                .expect("a list")
                .clone();
        }
        socket
            .event_where(|event| event["__typename"] == "TemplatesChanged")
            .await;
    }
}

fn named<'a>(templates: &'a [Value], name: &str) -> &'a Value {
    templates
        .iter()
        .find(|template| template["name"] == name)
        .expect("it is listed")
}

/// L-070, L-086, L-087: all pages are read, and the thread keeps header, footer and buttons.
async fn a_template_is_listed_sent_and_shown_whole(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let templates = listed(desk, &ana).await;
    assert!(templates.len() >= 12);
    let offer = named(&templates, "oferta_da_semana");
    let input = |values: Value| {
        json!({ "conversationId": scene.conversation, "clientKey": Uuid::new_v4(),
            "templateId": offer["id"], "values": values })
    };
    let selection = "message { id content { ... on TemplateContent { body category layout {
        header { kind link } footer buttons { kind value } } } } } error { code field }";
    let refused = ana
        .mutate(
            "sendTemplate",
            input(json!([{ "slot": "body.1", "text": "Ada" }, { "slot": "button.0", "text": "SEMANA20" }])),
            selection,
        )
        .await;
    assert_eq!(
        (&refused["error"]["code"], &refused["error"]["field"]),
        (&json!("TEMPLATE_VALUE"), &json!("header"))
    );
    let sent = ana
        .mutate(
            "sendTemplate",
            input(json!([
                { "slot": "header", "link": "https://loja.example/a.png" },
                { "slot": "body.1", "text": "Ada" }, { "slot": "button.0", "text": "SEMANA20" },
            ])),
            selection,
        )
        .await;
    let layout = &sent["message"]["content"]["layout"];
    assert_eq!(layout["header"]["kind"], "IMAGE");
    assert_eq!(layout["footer"], "Responda SAIR para não receber mais");
    assert_eq!(layout["buttons"][0]["value"], "SEMANA20");
    scene.watch.delivery(&sent["message"]["id"], "READ").await;
    let calls = desk.sandbox.calls(&CallQuery::messages());
    assert_eq!(calls.len(), 1, "what was refused never left");
    assert_eq!(calls[0].body["template"]["name"], "oferta_da_semana");
}

/// Cards have files of their own, which Meta gets, colleagues see, and nobody else does.
async fn each_card_of_a_carousel_shows_its_own_picture(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let templates = listed(desk, &ana).await;
    let carousel = named(&templates, "vitrine");
    let mut values = vec![json!({ "slot": "body.1", "text": "Ada" })];
    let pictures = [jpeg(9_000), jpeg(11_000)];
    for (number, picture) in pictures.iter().enumerate() {
        let what = ("image", "image/jpeg", "foto.jpg");
        let (status, brought) = upload(desk, &ana, what, picture.clone()).await;
        assert_eq!(status, 201, "{brought}");
        values.push(
            json!({ "slot": format!("card.{number}.header"), "uploadId": brought["uploadId"] }),
        );
        values.push(json!({ "slot": format!("card.{number}.body.1"), "text": "R$ 89" }));
    }
    let input = json!({ "conversationId": scene.conversation, "clientKey": Uuid::new_v4(),
        "templateId": carousel["id"], "values": values });
    let selection =
        "message { id content { ... on TemplateContent { layout { cards { header { url } } } } } }
        error { code field }";
    let sent = ana.mutate("sendTemplate", input, selection).await;
    assert_eq!(sent["error"], Value::Null);
    scene.watch.delivery(&sent["message"]["id"], "READ").await;
    let call = &desk.sandbox.calls(&CallQuery::messages())[0];
    let components = call.body["template"]["components"].as_array();
    let cards = components
        .into_iter()
        .flatten()
        .find(|it| it["type"] == "carousel");
    let shown = &sent["message"]["content"]["layout"]["cards"];
    let (cookie, _) = ana.credentials();
    for (number, picture) in pictures.iter().enumerate() {
        let parts = cards.expect("a carousel")["cards"][number]["components"].as_array();
        let header = parts
            .into_iter()
            .flatten()
            .find(|it| it["type"] == "header");
        let id = &header.expect("a header")["parameters"][0]["image"]["id"];
        assert!(at_meta(desk, id).await == *picture, "byte by byte");
        let path = shown[number]["header"]["url"].as_str().expect("a path");
        let asked = || guiche_tests::http().get(desk.url(path));
        let stranger = asked().send().await.expect("an answer");
        assert_eq!(stranger.status(), 401);
        let colleague = asked()
            .header("cookie", cookie.expect("a cookie"))
            .send()
            .await;
        let seen = colleague.expect("an answer").bytes().await;
        assert!(seen.expect("a body") == *picture);
    }
}

/// Section 6: status, quality, category and components, applied within seconds.
async fn a_decision_of_metas_reaches_the_picker_at_once(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let before = listed(desk, &ana).await;
    assert_eq!(named(&before, "retomar_conversa")["sendable"], true);
    let mut socket = Socket::live(desk, &ana).await;
    let change = TemplateChange {
        status: Some("PAUSED".into()),
        quality: Some("RED".into()),
        ..TemplateChange::default()
    };
    desk.sandbox
        .change_template(WABA_ID, "retomar_conversa", "pt_BR", change)
        .expect("known");
    // Meta tells of each by a webhook of its own.
    let template = loop {
        socket
            .event_where(|event| event["__typename"] == "TemplatesChanged")
            .await;
        let template = named(&listed(desk, &ana).await, "retomar_conversa").clone();
        if template["status"] == "PAUSED" && template["quality"] == "RED" {
            break template;
        }
    };
    assert_eq!(template["sendable"], false);
    let input = json!({ "conversationId": scene.conversation, "clientKey": Uuid::new_v4(),
        "templateId": template["id"], "values": [{ "slot": "body.1", "text": "Ada" }] });
    let refused = ana
        .mutate("sendTemplate", input, "message { id } error { code }")
        .await;
    assert_eq!(refused["error"]["code"], "TEMPLATE_NOT_SENDABLE");

    let change = TemplateChange {
        components: Some(vec![
            json!({ "type": "BODY", "text": "Oi {{1}}, pedido {{2}}!" }),
        ]),
        ..TemplateChange::default()
    };
    desk.sandbox
        .change_template(WABA_ID, "order_shipped", "pt_BR", change)
        .expect("known");
    socket
        .event_where(|event| event["__typename"] == "TemplatesChanged")
        .await;
}

/// U-03, U-09, U-11, L-030.
async fn a_conversation_begins_with_a_template(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let templates = listed(desk, &ana).await;
    let template = named(&templates, "retomar_conversa")["id"].clone();
    let channel = channel(&ana).await;
    assert_eq!(channel["mayStart"], true);
    let start = |phone: &str| {
        json!({ "channelId": channel["id"], "phone": phone, "name": "Bia", "clientKey": Uuid::new_v4(),
            "templateId": template, "values": [{ "slot": "body.1", "text": "Bia" }] })
    };
    let selection =
        "message { id } conversation { id contact { name } agent { name } windowExpiresAt }
        standing { known protocol } error { code }";
    let served = ana
        .mutate("startConversation", start("+55 61 98123-4567"), selection)
        .await;
    assert_eq!(
        served["error"]["code"], "IN_SERVICE",
        "Ada has just written"
    );
    assert!(served["standing"]["protocol"].is_string());

    let bia = desk.customer("Bia", "5561987654321");
    let begun = ana
        .mutate("startConversation", start("+55 61 98765-4321"), selection)
        .await;
    assert_eq!(begun["error"], Value::Null);
    assert_eq!(begun["conversation"]["contact"]["name"], "Bia");
    assert_eq!(begun["conversation"]["agent"]["name"], "Ana");
    assert_eq!(begun["conversation"]["windowExpiresAt"], Value::Null);
    scene.watch.delivery(&begun["message"]["id"], "READ").await;
    desk.says(&bia, "Oi!");
    let conversation = begun["conversation"]["id"].clone();
    scene
        .watch
        .until("the customer's answer opened the window", async |client| {
            let now = client.conversation(&conversation).await?;
            (!now["windowExpiresAt"].is_null()).then_some(())
        })
        .await;
}
