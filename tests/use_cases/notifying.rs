//! Phones ring for those who should answer, and for nobody else (L-172 to L-187).

use std::time::{Duration, Instant};

use guiche_tests::fakes::Device;
use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Installation, Phones, Socket};
use serde_json::json;

use super::Scene;

on_both_databases!(
    a_message_without_an_agent_rings_the_phones_of_its_department,
    a_message_to_an_agents_conversation_rings_that_agents_phone_alone,
    forwarding_rings_the_new_agent_and_not_the_one_who_forwards,
    a_device_that_has_shown_the_message_is_not_told_and_the_persons_other_device_is,
    a_device_that_only_seems_to_show_the_desk_is_told_after_all,
    what_is_read_on_the_computer_does_not_ring_later,
    whoever_switched_notifications_off_is_not_told,
    a_test_push_reaches_ones_own_device,
);

/// How long a push waits for a device that shows the conversation (L-186).
const HELD_BACK: Duration = Duration::from_secs(2);

async fn a_message_without_an_agent_rings_the_phones_of_its_department(desk: &mut Installation) {
    let phones = Phones::start(desk).await;
    let [ana, bruno, carla, supervisor] = people(desk).await;
    let (mut anas, mut brunos) = (phones.of(&ana).await, phones.of(&bruno).await);
    let (mut carlas, mut supervisors) = (phones.of(&carla).await, phones.of(&supervisor).await);
    let scene = Scene::set(desk).await;
    for device in [&mut anas, &mut brunos] {
        let notice = device.next().await;
        assert_eq!(notice["notification"]["title"], "Ada", "{notice}");
        assert_eq!(notice["notification"]["body"], "Oi!");
        let navigate = notice["notification"]["navigate"]
            .as_str()
            .expect("an address");
        let conversation = scene.conversation.as_str().expect("an id");
        assert!(
            navigate.starts_with(&desk.url(&format!("/c/{conversation}"))),
            "{navigate}"
        );
    }
    // What is told to nobody must not come late either: the next messages are planned after this one.
    let mut fastest = Duration::MAX;
    for text in ["Tem alguém?", "Alguém?", "Olá?"] {
        let said = Instant::now();
        desk.says(&scene.ada, text);
        anas.next().await;
        brunos.next().await;
        fastest = fastest.min(said.elapsed());
    }
    assert!(fastest < HELD_BACK, "{fastest:?}");
    assert_eq!((carlas.arrived(), supervisors.arrived()), (vec![], vec![]));
    for attempt in phones.fakes.service().ledger().attempts() {
        assert_eq!(attempt.urgency.as_deref(), Some("high"));
        let sealed = attempt
            .body
            .windows(3)
            .all(|bytes| bytes != b"Oi!" && bytes != b"Ada");
        assert!(sealed, "the push service must not be able to read");
    }
}

async fn a_message_to_an_agents_conversation_rings_that_agents_phone_alone(
    desk: &mut Installation,
) {
    let phones = Phones::start(desk).await;
    let [ana, bruno, ..] = people(desk).await;
    let scene = Scene::set(desk).await;
    ana.send(&scene.conversation, "Bom dia!").await;
    let (mut anas, mut brunos) = (phones.of(&ana).await, phones.of(&bruno).await);
    desk.says(&scene.ada, "Obrigada");
    tells(&mut anas, "Obrigada").await;
    desk.says(&scene.ada, "Mais uma");
    anas.next().await;
    assert_eq!(
        brunos.arrived(),
        Vec::<serde_json::Value>::new(),
        "a colleague serves (L-174)"
    );
}

/// L-183.
async fn forwarding_rings_the_new_agent_and_not_the_one_who_forwards(desk: &mut Installation) {
    let phones = Phones::start(desk).await;
    let [ana, bruno, ..] = people(desk).await;
    let scene = Scene::set(desk).await;
    ana.send(&scene.conversation, "Já passo ao colega").await;
    let (mut anas, mut brunos) = (phones.of(&ana).await, phones.of(&bruno).await);
    let me = bruno.data("{ me { person { id } } }", json!({})).await;
    let input =
        json!({ "conversationId": scene.conversation, "agentId": me["me"]["person"]["id"] });
    ana.mutate("assignToAgent", input, "conversation { id }")
        .await;
    let notice = brunos.next().await;
    assert_eq!(notice["notification"]["title"], "Ada");
    desk.says(&scene.ada, "Oi, Bruno");
    brunos.next().await;
    assert_eq!(anas.arrived(), Vec::<serde_json::Value>::new());
}

/// L-185, L-186.
async fn a_device_that_has_shown_the_message_is_not_told_and_the_persons_other_device_is(
    desk: &mut Installation,
) {
    let phones = Phones::start(desk).await;
    let scene = Scene::set(desk).await;
    let (open, pocket) = (
        Client::person(desk, "ana").await,
        Client::person(desk, "ana").await,
    );
    open.send(&scene.conversation, "Bom dia!").await;
    let mut screen = looking_at(desk, &open, &scene).await;
    let (mut on_screen, mut in_pocket) = (phones.of(&open).await, phones.of(&pocket).await);
    let shown = within_the_hold(desk, &scene, async |text| {
        let added = screen
            .event_where(|event| event["message"]["text"] == text)
            .await;
        let input = json!({ "messageIds": [added["message"]["id"]] });
        screen.mutate("acknowledgeMessage", input, "").await;
    })
    .await;
    until_it_tells(&mut in_pocket, &shown).await;
    // The last message is not acknowledged: its push shows that the one before never comes.
    desk.says(&scene.ada, "Ainda aí?");
    let told = until_it_tells(&mut on_screen, "Ainda aí?").await;
    assert!(!told.iter().any(|told| told.ends_with(&shown)), "{told:?}");
}

/// A phone's socket may freeze without a word.
async fn a_device_that_only_seems_to_show_the_desk_is_told_after_all(desk: &mut Installation) {
    let phones = Phones::start(desk).await;
    let scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    ana.send(&scene.conversation, "Bom dia!").await;
    let mut screen = looking_at(desk, &ana, &scene).await;
    let mut device = phones.of(&ana).await;
    let said = Instant::now();
    desk.says(&scene.ada, "Alô?");
    screen
        .event_where(|event| event["message"]["text"] == "Alô?")
        .await;
    tells(&mut device, "Alô?").await;
    assert!(said.elapsed() >= HELD_BACK, "{:?}", said.elapsed());
}

async fn what_is_read_on_the_computer_does_not_ring_later(desk: &mut Installation) {
    let phones = Phones::start(desk).await;
    let scene = Scene::set(desk).await;
    let (phone, computer) = (
        Client::person(desk, "ana").await,
        Client::person(desk, "ana").await,
    );
    phone.send(&scene.conversation, "Bom dia!").await;
    let mut screen = looking_at(desk, &phone, &scene).await;
    let mut device = phones.of(&phone).await;
    let input = json!({ "conversationId": scene.conversation });
    let read = within_the_hold(desk, &scene, async |text| {
        screen
            .event_where(|event| event["message"]["text"] == text)
            .await;
        computer
            .mutate("markConversationRead", input.clone(), "conversation { id }")
            .await;
    })
    .await;
    desk.says(&scene.ada, "Ainda não lida");
    let told = until_it_tells(&mut device, "Ainda não lida").await;
    assert!(!told.iter().any(|told| told.ends_with(&read)), "{told:?}");
}

/// L-187.
async fn whoever_switched_notifications_off_is_not_told(desk: &mut Installation) {
    let phones = Phones::start(desk).await;
    let [ana, bruno, ..] = people(desk).await;
    let (mut anas, mut brunos) = (phones.of(&ana).await, phones.of(&bruno).await);
    let off = json!({ "notifications": false });
    ana.mutate("updateMyPreferences", off, "preferences { notifications }")
        .await;
    Scene::set(desk).await;
    brunos.next().await;
    ana.mutate(
        "updateMyPreferences",
        json!({ "notifications": true }),
        "preferences { sound }",
    )
    .await;
    desk.says(&desk.customer("Bia", "5561987654321"), "Oi, sou a Bia");
    assert_eq!(anas.next().await["notification"]["title"], "Bia");
}

async fn a_test_push_reaches_ones_own_device(desk: &mut Installation) {
    let phones = Phones::start(desk).await;
    let ana = Client::person(desk, "ana").await;
    let mut device = phones.of(&ana).await;
    let input = json!({ "deviceId": ana.device() });
    let sent = ana.mutate("sendTestPush", input, "accepted status").await;
    assert_eq!(
        (&sent["accepted"], &sent["status"]),
        (&json!(true), &json!(201))
    );
    assert!(device.next().await["notification"]["title"].is_string());
}

/// Waits for the next push, which must tell of this text as the newest.
async fn tells(device: &mut Device, text: &str) {
    let notice = device.next().await;
    let body = notice["notification"]["body"].as_str().expect("a body");
    assert!(body.ends_with(text), "{body} instead of {text}");
}

/// Waits for the push that tells of this text as the newest; the bodies of the pushes up to it.
async fn until_it_tells(device: &mut Device, text: &str) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    while told.last().is_none_or(|last| !last.ends_with(text)) {
        let notice = device.next().await;
        let body = notice["notification"]["body"].as_str().expect("a body");
        told.push(body.to_owned());
    }
    told
}

/// Lets Ada write and somebody react before a held push would leave; the text it succeeded with. On a machine that
/// was too slow for it there is nothing to see, so that she writes again.
async fn within_the_hold(
    desk: &Installation,
    scene: &Scene,
    mut reacts: impl AsyncFnMut(&str),
) -> String {
    let mut number = 0;
    loop {
        number += 1;
        let text = format!("Mensagem {number}");
        let said = Instant::now();
        desk.says(&scene.ada, &text);
        reacts(&text).await;
        if said.elapsed() < HELD_BACK {
            return text;
        }
    }
}

/// Ana, Bruno, Carla, the supervisor.
async fn people(desk: &Installation) -> [Client; 4] {
    [
        Client::person(desk, "ana").await,
        Client::person(desk, "bruno").await,
        Client::person(desk, "carla").await,
        Client::person(desk, "supervisor").await,
    ]
}

/// A socket whose device says that it shows the conversation.
async fn looking_at(desk: &Installation, client: &Client, scene: &Scene) -> Socket {
    let mut socket = Socket::live(desk, client).await;
    let input = json!({ "visible": true, "conversationId": scene.conversation });
    let payload = socket.mutate("reportPresence", input, "").await;
    assert_eq!(payload["error"], json!(null));
    socket
}
