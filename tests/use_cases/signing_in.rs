//! Coming in, and being put out.

use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Installation, Socket};
use serde_json::json;

on_both_databases!(
    a_wrong_password_and_an_unknown_address_are_refused_alike,
    guessing_passwords_is_slowed_down,
    a_session_that_is_ended_elsewhere_closes_its_socket_and_opens_nothing,
    a_deactivated_person_is_out_at_once,
);

async fn a_wrong_password_and_an_unknown_address_are_refused_alike(desk: &mut Installation) {
    for name in ["ana", "nobody"] {
        let refused = Client::sign_in(desk, name, "wrong password").await;
        assert_eq!(
            refused.err().as_deref(),
            Some("INVALID_CREDENTIALS"),
            "{name}"
        );
    }
    Client::person(desk, "ana").await;
}

async fn guessing_passwords_is_slowed_down(desk: &mut Installation) {
    let mut refusals = Vec::new();
    // Ten at once; on a slow machine one more becomes free meanwhile.
    while refusals.last().is_none_or(|last| last != "RATE_LIMITED") {
        assert!(refusals.len() < 20, "{refusals:?}");
        refusals.extend(Client::sign_in(desk, "ana", "a guess at it").await.err());
    }
    assert!(refusals.len() > 10, "{refusals:?}");
    assert_eq!(refusals[..10], ["INVALID_CREDENTIALS"; 10]);
    let right = Client::sign_in(desk, "ana", guiche_tests::support::installation::PASSWORD).await;
    assert_eq!(
        right.err().as_deref(),
        Some("RATE_LIMITED"),
        "the right one tells nothing either"
    );
    Client::person(desk, "bruno").await;
}

async fn a_session_that_is_ended_elsewhere_closes_its_socket_and_opens_nothing(
    desk: &mut Installation,
) {
    let (phone, computer) = (
        Client::person(desk, "ana").await,
        Client::person(desk, "ana").await,
    );
    let mut socket = Socket::live(desk, &phone).await;
    let data = computer
        .data("{ sessions { id current } }", json!({}))
        .await;
    let sessions = data["sessions"].as_array().expect("sessions");
    let other = sessions
        .iter()
        .find(|session| session["current"] == false)
        .expect("the phone's");
    let input = json!({ "sessionId": other["id"] });
    computer
        .mutate("endSession", input, "sessions { id }")
        .await;
    assert_eq!(socket.close_code().await, 4410);
    let answer = phone.ask("{ me { person { id } } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    computer.cursor().await;
}

async fn a_deactivated_person_is_out_at_once(desk: &mut Installation) {
    let (admin, ana) = (
        Client::person(desk, "admin").await,
        Client::person(desk, "ana").await,
    );
    let mut socket = Socket::live(desk, &ana).await;
    let me = ana.data("{ me { person { id } } }", json!({})).await;
    let input = json!({ "personId": me["me"]["person"]["id"], "active": false });
    admin
        .mutate("updatePerson", input, "person { active }")
        .await;
    assert_eq!(socket.close_code().await, 4410);
    let refused = Client::sign_in(desk, "ana", guiche_tests::support::installation::PASSWORD).await;
    assert_eq!(refused.err().as_deref(), Some("INVALID_CREDENTIALS"));
}
