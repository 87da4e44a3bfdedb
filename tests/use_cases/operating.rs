//! What an operator does, while the desk runs.

use std::time::Duration;

use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Differences, Installation, Watch, webhook};
use reqwest::StatusCode;
use sandbox::{DeliverySettings, Number, NumberChange};

use super::Scene;

on_both_databases!(
    somebody_who_is_created_beside_the_running_desk_can_sign_in,
    the_doors_for_machines_answer,
);

on_both_databases!(with no_number =>
    a_number_that_is_connected_beside_the_running_desk_is_served_at_once,
);

fn no_number() -> Differences {
    Differences {
        without_channel: true,
        ..Differences::default()
    }
}

async fn somebody_who_is_created_beside_the_running_desk_can_sign_in(desk: &mut Installation) {
    let refused = Client::sign_in(desk, "davi", "correct horse battery").await;
    assert_eq!(refused.err().as_deref(), Some("INVALID_CREDENTIALS"));
    desk.create_person("Davi", "agent", Some("Atendimento"))
        .await;
    let davi = Client::person(desk, "davi").await;
    let scene = Scene::set(desk).await;
    assert!(davi.conversation(&scene.conversation).await.is_some());
}

async fn a_number_that_is_connected_beside_the_running_desk_is_served_at_once(
    desk: &mut Installation,
) {
    let hello = webhook::text("5561981234567", "Ada", "wamid.early", 1_795_000_000, "Oi!");
    assert_eq!(webhook::post(desk, &hello).await, StatusCode::UNAUTHORIZED);
    desk.connect_number().await;
    // Strangers cannot make the desk look for new numbers more than once a second; Meta repeats what was refused.
    desk.sandbox.set_delivery(DeliverySettings {
        retry_scale: 0.05,
        ..DeliverySettings::default()
    });
    desk.says(&desk.customer("Ada", "5561981234567"), "Oi!");
    let mut watch = Watch::start(desk).await;
    watch.conversation_with("Ada").await;
    // A second number with an app secret and a word of its own.
    #[rustfmt::skip]
    desk.run(&[
        "channel", "add", "--name", "Filial", "--phone-number-id", "200300400500601",
        "--waba-id", "100200300400501", "--access-token", "other-token",
        "--app-secret", "other-secret", "--verify-token", "other-word",
    ])
    .await;
    desk.sandbox.register(
        Number::new(
            "200300400500601",
            "100200300400501",
            "other-token",
            "other-secret",
        )
        .with_webhook(desk.url("/webhooks/whatsapp")),
    );
    let asked = async |word: &str| {
        let change = NumberChange {
            verify_token: Some(word.to_owned()),
            ..NumberChange::default()
        };
        let number = desk.sandbox.change_number("200300400500601", change);
        let number = number.expect("the number").phone_number_id;
        desk.sandbox
            .verify_webhook(&number)
            .await
            .expect("an address")
    };
    assert!(!asked("a guess").await);
    let verified = async {
        while !asked("other-word").await {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let in_time = tokio::time::timeout(Duration::from_mins(1), verified).await;
    in_time.expect("the desk looks for new numbers once a second");
    let bia = desk.customer("Bia", "5561981230000");
    let say = sandbox::Say::text("Oi, filial!").to_number("200300400500601");
    desk.sandbox.say(&bia.key, say).expect("Bia exists");
    watch.conversation_with("Bia").await;
}

async fn the_doors_for_machines_answer(desk: &mut Installation) {
    let get = async |path: &str| crate::get(desk, path).await;
    for path in ["/healthz", "/readyz", "/metrics"] {
        let answer = get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        assert_eq!(
            answer.headers()["x-content-type-options"],
            "nosniff",
            "{path}"
        );
    }
    let ready: serde_json::Value = get("/readyz").await.json().await.expect("JSON");
    assert_eq!(ready, serde_json::json!({ "ready": true, "ailments": {} }));
    Scene::set(desk).await;
    let metrics = get("/metrics").await.text().await.expect("text");
    assert!(
        metrics.contains("guiche_webhooks_accepted_total 1"),
        "{metrics}"
    );
    for part in ["intake", "outbound", "media", "push_plan", "push_send"] {
        for what in ["waiting", "lag_seconds"] {
            let line = format!("guiche_consumer_{what}{{part=\"{part}\"}}");
            assert!(metrics.contains(&line), "{line}: {metrics}");
        }
    }
    assert!(
        !metrics.contains("5561981234567"),
        "no customer is named to machines"
    );
    assert!(
        !desk.log().contains("5561981234567"),
        "nor in the log: {}",
        desk.log()
    );
}
