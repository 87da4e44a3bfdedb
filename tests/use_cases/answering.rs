//! An agent answers: once, in order, and visibly.

use std::time::Duration;

use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Installation, Socket};
use sandbox::{CallQuery, WindowRule};
use serde_json::json;

use super::Scene;

const PATIENCE: Duration = Duration::from_mins(1);

on_both_databases!(
    a_reply_goes_out_once_and_its_ticks_climb_to_read,
    the_first_to_answer_becomes_the_agent_and_the_second_does_not,
    an_answer_stops_the_waiting_counter_and_a_note_does_not,
    a_closed_window_refuses_answers_and_takes_notes,
    replies_of_one_conversation_leave_in_the_order_they_were_written,
);

async fn a_reply_goes_out_once_and_its_ticks_climb_to_read(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let mut socket = Socket::live(desk, &ana).await;
    let sent = ana.send(&scene.conversation, "Bom dia!").await;
    assert_eq!(sent["message"]["delivery"]["state"], "QUEUED");
    let mut rungs = Vec::new();
    while rungs.last().map(String::as_str) != Some("READ") {
        let event = socket
            .event_where(|event| event["message"]["id"] == sent["message"]["id"])
            .await;
        let state = event["message"]["delivery"]["state"]
            .as_str()
            .unwrap_or_default();
        rungs.push(state.to_owned());
    }
    let ladder = [
        "",
        "QUEUED",
        "SENDING",
        "ACCEPTED",
        "SENT",
        "DELIVERED",
        "READ",
    ];
    let rung = |state: &String| ladder.iter().position(|rung| rung == state);
    assert!(
        rungs.is_sorted_by_key(|state| rung(state).expect("a rung")),
        "{rungs:?}"
    );
    let calls = desk.sandbox.calls(&CallQuery::messages());
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].body["text"]["body"], "Bom dia!");
    assert_eq!(
        calls[0].body["biz_opaque_callback_data"],
        sent["message"]["id"]
    );
}

/// L-146, L-147, L-151, L-152.
async fn the_first_to_answer_becomes_the_agent_and_the_second_does_not(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    let (ana, bruno) = (
        Client::person(desk, "ana").await,
        Client::person(desk, "bruno").await,
    );
    let mut brunos = Socket::live(desk, &bruno).await;
    let sent = ana.send(&scene.conversation, "Bom dia!").await;
    assert_eq!(sent["conversation"]["agent"]["name"], "Ana");
    let claimed = brunos
        .event_where(|event| event["change"] == "CLAIMED")
        .await;
    assert_eq!(
        claimed["conversation"]["agent"]["name"], "Ana",
        "the colleague sees whose it is"
    );
    let second = bruno.send(&scene.conversation, "Posso ajudar também").await;
    assert_eq!(second["error"], json!(null));
    assert_eq!(second["conversation"]["agent"]["name"], "Ana");
    let now = scene.now().await;
    assert_eq!(
        now["department"]["name"], "Atendimento",
        "answering keeps the department"
    );
    let names = |thread: &[serde_json::Value]| {
        let outbound = thread
            .iter()
            .filter(|message| message["direction"] == "OUTBOUND");
        outbound
            .map(|message| message["author"]["name"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names(&ana.thread(&scene.conversation).await),
        ["Ana", "Bruno"]
    );
}

/// L-051, L-059.
async fn an_answer_stops_the_waiting_counter_and_a_note_does_not(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let note = json!({ "conversationId": scene.conversation, "clientKey": uuid::Uuid::new_v4(),
        "text": "Cliente antigo", "internal": true });
    ana.mutate("sendMessage", note, "message { id }").await;
    assert!(scene.now().await["waitingSince"].is_string());
    ana.send(&scene.conversation, "Bom dia!").await;
    assert!(scene.now().await["waitingSince"].is_null());
}

async fn a_closed_window_refuses_answers_and_takes_notes(desk: &mut Installation) {
    let mut watch = guiche_tests::support::Watch::start(desk).await;
    desk.sandbox.set_rules(sandbox::Rules {
        window: WindowRule::Off,
        ..Default::default()
    });
    let ada = desk.customer("Ada", "5561981234567");
    let two_days_ago = desk.sandbox.clock().now_ms() - 48 * 3_600_000;
    let late = sandbox::Say::text("Oi!").at_ms(two_days_ago);
    desk.sandbox.say(&ada.key, late).expect("Ada exists");
    let conversation = watch.conversation_with("Ada").await["id"].clone();
    let ana = Client::person(desk, "ana").await;
    let refused = ana.send(&conversation, "Bom dia!").await;
    assert_eq!(refused["error"]["code"], "WINDOW_CLOSED");
    let note = json!({ "conversationId": conversation, "clientKey": uuid::Uuid::new_v4(),
        "text": "Ligar amanhã", "internal": true });
    let kept = ana
        .mutate(
            "sendMessage",
            note,
            "message { direction delivery { state } }",
        )
        .await;
    assert_eq!(kept["message"]["direction"], "INTERNAL");
    assert!(kept["message"]["delivery"].is_null());
    watch.texts(&conversation, &["Oi!", "Ligar amanhã"]).await;
    desk.says(&ada, "Voltei");
    watch
        .until("her message is there", async |client| {
            let texts = client.texts(&conversation).await;
            // Meta stamps whole seconds: it may stand before a note of the same second (F10).
            texts.contains(&"Voltei".to_owned()).then_some(())
        })
        .await;
    ana.send(&conversation, "Olá de novo").await;
    let calls = desk
        .sandbox
        .wait_for_calls(&CallQuery::messages(), 1, PATIENCE)
        .await;
    assert_eq!(
        calls.len(),
        1,
        "the window is open again, and the note never leaves the house"
    );
    assert_eq!(calls[0].body["text"]["body"], "Olá de novo");
}

async fn replies_of_one_conversation_leave_in_the_order_they_were_written(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let texts: Vec<_> = (1..=15).map(|number| format!("Parte {number}")).collect();
    for text in &texts {
        ana.send(&scene.conversation, text).await;
    }
    let calls = desk
        .sandbox
        .wait_for_calls(&CallQuery::messages(), 15, PATIENCE)
        .await;
    let sent: Vec<_> = calls
        .iter()
        .map(|call| call.body["text"]["body"].clone())
        .collect();
    assert_eq!(sent, texts);
}
