//! What keeps a desk over the years: copies, checks, and versions that do not harm each other.

use guiche_tests::on_both_databases;
use guiche_tests::support::installation::PHONE_NUMBER_ID;
use guiche_tests::support::socket::EVENTS;
use guiche_tests::support::{Client, Installation, Socket, Watch, webhook};
use reqwest::StatusCode;
use sandbox::NumberChange;
use serde_json::json;

use super::Scene;

on_both_databases!(
    a_copy_of_the_running_desk_works_elsewhere_and_sends_nothing_by_itself,
    the_doctor_says_what_is_wrong_and_how_to_repair_it,
    a_database_of_a_newer_version_is_refused_and_left_as_it_is,
);

async fn a_copy_of_the_running_desk_works_elsewhere_and_sends_nothing_by_itself(
    desk: &mut Installation,
) {
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let sent = ana.send(&scene.conversation, "Bom dia, Ada").await;
    scene.watch.delivery(&sent["message"]["id"], "READ").await;
    let cursor = ana.cursor().await;
    let archive = desk.folder().join("copy.tar");
    let archive = archive.to_str().expect("a name");
    desk.run(&["backup", archive]).await;
    let twice = desk.run_in_vain(&["backup", archive]).await;
    assert!(twice.contains("exists"), "no copy is replaced: {twice}");
    desk.says(&scene.ada, "Depois da cópia");

    let mut elsewhere = Installation::untouched(desk.store().kind()).await;
    let told = elsewhere.run(&["restore", archive]).await;
    assert!(told.contains("paused on 1 channels"), "{told}");
    let again = elsewhere.run_in_vain(&["restore", archive]).await;
    assert!(again.contains("restore into an empty"), "{again}");
    elsewhere.launch().await;
    let ana = Client::person(&elsewhere, "ana").await;
    let mut watch = Watch::by(&elsewhere, ana).await;
    let conversation = watch.conversation_with("Ada").await;
    let texts = watch.client.texts(&conversation["id"]).await;
    assert_eq!(texts, ["Oi!", "Bom dia, Ada"]);
    // The copy's journal goes on elsewhere: whoever followed the original starts anew.
    let mut follower = Socket::open(&elsewhere, &watch.client).await;
    follower.subscribe("events", EVENTS, json!({ "after": cursor }));
    let refused = follower.next().await;
    let code = &refused["payload"][0]["extensions"]["code"];
    assert_eq!(code, "CURSOR_EXPIRED", "{refused}");
    // Written before the copy was made, and repeated by Meta only now. Its secrets can be read: webhooks that the same app signs are taken.
    let hello = webhook::text(
        "5561981234567",
        "Ada",
        "wamid.elsewhere",
        1_795_000_000,
        "Aqui",
    );
    assert_eq!(webhook::post(&elsewhere, &hello).await, StatusCode::OK);
    watch
        .texts(&conversation["id"], &["Aqui", "Oi!", "Bom dia, Ada"])
        .await;
    let waiting = watch.client.send(&conversation["id"], "Espera").await;
    assert_eq!(waiting["message"]["delivery"]["state"], "QUEUED");
    let channels = "{ channels { paused { reason } } }";
    let channels = watch.client.data(channels, json!({})).await;
    assert_eq!(
        channels["channels"][0]["paused"]["reason"],
        "BY_ADMINISTRATOR"
    );
    elsewhere.finish().await;
}

async fn the_doctor_says_what_is_wrong_and_how_to_repair_it(desk: &mut Installation) {
    let healthy = desk.run(&["doctor"]).await;
    assert!(healthy.contains("nothing is wrong"), "{healthy}");
    let change = NumberChange {
        token_expired: Some(true),
        ..NumberChange::default()
    };
    desk.sandbox
        .change_number(PHONE_NUMBER_ID, change)
        .expect("the number");
    let ill = desk.run_in_vain(&["doctor"]).await;
    assert!(ill.contains("WRONG  Principal"), "{ill}");
    assert!(
        ill.to_lowercase().contains("token"),
        "and what to do about it: {ill}"
    );
    assert!(
        !ill.contains("access-token-of-the-tests"),
        "no secret is printed: {ill}"
    );
}

async fn a_database_of_a_newer_version_is_refused_and_left_as_it_is(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    desk.terminate().await;
    let name = "m20991231_000001_from_the_future";
    let insert = format!("INSERT INTO seaql_migrations (version, applied_at) VALUES ('{name}', 0)");
    desk.store().execute(&insert).await;
    for command in ["migrate", "serve", "doctor"] {
        let refused = desk.run_in_vain(&[command]).await;
        assert!(refused.contains(name), "{command}: {refused}");
    }
    let remove = format!("DELETE FROM seaql_migrations WHERE version = '{name}'");
    desk.store().execute(&remove).await;
    desk.launch().await;
    assert_eq!(scene.now().await["contact"]["name"], "Ada");
}
