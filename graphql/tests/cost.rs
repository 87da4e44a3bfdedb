//! What a document may cost, from outside.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use entity::person::Role;
use serde_json::{Value, json};

use super::harness::Server;

/// For a refusal in a debug build, with everything around it.
const QUICK: Duration = Duration::from_millis(25);

/// Fragments of which each spreads the next one twice: 2^16 visits in under 700 bytes.
fn bomb() -> String {
    let mut source = String::from("{...a}");
    let names: Vec<char> = ('a'..='q').collect();
    for pair in names.windows(2) {
        let _ = write!(
            source,
            "fragment {} on Query{{...{} ...{}}}",
            pair[0], pair[1], pair[1]
        );
    }
    source.push_str("fragment q on Query{__typename}");
    source
}

#[tokio::test]
async fn a_bomb_of_fragments_is_refused_in_milliseconds() {
    let server = Server::start().await;
    let source = bomb();
    assert!((500..=700).contains(&source.len()), "{}", source.len());
    let body = json!({ "query": source });
    let send = || server.http.post(server.endpoint()).json(&body).send();
    // The first request pays for the connection.
    send().await.unwrap();
    let mut fastest = Duration::MAX;
    // Other programs may have the processor for a while.
    for _ in 0..100 {
        let began = Instant::now();
        let answer: Value = send().await.unwrap().json().await.unwrap();
        fastest = fastest.min(began.elapsed());
        assert_eq!(
            answer["errors"][0]["extensions"]["code"],
            "QUERY_TOO_COMPLEX"
        );
        if fastest < QUICK {
            return;
        }
    }
    panic!("the fastest took {fastest:?}");
}

#[tokio::test]
async fn what_just_passes_the_limits_is_validated_quickly() {
    let server = Server::start().await;
    // Close to the largest expansion that is allowed.
    let mut source = String::from("{");
    for _ in 0..19 {
        source.push_str("...a ");
    }
    source.push('}');
    let fields = "__typename ".repeat(150);
    let _ = write!(source, "fragment a on Query{{{fields}}}");
    let body = json!({ "query": source });
    let mut fastest = Duration::MAX;
    let mut answer = Value::Null;
    for _ in 0..5 {
        let began = Instant::now();
        let response = server.http.post(server.endpoint()).json(&body).send();
        answer = response.await.unwrap().json().await.unwrap();
        fastest = fastest.min(began.elapsed());
    }
    assert!(fastest < Duration::from_secs(1), "{fastest:?}");
    let refused = answer["errors"][0]["extensions"]["code"] == "QUERY_TOO_COMPLEX";
    assert!(
        refused || answer["data"]["__typename"] == "Query",
        "{answer}"
    );
}

#[tokio::test]
async fn lists_within_lists_are_weighed_by_what_they_ask_for() {
    let server = Server::start().await;
    let agent = server.colleague(Role::Agent).await;
    let query = |first: u32, last: u32| {
        format!(
            "{{inbox(list:ALL,first:{first}){{edges{{node{{messages(last:{last}){{edges{{node{{id text}}}}}}}}}}}}}}"
        )
    };
    let small = server.run(&agent, &query(30, 20), json!({})).await;
    assert_eq!(small["errors"], Value::Null, "{small}");
    let large = server.run(&agent, &query(100, 100), json!({})).await;
    assert_eq!(
        large["errors"][0]["extensions"]["code"], "QUERY_TOO_COMPLEX",
        "{large}"
    );
    assert!(large.get("data").is_none());
}

#[tokio::test]
async fn aliases_do_not_multiply_attempts_to_sign_in() {
    let server = Server::start().await;
    let mut attempts = String::new();
    for index in 0..200 {
        let _ = write!(
            attempts,
            "a{index}:signIn(input:{{email:\"a@b.c\",password:\"x\"}}){{error{{code}}}}"
        );
    }
    let body = json!({ "query": format!("mutation{{{attempts}}}") });
    let answer: Value = server
        .http
        .post(server.endpoint())
        .json(&body)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(
        answer["errors"][0]["extensions"]["code"],
        "QUERY_TOO_COMPLEX"
    );
}
