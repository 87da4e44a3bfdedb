//! graphql-transport-ws: one test, or one row, for each MUST.

use std::time::Duration;

use desk::access::Scope;
use entity::person::Role;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Error;

use super::harness::{Server, Wishes};
use super::socket::{Socket, closed};
use crate::options::SocketOptions;

const NAME: &str = "{installation{name}}";

#[tokio::test]
async fn what_breaks_the_protocol_closes_the_socket_with_its_code() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let subscribe =
        r#"{"id":"1","type":"subscribe","payload":{"query":"subscription{events{cursor}}"}}"#;
    let init = r#"{"type":"connection_init"}"#;
    let table: Vec<(&str, Vec<&str>, u16)> = vec![
        ("no JSON", vec!["hello"], 4400),
        ("no object", vec!["[]"], 4400),
        ("no type", vec![r#"{"id":"1"}"#], 4400),
        ("an unknown type", vec![r#"{"type":"start"}"#], 4400),
        (
            "a server's message",
            vec![init, r#"{"type":"connection_ack"}"#],
            4400,
        ),
        (
            "a payload that is no object",
            vec![r#"{"type":"connection_init","payload":"x"}"#],
            4400,
        ),
        (
            "a device that is no UUID",
            vec![r#"{"type":"connection_init","payload":{"deviceId":"x"}}"#],
            4400,
        ),
        (
            "subscribe without a payload",
            vec![init, r#"{"id":"1","type":"subscribe"}"#],
            4400,
        ),
        (
            "subscribe without a query",
            vec![init, r#"{"id":"1","type":"subscribe","payload":{}}"#],
            4400,
        ),
        (
            "subscribe without an id",
            vec![init, r#"{"type":"subscribe","payload":{"query":"{a}"}}"#],
            4400,
        ),
        (
            "an empty id",
            vec![
                init,
                r#"{"id":"","type":"subscribe","payload":{"query":"{a}"}}"#,
            ],
            4400,
        ),
        (
            "complete without an id",
            vec![init, r#"{"type":"complete"}"#],
            4400,
        ),
        (
            "subscribe before the acknowledgement",
            vec![subscribe],
            4401,
        ),
        ("a second init", vec![init, init], 4429),
        (
            "an id that is in use",
            vec![init, subscribe, subscribe],
            4409,
        ),
        (
            "a token that is not valid",
            vec![r#"{"type":"connection_init","payload":{"token":"x"}}"#],
            4403,
        ),
    ];
    for (what, messages, code) in table {
        let mut socket = Socket::open(&server, &colleague).await;
        for message in messages {
            socket.say_text(message).await;
        }
        assert_eq!(socket.end().await, closed(code), "{what}");
    }
}

#[tokio::test]
async fn messages_are_text_and_not_too_large() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let mut socket = Socket::open(&server, &colleague).await;
    socket.say_bytes(br#"{"type":"connection_init"}"#).await;
    assert_eq!(socket.end().await, closed(4400));
    let mut socket = Socket::open(&server, &colleague).await;
    let payload = json!({ "filler": "x".repeat(65 * 1024) });
    socket
        .say(json!({ "type": "connection_init", "payload": payload }))
        .await;
    assert_eq!(socket.end().await, closed(1009));
}

#[tokio::test]
async fn only_our_subprotocol_is_spoken() {
    let server = Server::start().await;
    for protocol in [&[][..], &[("sec-websocket-protocol", "graphql-ws")][..]] {
        match Socket::connect(&server, protocol).await {
            Ok(mut socket) => assert_eq!(socket.end().await, closed(4406)),
            // The client itself gives up when the server chooses none of its subprotocols.
            Err(Error::Protocol(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test]
async fn a_socket_is_opened_from_our_own_pages_only() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let cookie = colleague.cookie();
    let ours = server.origin.clone();
    let table = [
        (Some(ours.as_str()), None, true),
        (None, None, true),
        (Some("https://evil.example"), None, false),
        (Some("null"), None, false),
        (Some(ours.as_str()), Some("cross-site"), false),
    ];
    for (origin, site, taken) in table {
        let mut headers = vec![
            ("sec-websocket-protocol", "graphql-transport-ws"),
            ("cookie", &cookie),
        ];
        headers.extend(origin.map(|origin| ("origin", origin)));
        headers.extend(site.map(|site| ("sec-fetch-site", site)));
        let opened = Socket::connect(&server, &headers).await;
        let status = match opened {
            Ok(_) => 101,
            Err(Error::Http(response)) => response.status().as_u16(),
            Err(error) => panic!("{error}"),
        };
        assert_eq!(status, if taken { 101 } else { 403 }, "{origin:?} {site:?}");
    }
}

#[tokio::test]
async fn who_has_not_signed_in_is_turned_away() {
    let server = Server::start().await;
    let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
    let init = json!({ "type": "connection_init" });
    let mut nobody = Socket::connect(&server, &[protocol]).await.unwrap();
    nobody.say(init.clone()).await;
    assert_eq!(nobody.end().await, closed(4403));
    let mut once = Socket::connect(&server, &[protocol, ("cookie", "guiche=old")])
        .await
        .unwrap();
    once.say(init).await;
    assert_eq!(once.end().await, closed(4410));
}

#[tokio::test]
async fn a_token_opens_a_socket_by_header_or_by_payload() {
    let server = Server::start().await;
    let token = server.token(&[Scope::Read]).await;
    let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
    let bearer = format!("Bearer {token}");
    let mut by_header = Socket::connect(&server, &[protocol, ("authorization", &bearer)])
        .await
        .unwrap();
    by_header.init(json!({})).await;
    let mut by_payload = Socket::of_program(&server, &token).await;
    for socket in [&mut by_header, &mut by_payload] {
        socket
            .subscribe("1", "{me{token{name}person{id}}}", json!({}))
            .await;
        let next = socket.hear().await;
        assert_eq!(
            next["payload"]["data"],
            json!({ "me": { "token": { "name": "tests" }, "person": null } })
        );
    }
}

#[tokio::test]
async fn who_does_not_say_hello_in_time_is_closed() {
    let sockets = SocketOptions {
        init_timeout: Duration::from_millis(200),
        ..SocketOptions::default()
    };
    let server = Server::with(Wishes {
        sockets,
        ..Wishes::default()
    })
    .await;
    let colleague = server.colleague(Role::Agent).await;
    let mut socket = Socket::open(&server, &colleague).await;
    assert_eq!(socket.end().await, closed(4408));
}

#[tokio::test]
async fn pings_go_both_ways_also_before_the_acknowledgement() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let mut socket = Socket::open(&server, &colleague).await;
    socket
        .say(json!({ "type": "ping", "payload": { "a": 1 } }))
        .await;
    assert_eq!(socket.hear().await, json!({ "type": "pong" }));
    socket.say(json!({ "type": "pong" })).await;
    socket.init(json!({})).await;
    socket.say(json!({ "type": "ping" })).await;
    assert_eq!(socket.hear().await, json!({ "type": "pong" }));
}

#[tokio::test]
async fn a_socket_that_does_not_answer_pings_is_dropped() {
    let sockets = SocketOptions {
        ping_interval: Duration::from_millis(200),
        silence: Duration::from_secs(2),
        ..SocketOptions::default()
    };
    let server = Server::with(Wishes {
        sockets,
        ..Wishes::default()
    })
    .await;
    let colleague = server.colleague(Role::Agent).await;
    let mut answering = Socket::ready(&server, &colleague).await;
    answering.stays_silent(Duration::from_secs(3)).await;
    let mut stream = Socket::ready(&server, &colleague).await.into_stream();
    // Reads, but says nothing.
    let mut pings = 0;
    let code = loop {
        use futures_util::StreamExt;
        use tokio_tungstenite::tungstenite::Message;
        match stream.next().await {
            Some(Ok(Message::Text(text))) => {
                assert_eq!(text.as_str(), r#"{"type":"ping"}"#);
                pings += 1;
            }
            Some(Ok(Message::Close(Some(frame)))) => break u16::from(frame.code),
            other => panic!("{other:?}"),
        }
    };
    assert!(pings >= 2, "{pings}");
    assert_eq!(code, 4414);
}

#[tokio::test]
async fn queries_and_mutations_run_over_the_socket_too() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let mut socket = Socket::ready(&server, &colleague).await;
    socket
        .subscribe("q", "query A{me{deviceId}}", json!({}))
        .await;
    let device = json!({ "me": { "deviceId": colleague.device.to_string() } });
    assert_eq!(
        socket.hear().await,
        json!({ "id": "q", "type": "next", "payload": { "data": device } })
    );
    assert_eq!(
        socket.hear().await,
        json!({ "id": "q", "type": "complete" })
    );
    // The id is free again.
    let update = "mutation{updateMyPreferences(input:{theme:DARK}){preferences{theme}error{code}}}";
    socket.subscribe("q", update, json!({})).await;
    let next = socket.hear().await;
    assert_eq!(
        next["payload"]["data"]["updateMyPreferences"]["preferences"]["theme"],
        "DARK"
    );
    assert_eq!(
        socket.hear().await,
        json!({ "id": "q", "type": "complete" })
    );
}

#[tokio::test]
async fn what_is_refused_before_it_runs_is_an_error_and_not_a_result() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let mut socket = Socket::ready(&server, &colleague).await;
    let table = [
        ("{", "BAD_REQUEST"),
        ("{nothing}", "BAD_REQUEST"),
        ("query($a:ID!){message(id:$a){id}}", "BAD_REQUEST"),
        ("subscription{events{nothing}}", "BAD_REQUEST"),
        (
            "subscription{events{cursor}b:events{cursor}}",
            "BAD_REQUEST",
        ),
        (
            "subscription{...a}fragment a on Subscription{events{cursor}}",
            "BAD_REQUEST",
        ),
        (
            "subscription($a:Cursor=\"x\"){events(after:$a){cursor}}",
            "BAD_REQUEST",
        ),
        (
            "subscription{events(after:\"abc.1\"){cursor}}",
            "CURSOR_EXPIRED",
        ),
        ("{...a}fragment a on Query{...a}", "QUERY_TOO_COMPLEX"),
    ];
    for (query, code) in table {
        socket.subscribe("same", query, json!({})).await;
        let error = socket.hear().await;
        assert_eq!(
            (&error["type"], &error["id"]),
            (&json!("error"), &json!("same")),
            "{query}"
        );
        assert_eq!(
            error["payload"][0]["extensions"]["code"], code,
            "{query}: {error}"
        );
    }
    // A field that fails is a result.
    socket
        .subscribe("f", "{quarantine{edges{cursor}}}", json!({}))
        .await;
    let next = socket.hear().await;
    assert_eq!(next["type"], "next");
    assert_eq!(
        next["payload"]["errors"][0]["extensions"]["code"],
        "FORBIDDEN"
    );
    assert_eq!(next["payload"]["data"], Value::Null);
    assert_eq!(
        socket.hear().await,
        json!({ "id": "f", "type": "complete" })
    );
}

#[tokio::test]
async fn nothing_comes_for_an_operation_that_the_client_has_completed() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let mut socket = Socket::ready(&server, &colleague).await;
    socket
        .subscribe("live", "subscription{events{cursor}}", json!({}))
        .await;
    socket.subscribe("sync", NAME, json!({})).await;
    assert_eq!(socket.hear().await["id"], "sync");
    socket.hear().await;
    socket
        .say(json!({ "id": "live", "type": "complete" }))
        .await;
    socket
        .say(json!({ "id": "never was", "type": "complete" }))
        .await;
    socket.subscribe("sync", NAME, json!({})).await;
    socket.hear().await;
    socket.hear().await;
    server.conversation().await;
    socket.stays_silent(Duration::from_millis(300)).await;
}

#[tokio::test]
async fn a_socket_runs_so_many_operations_at_once() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let mut socket = Socket::ready(&server, &colleague).await;
    for index in 0..33 {
        socket
            .subscribe(
                &index.to_string(),
                "subscription{events{cursor}}",
                json!({}),
            )
            .await;
    }
    let refused = socket.hear().await;
    assert_eq!(
        (&refused["id"], &refused["type"]),
        (&json!("32"), &json!("error"))
    );
    socket.say(json!({ "id": "0", "type": "complete" })).await;
    socket.subscribe("32", NAME, json!({})).await;
    assert_eq!(socket.hear().await["type"], "next");
}

#[tokio::test]
async fn signing_in_over_a_socket_is_refused() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let mut socket = Socket::ready(&server, &colleague).await;
    let query = "mutation{signIn(input:{email:\"a@b.c\",password:\"x\"}){error{code}}}";
    socket.subscribe("1", query, json!({})).await;
    let next = socket.hear().await;
    assert_eq!(
        next["payload"]["errors"][0]["extensions"]["code"], "BAD_REQUEST",
        "{next}"
    );
}

#[tokio::test]
async fn presence_lasts_as_long_as_the_socket() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let mut socket = Socket::ready(&server, &colleague).await;
    let conversation = server.conversation().await;
    let report = "mutation($id:ID){reportPresence(input:{visible:true,conversationId:$id}){error{code message}}}";
    socket
        .subscribe("1", report, json!({ "id": conversation.id.to_string() }))
        .await;
    let next = socket.hear().await;
    assert_eq!(
        next["payload"]["data"]["reportPresence"]["error"],
        Value::Null,
        "{next}"
    );
    socket.vanish();
    // The socket's end is noticed by the server's read.
    for _ in 0..100 {
        if server.presences().await == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the device is still present");
}
