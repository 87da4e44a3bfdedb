//! Held replies, searches and failures, as clients see them.

use desk::access::Actor;
use desk::message::{Content, FailureRecord, SendMessage};
use desk::outbox::Settlement;
use desk::webhook::{Edit, Inbound};
use entity::person::{Role, Visibility};
use serde_json::{Value, json};
use uuid::Uuid;

use super::harness::Server;
use super::socket::Socket;

const HOLD: &str = "mutation($input: HoldReplyInput!) { holdReply(input: $input) { \
    heldReply { id text sendsItself clientKey author { id } } message { id } conversation { heldReplies { text } } error { code field } } }";

/// L-042: kept with the conversation, told to every device, sent by a tap.
#[tokio::test]
async fn a_held_reply_is_seen_by_everybody_and_sent_once_the_window_is_open() {
    let server = Server::start().await;
    let ana = server.colleague(Role::Agent).await;
    let bia = server.colleague(Role::Agent).await;
    let conversation = server.conversation().await.id.to_string();
    let mut socket = Socket::ready(&server, &bia).await;
    let live = "subscription{events{__typename ...on ConversationChanged{conversation{heldReplies{id text} undeliveredCount version}}}}";
    socket.subscribe("1", live, json!({})).await;
    server.has_followers(1).await;
    let input = json!({
        "conversationId": conversation, "clientKey": Uuid::new_v4().to_string(), "text": " Depois ", "sendsItself": false,
    });
    let body = server.run(&ana, HOLD, json!({ "input": input })).await;
    let payload = &body["data"]["holdReply"];
    assert_eq!(payload["error"], Value::Null, "{body}");
    assert_eq!(payload["heldReply"]["text"], "Depois");
    assert_eq!(
        payload["heldReply"]["author"]["id"],
        ana.person.id.to_string()
    );
    assert_eq!(
        payload["conversation"]["heldReplies"],
        json!([{ "text": "Depois" }])
    );
    let id = payload["heldReply"]["id"].clone();
    let told = loop {
        let event = socket.hear().await["payload"]["data"]["events"].clone();
        if event["conversation"]["heldReplies"] != json!([]) && !event["conversation"].is_null() {
            break event;
        }
    };
    assert_eq!(
        told["conversation"]["heldReplies"],
        json!([{ "id": id, "text": "Depois" }])
    );
    let cancel =
        "mutation($id: ID!) { cancelHeldReply(input: { heldReplyId: $id }) { error { code } } }";
    let refused = server.run(&bia, cancel, json!({ "id": id })).await;
    assert_eq!(
        refused["data"]["cancelHeldReply"]["error"]["code"],
        "FORBIDDEN"
    );
    let mutation = "mutation($id: ID!) { sendHeldReply(input: { heldReplyId: $id }) { message { text clientKey } conversation { heldReplies { id } } error { code } } }";
    let sent = server.run(&ana, mutation, json!({ "id": id })).await;
    let payload = &sent["data"]["sendHeldReply"];
    assert_eq!(payload["message"]["text"], "Depois", "{sent}");
    assert_eq!(payload["message"]["clientKey"], input["clientKey"]);
    assert_eq!(payload["conversation"]["heldReplies"], json!([]));
    let again = server.run(&ana, mutation, json!({ "id": id })).await;
    assert_eq!(again["data"]["sendHeldReply"]["error"]["code"], "NOT_FOUND");
}

/// L-063.
#[tokio::test]
async fn a_search_finds_words_and_leads_to_their_place_in_the_thread() {
    let server = Server::start().await;
    // The first customer of all has the number 1.
    let conversation = server.conversation().await.id.to_string();
    let ana = server.colleague(Role::Agent).await;
    for index in 0..5 {
        server
            .customers_write([1], &format!("Não chegou {index}"))
            .await;
    }
    let query = "query($id: ID!, $text: String!, $after: Cursor) { conversation(id: $id) { \
        search(text: $text, first: 2, after: $after) { totalCount edges { cursor node { text } } pageInfo { hasNextPage endCursor } } } }";
    let run = async |text: &str, after: Value| {
        let variables = json!({ "id": conversation, "text": text, "after": after });
        let body = server.run(&ana, query, variables).await;
        assert_eq!(body["errors"], Value::Null, "{body}");
        body["data"]["conversation"]["search"].clone()
    };
    let first = run("NAO CHEGOU", Value::Null).await;
    assert_eq!(first["totalCount"], 5);
    assert_eq!(first["edges"][0]["node"]["text"], "Não chegou 4");
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let next = run("nao", first["pageInfo"]["endCursor"].clone()).await;
    assert_eq!(next["edges"][0]["node"]["text"], "Não chegou 2");
    let around = "query($id: ID!, $at: Cursor!) { conversation(id: $id) { messages(first: 1, after: $at) { edges { node { text } } } } }";
    let at = next["edges"][0]["cursor"].clone();
    let body = server
        .run(&ana, around, json!({ "id": conversation, "at": at }))
        .await;
    assert_eq!(
        body["data"]["conversation"]["messages"]["edges"][0]["node"]["text"],
        "Não chegou 3"
    );
    let refused = server
        .run(
            &ana,
            query,
            json!({ "id": conversation, "text": " ", "after": null }),
        )
        .await;
    assert_eq!(
        refused["errors"][0]["extensions"]["code"], "BAD_REQUEST",
        "{refused}"
    );
}

/// Z-10, L-096: what helps is data, and the row of the inbox knows that something did not get through.
#[tokio::test]
async fn a_failure_says_what_helps_and_is_counted_until_somebody_decides() {
    let server = Server::start().await;
    let ana = server.colleague(Role::Agent).await;
    let table = [
        (Some(131_047), None, "SEND_TEMPLATE", "AGENT", None),
        (Some(131_026), None, "CHECK_CONTACT", "AGENT", None),
        (
            Some(131_042),
            None,
            "FIX_BILLING",
            "ADMINISTRATOR",
            Some("https://business.facebook.com/billing_hub/payment_settings"),
        ),
        (
            Some(190),
            Some("https://developers.facebook.com/x"),
            "FIX_TOKEN",
            "ADMINISTRATOR",
            Some("https://developers.facebook.com/x"),
        ),
        // What Meta wrote is no link unless it is one.
        (
            Some(999_999),
            Some("javascript:alert(1)"),
            "REPORT_IT",
            "ADMINISTRATOR",
            None,
        ),
    ];
    for (code, href, step, turn, help) in table {
        let conversation = server.conversation().await;
        let message = SendMessage {
            conversation_id: conversation.id,
            client_key: Uuid::new_v4(),
            content: Content::text("Olá"),
            reply_to: None,
            internal: false,
        };
        let actor = Actor::Person(ana.signed_in.clone());
        let (message, _) = server.desk.send_message(&actor, message).await.unwrap();
        let claimed = server.desk.claim_outbound("test", 100).await.unwrap();
        let entry = claimed
            .iter()
            .find(|entry| entry.message.as_ref().is_some_and(|it| it.id == message.id));
        let failure = FailureRecord {
            code,
            title: Some("Meta's title".into()),
            href: href.map(str::to_owned),
            trace_id: Some("Az8or2yhqkZfEZ-_4Qn_Bam".into()),
            ..FailureRecord::default()
        };
        let refused = Settlement::Rejected {
            failure,
            retry_at: None,
        };
        server
            .desk
            .settle_outbound(entry.unwrap().id, refused)
            .await
            .unwrap();
        let query = "query($id: ID!) { message(id: $id) { wamid delivery { failure { code title nextStep turn helpUrl traceId } pricing { category } } } }";
        let body = server
            .run(&ana, query, json!({ "id": message.id.to_string() }))
            .await;
        let failure = &body["data"]["message"]["delivery"]["failure"];
        assert_eq!(failure["nextStep"], step, "{body}");
        assert_eq!(
            (&failure["turn"], &failure["helpUrl"]),
            (&json!(turn), &json!(help))
        );
        assert_eq!(failure["title"], "Meta's title");
        let row = "query($id: ID!) { conversation(id: $id) { undeliveredCount version } }";
        let id = json!({ "id": conversation.id.to_string() });
        let body = server.run(&ana, row, id.clone()).await;
        assert_eq!(body["data"]["conversation"]["undeliveredCount"], 1);
        server
            .desk
            .discard_message(&actor, message.id)
            .await
            .unwrap();
        let body = server.run(&ana, row, id).await;
        assert_eq!(body["data"]["conversation"]["undeliveredCount"], 0);
    }
}

#[tokio::test]
async fn earlier_words_are_shown_to_whom_they_concern() {
    let server = Server::start().await;
    let serving = server.colleague(Role::Agent).await;
    let other = server
        .colleague_in(Role::Agent, Visibility::Everything, &[])
        .await;
    let supervisor = server.colleague(Role::Supervisor).await;
    let conversation = server.conversation().await;
    let actor = Actor::Person(serving.signed_in.clone());
    server.desk.claim(&actor, conversation.id).await.unwrap();
    let message = conversation.last_message_id.unwrap();
    let wamid = server
        .desk
        .message(&actor, message)
        .await
        .unwrap()
        .unwrap()
        .wamid
        .unwrap();
    server
        .take_in(vec![Inbound::Edit(Edit {
            channel_id: conversation.channel_id,
            original_wamid: wamid,
            content: Content::text("Boa tarde!"),
            at: server.desk.now().plus(1_000),
        })])
        .await;
    let query = "query($id: ID!) { message(id: $id) { text editedAt revisions { text } } }";
    let all = json!([{ "text": "Bom dia!" }]);
    for (colleague, expected) in [(&serving, &all), (&supervisor, &all), (&other, &json!([]))] {
        let body = server
            .run(colleague, query, json!({ "id": message.to_string() }))
            .await;
        assert_eq!(body["data"]["message"]["text"], "Boa tarde!");
        assert_eq!(&body["data"]["message"]["revisions"], expected, "{body}");
    }
}
