//! Events: each once, in order, whatever happens to the socket (F20), to whom they concern and no other.

use std::collections::HashMap;
use std::time::Duration;

use desk::access::Actor;
use desk::journal::compact;
use desk::message::{Content, SendMessage};
use desk::person::{PersonPatch, PreferencesPatch, Theme};
use entity::person::{Role, Visibility};
use serde_json::{Value, json};
use uuid::Uuid;

use super::harness::{Colleague, Server};
use super::socket::Socket;

pub const EVENTS: &str = "subscription Live($after: Cursor) { events(after: $after) { \
    __typename cursor at \
    ... on MessageAdded { message { id text direction author { name } } conversation { id lists } } \
    ... on MessageChanged { message { id delivery { state } } } \
    ... on ConversationChanged { change conversation { id agent { id } unreadCount version } } \
    ... on ConversationHidden { conversationId } \
    ... on TypingChanged { conversationId person { id } } \
    ... on ViewerChanged { viewer { person { role } preferences { theme } } } } }";

async fn head(server: &Server, colleague: &Colleague) -> String {
    let body = server.run(colleague, "{cursor}", json!({})).await;
    body["data"]["cursor"].as_str().unwrap().to_owned()
}

/// The next event; fails on anything else.
async fn event(socket: &mut Socket) -> Value {
    let message = socket.hear().await;
    assert_eq!(message["type"], "next", "{message}");
    assert_eq!(message["payload"]["errors"], Value::Null, "{message}");
    message["payload"]["data"]["events"].clone()
}

fn position(event: &Value) -> i64 {
    let cursor = event["cursor"].as_str().unwrap();
    cursor.split_once('.').unwrap().1.parse().unwrap()
}

/// F20: a socket that is cut again and again, while customers write.
#[tokio::test]
async fn resuming_by_cursor_gives_every_missed_event_once_and_in_order() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let begin = head(&server, &colleague).await;
    let mut after = begin.clone();
    let mut texts = Vec::new();
    let mut positions = Vec::new();
    for round in 0..20 {
        // Some while nobody listens, some while the socket catches up.
        let missed: Vec<_> = (0..5).map(|index| format!("{round}.{index}")).collect();
        for text in &missed {
            server.customers_write([1], text).await;
        }
        let mut socket = Socket::ready(&server, &colleague).await;
        socket
            .subscribe("1", EVENTS, json!({ "after": after }))
            .await;
        server.customers_write([1], &format!("{round}.5")).await;
        // Cut in the middle, at another place each time.
        for _ in 0..=(round % 4) {
            let event = event(&mut socket).await;
            after = event["cursor"].as_str().unwrap().to_owned();
            positions.push(position(&event));
            texts.extend(event["message"]["text"].as_str().map(str::to_owned));
        }
        socket.vanish();
    }
    let mut socket = Socket::ready(&server, &colleague).await;
    socket
        .subscribe("1", EVENTS, json!({ "after": after }))
        .await;
    while texts.last().is_none_or(|last| last != "19.5") {
        let event = event(&mut socket).await;
        positions.push(position(&event));
        texts.extend(event["message"]["text"].as_str().map(str::to_owned));
    }
    let expected: Vec<_> = (0..20)
        .flat_map(|round| (0..6).map(move |index| format!("{round}.{index}")))
        .collect();
    // Opening the ticket is a message of the desk's own.
    texts.retain(|text| text.contains('.'));
    assert_eq!(texts, expected);
    assert!(
        positions.windows(2).all(|pair| pair[0] < pair[1]),
        "{positions:?}"
    );
    let from = begin.split_once('.').unwrap().1.parse::<i64>().unwrap();
    let gapless: Vec<_> = (from + 1..=*positions.last().unwrap()).collect();
    assert_eq!(
        positions, gapless,
        "the viewer may see everything, so nothing is left out"
    );
}

#[tokio::test]
async fn a_thousand_missed_events_are_caught_up_with_while_new_ones_come() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let after = head(&server, &colleague).await;
    for batch in 0..10 {
        server
            .customers_write((0..50).map(|index| batch * 50 + index), "missed")
            .await;
    }
    let mut socket = Socket::ready(&server, &colleague).await;
    socket
        .subscribe("1", EVENTS, json!({ "after": after }))
        .await;
    let desk = &server;
    let write = async {
        for _ in 0..20 {
            desk.customers_write([1], "live").await;
        }
    };
    let read = async {
        let (mut last, mut missed, mut live, mut events) = (0, 0, 0, 0);
        while live < 20 {
            let event = event(&mut socket).await;
            assert!(position(&event) > last);
            last = position(&event);
            events += 1;
            match event["message"]["text"].as_str() {
                Some("missed") => missed += 1,
                Some("live") => live += 1,
                _ => {}
            }
        }
        (missed, events)
    };
    let (missed, events) = tokio::join!(read, write).0;
    assert_eq!(missed, 500);
    assert!(events >= 1_000, "{events}");
}

#[tokio::test]
async fn a_cursor_whose_events_are_gone_is_told_so() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let old = head(&server, &colleague).await;
    server.conversation().await;
    let now = server.desk.now().plus(1_000);
    let compacted = compact(server.desk.database(), now).await.unwrap();
    assert!(compacted.removed > 0);
    let mut socket = Socket::ready(&server, &colleague).await;
    socket.subscribe("1", EVENTS, json!({ "after": old })).await;
    let error = socket.hear().await;
    assert_eq!(error["type"], "error");
    assert_eq!(
        error["payload"][0]["extensions"]["code"], "CURSOR_EXPIRED",
        "{error}"
    );
    // As it is told to: take the cursor, and go on from there.
    let after = head(&server, &colleague).await;
    socket
        .subscribe("1", EVENTS, json!({ "after": after }))
        .await;
    server.customers_write([9], "Oi").await;
    assert!(event(&mut socket).await["cursor"].is_string());
}

/// Whoever applies events in order must not see a conversation fall back to what it was.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_events_show_of_a_conversation_never_goes_back_in_time() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let conversation = server.conversation().await.id;
    let after = head(&server, &colleague).await;
    let change = async |rounds: u32| {
        for _ in 0..rounds {
            let read = server.desk.mark_read(&Actor::System, conversation, None);
            read.await.expect("it can be read");
            let unread = server.desk.mark_unread(&Actor::System, conversation);
            unread.await.expect("it can be marked");
        }
    };
    change(20).await;
    let mut socket = Socket::ready(&server, &colleague).await;
    socket
        .subscribe("1", EVENTS, json!({ "after": after }))
        .await;
    let listening = async {
        let mut versions = Vec::new();
        while versions.len() < 120 {
            let event = event(&mut socket).await;
            versions.extend(event["conversation"]["version"].as_u64());
        }
        versions
    };
    let (versions, ()) = tokio::join!(listening, change(40));
    assert!(versions.is_sorted(), "{versions:?}");
}

#[tokio::test]
async fn without_a_cursor_events_are_live_from_now() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    server.customers_write([1], "before").await;
    let mut socket = Socket::ready(&server, &colleague).await;
    socket.subscribe("1", EVENTS, json!({})).await;
    server.has_followers(1).await;
    server.customers_write([1], "after").await;
    let added = event(&mut socket).await;
    assert_eq!(added["message"]["text"], "after");
    assert_eq!(added["__typename"], "MessageAdded");
}

#[tokio::test]
async fn lists_inside_events_are_those_that_everybody_shares() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let conversation = server.conversation().await;
    let after = head(&server, &colleague).await;
    server
        .desk
        .claim(&colleague.actor(), conversation.id)
        .await
        .unwrap();
    server.customers_write([77], "Oi").await;
    let mut socket = Socket::ready(&server, &colleague).await;
    socket
        .subscribe("1", EVENTS, json!({ "after": after }))
        .await;
    let mut seen = HashMap::new();
    while seen.len() < 2 {
        let event = event(&mut socket).await;
        if let Some(id) = event["conversation"]["id"].as_str()
            && event["conversation"]["lists"].is_array()
        {
            seen.insert(id.to_owned(), event["conversation"]["lists"].clone());
        }
    }
    for (id, lists) in seen {
        let mine = id == conversation.id.to_string();
        let expected = if mine {
            json!(["IN_SERVICE", "ALL"])
        } else {
            json!(["ALL"])
        };
        assert_eq!(lists, expected);
    }
}

#[tokio::test]
async fn a_conversation_that_leaves_the_view_is_hidden_and_then_silent() {
    let server = Server::start().await;
    let (mine, other) = (
        server.department("Sales").await,
        server.department("Support").await,
    );
    let agent = server
        .colleague_in(Role::Agent, Visibility::Departments, &[mine])
        .await;
    let boss = server.colleague(Role::Supervisor).await;
    let conversation = server.conversation().await;
    server
        .desk
        .assign_to_department(&Actor::System, conversation.id, mine)
        .await
        .unwrap();
    let after = head(&server, &agent).await;
    let mut agents = Socket::ready(&server, &agent).await;
    agents
        .subscribe("1", EVENTS, json!({ "after": after }))
        .await;
    let mut bosses = Socket::ready(&server, &boss).await;
    bosses
        .subscribe("1", EVENTS, json!({ "after": after }))
        .await;
    server
        .desk
        .assign_to_department(&Actor::System, conversation.id, other)
        .await
        .unwrap();
    let message = SendMessage {
        conversation_id: conversation.id,
        client_key: Uuid::new_v4(),
        content: Content::text("secret"),
        reply_to: None,
        internal: true,
    };
    server
        .desk
        .send_message(&boss.actor(), message)
        .await
        .unwrap();
    let hidden = loop {
        let event = event(&mut agents).await;
        if event["__typename"] == "ConversationHidden" {
            break event;
        }
        assert_ne!(event["message"]["text"], "secret");
    };
    assert_eq!(hidden["conversationId"], json!(conversation.id.to_string()));
    agents.stays_silent(Duration::from_millis(300)).await;
    loop {
        let event = event(&mut bosses).await;
        assert_ne!(
            event["__typename"], "ConversationHidden",
            "the supervisor still sees it"
        );
        if event["message"]["text"] == "secret" {
            break;
        }
    }
}

#[tokio::test]
async fn what_follows_a_change_of_rights_is_judged_by_the_new_rights() {
    let server = Server::start().await;
    let (mine, other) = (
        server.department("Sales").await,
        server.department("Support").await,
    );
    let agent = server
        .colleague_in(Role::Agent, Visibility::Departments, &[mine])
        .await;
    let conversation = server.conversation().await;
    server
        .desk
        .assign_to_department(&Actor::System, conversation.id, mine)
        .await
        .unwrap();
    let after = head(&server, &agent).await;
    let mut socket = Socket::ready(&server, &agent).await;
    socket
        .subscribe("1", EVENTS, json!({ "after": after }))
        .await;
    server
        .desk
        .mark_read(&Actor::System, conversation.id, None)
        .await
        .unwrap();
    // An event that is still on its way when the rights change may be judged by the new ones already.
    let read = event(&mut socket).await;
    assert_eq!(read["change"], "READ", "{read}");
    let patch = PersonPatch {
        departments: Some(vec![other]),
        ..PersonPatch::default()
    };
    server
        .desk
        .update_person(&Actor::System, agent.person.id, patch)
        .await
        .unwrap();
    server
        .desk
        .mark_unread(&Actor::System, conversation.id)
        .await
        .unwrap();
    let mut names = Vec::new();
    while names.len() < 2 {
        names.push(event(&mut socket).await["__typename"].clone());
    }
    names.sort_by_key(Value::to_string);
    assert_eq!(names, ["DirectoryChanged", "ViewerChanged"]);
    socket.stays_silent(Duration::from_millis(300)).await;
}

#[tokio::test]
async fn preferences_reach_my_other_devices_and_nobody_else() {
    let server = Server::start().await;
    let me = server.colleague(Role::Agent).await;
    let colleague = server.colleague(Role::Agent).await;
    let after = head(&server, &me).await;
    let mut mine = Socket::ready(&server, &me).await;
    mine.subscribe("1", EVENTS, json!({ "after": after })).await;
    let mut theirs = Socket::ready(&server, &colleague).await;
    theirs
        .subscribe("1", EVENTS, json!({ "after": after }))
        .await;
    let patch = PreferencesPatch {
        theme: Some(Theme::Dark),
        ..PreferencesPatch::default()
    };
    server
        .desk
        .update_preferences(&me.actor(), patch)
        .await
        .unwrap();
    let changed = event(&mut mine).await;
    assert_eq!(changed["__typename"], "ViewerChanged");
    assert_eq!(changed["viewer"]["preferences"]["theme"], "DARK");
    theirs.stays_silent(Duration::from_millis(300)).await;
}

#[tokio::test]
async fn colleagues_see_who_is_typing_and_the_typist_does_not() {
    let server = Server::start().await;
    let typist = server.colleague(Role::Agent).await;
    let colleague = server.colleague(Role::Agent).await;
    let stranger = server.colleague_in(Role::Agent, Visibility::Own, &[]).await;
    let conversation = server.conversation().await;
    let mut sockets = Vec::new();
    for person in [&typist, &colleague, &stranger] {
        let mut socket = Socket::ready(&server, person).await;
        socket.subscribe("1", EVENTS, json!({})).await;
        sockets.push(socket);
    }
    server.has_followers(sockets.len()).await;
    let query =
        "mutation($id:ID!){indicateTyping(input:{conversationId:$id}){error{code message}}}";
    let body = server
        .run(&typist, query, json!({ "id": conversation.id.to_string() }))
        .await;
    assert_eq!(
        body["data"]["indicateTyping"]["error"],
        Value::Null,
        "{body}"
    );
    let typing = event(&mut sockets[1]).await;
    assert_eq!(typing["__typename"], "TypingChanged");
    assert_eq!(typing["person"]["id"], json!(typist.person.id.to_string()));
    // Resuming after it loses nothing.
    let current = head(&server, &colleague).await;
    assert_eq!(typing["cursor"], json!(current));
    sockets[0].stays_silent(Duration::from_millis(200)).await;
    sockets[2].stays_silent(Duration::from_millis(200)).await;
}
