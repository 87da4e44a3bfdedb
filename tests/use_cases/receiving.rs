//! A customer writes; the right people see it at once.

use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Installation, Socket};
use sandbox::{NewCustomer, Say};

use super::Scene;

on_both_databases!(
    a_customers_message_arrives_live_on_a_socket,
    a_customer_without_a_number_is_served_by_user_id,
    an_edit_a_revocation_and_a_reaction_change_the_message_they_mean,
    a_conversation_resumes_on_a_socket_exactly_after_its_cursor,
);

async fn a_customers_message_arrives_live_on_a_socket(desk: &mut Installation) {
    let ana = Client::person(desk, "ana").await;
    let mut socket = Socket::live(desk, &ana).await;
    let ada = desk.customer("Ada", "5561981234567");
    desk.says(&ada, "Oi!");
    let added = socket
        .event_where(|event| event["message"]["text"] == "Oi!")
        .await;
    assert_eq!(added["__typename"], "MessageAdded");
    assert_eq!(added["message"]["direction"], "INBOUND");
    assert_eq!(added["conversation"]["unreadCount"], 1);
    let seen = ana
        .conversation_with("Ada")
        .await
        .expect("Ana sees her department's");
    assert_eq!(seen["id"], added["conversation"]["id"]);
    assert_eq!(seen["lastMessage"]["text"], "Oi!");
    assert_eq!(seen["department"]["name"], "Atendimento");
    assert!(
        seen["waitingSince"].is_string(),
        "the waiting counter runs (L-049)"
    );
    assert!(seen["windowExpiresAt"].is_string());
    assert!(seen["ticket"]["protocol"].is_string());
}

async fn a_customer_without_a_number_is_served_by_user_id(desk: &mut Installation) {
    let mut watch = guiche_tests::support::Watch::start(desk).await;
    let nina = desk.sandbox.add_customer(NewCustomer {
        name: "Nina".to_owned(),
        username: Some("nina".to_owned()),
        ..NewCustomer::default()
    });
    desk.says(&nina, "Achei vocês pelo nome");
    let conversation = watch.conversation_with("Nina").await;
    let kinds = conversation["contact"]["addresses"].to_string();
    assert!(
        kinds.contains("BSUID") && !kinds.contains("WA_ID"),
        "{kinds}"
    );
    let sent = watch.client.send(&conversation["id"], "Que bom!").await;
    watch.delivery(&sent["message"]["id"], "READ").await;
}

async fn an_edit_a_revocation_and_a_reaction_change_the_message_they_mean(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let original_message_id = desk.says(&scene.ada, "Quero dois");
    let say = |content| {
        desk.sandbox
            .say(&scene.ada.key, Say::new(content))
            .expect("Ada exists")
    };
    let body = "Quero três".to_owned();
    say(sandbox::Content::Edit {
        original_message_id: original_message_id.clone(),
        body,
    });
    let conversation = scene.conversation.clone();
    scene
        .watch
        .texts(&conversation, &["Oi!", "Quero três"])
        .await;

    let sent = scene.watch.client.send(&conversation, "Anotado").await;
    let answer = sent["message"]["id"].clone();
    scene.watch.delivery(&answer, "READ").await;
    let number = guiche_tests::support::installation::PHONE_NUMBER_ID;
    let thread = desk
        .sandbox
        .thread(number, &scene.ada.key)
        .expect("their thread");
    let message_id = thread.last().expect("our answer").id.clone();
    say(sandbox::Content::Reaction {
        message_id,
        emoji: Some("👍".to_owned()),
    });
    let reaction = scene
        .watch
        .until("Ada's reaction shows", async |client| {
            let message = client.message(&answer).await?;
            message["reactions"].get(0).cloned()
        })
        .await;
    assert_eq!(
        (&reaction["emoji"], &reaction["byCustomer"]),
        (&"👍".into(), &true.into())
    );

    say(sandbox::Content::Revoke {
        original_message_id,
    });
    scene
        .watch
        .until("the message was taken back", async |client| {
            let thread = client.thread(&conversation).await;
            thread
                .iter()
                .any(|message| message["revokedAt"].is_string())
                .then_some(())
        })
        .await;
}

async fn a_conversation_resumes_on_a_socket_exactly_after_its_cursor(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let cursor = scene.watch.client.cursor().await;
    let texts: Vec<_> = (1..=20)
        .map(|number| format!("Mensagem {number}"))
        .collect();
    for text in &texts {
        desk.says(&scene.ada, text);
        // Meta keeps no order between deliveries: one after the other.
        assert!(
            desk.sandbox
                .settled(std::time::Duration::from_mins(1))
                .await
        );
    }
    let conversation = scene.conversation.clone();
    let all: Vec<_> = std::iter::once("Oi!")
        .chain(texts.iter().map(String::as_str))
        .collect();
    scene.watch.texts(&conversation, &all).await;
    let bruno = Client::person(desk, "bruno").await;
    let mut socket = Socket::after(desk, &bruno, &cursor).await;
    desk.says(&scene.ada, "Ao vivo");
    for text in texts.iter().map(String::as_str).chain(["Ao vivo"]) {
        let added = socket
            .event_where(|event| event["__typename"] == "MessageAdded")
            .await;
        assert_eq!(
            added["message"]["text"], text,
            "each once, in order, without a joint"
        );
    }
}
