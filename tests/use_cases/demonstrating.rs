//! What a newcomer meets: one command, an address, a password.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use guiche_tests::support::Port;
use guiche_tests::support::process::program;
use reqwest::header::{COOKIE, SET_COOKIE};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

const PATIENCE: Duration = Duration::from_mins(1);

/// A demonstration that runs.
struct Demonstration {
    process: Child,
    /// What it has printed.
    printed: String,
    address: String,
    _output: Lines<BufReader<ChildStdout>>,
}

impl Demonstration {
    /// Starts it in `folder` and reads what it prints until it waits for its end.
    async fn start(folder: &Path, ports: [&Port; 2]) -> Self {
        let [desk, sandbox] = ports.map(|port| port.address().to_string());
        let mut process = Command::new(program())
            .args(["demo", "--sandbox", &sandbox, "--folder"])
            .arg(folder)
            .env("GUICHE_LISTEN", &desk)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the program");
        let mut output = BufReader::new(process.stdout.take().expect("its output")).lines();
        let mut printed = String::new();
        let ready = async {
            while !printed.contains("Ctrl+C") {
                let line = output.next_line().await.expect("text");
                printed.push_str(&line.expect("it goes on"));
                printed.push('\n');
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, ready).await;
        in_time.expect("a demonstration begins in time");
        Self {
            process,
            printed,
            address: format!("http://{desk}"),
            _output: output,
        }
    }

    /// What a word in the printed table is followed by.
    fn after(&self, word: &str) -> &str {
        let (_, rest) = self.printed.split_once(word).expect("a line about it");
        rest.split_whitespace().next().expect("a word")
    }

    async fn ask(&self, cookie: &str, query: &str, variables: Value) -> (String, Value) {
        let answer = guiche_tests::http()
            .post(format!("{}/graphql", self.address))
            .header("x-guiche-client", "tests/1")
            .header(COOKIE, cookie)
            .json(&json!({ "query": query, "variables": variables }))
            .send()
            .await
            .expect("an answer");
        let cookie = answer.headers().get(SET_COOKIE);
        let cookie = cookie.map(|value| value.to_str().expect("text").to_owned());
        let body: Value = answer.json().await.expect("JSON");
        assert!(body["errors"].is_null(), "{body}");
        (cookie.unwrap_or_default(), body["data"].clone())
    }

    /// Signs somebody in with what is printed; the cookie.
    async fn sign_in(&self, email: &str) -> String {
        assert!(self.printed.contains(email), "{}", self.printed);
        let input = json!({ "email": email, "password": self.after("Password of all"),
            "deviceId": uuid::Uuid::new_v4(), "deviceLabel": "test" });
        let document =
            "mutation($input: SignInInput!) { signIn(input: $input) { error { code } } }";
        let (cookie, data) = self.ask("", document, json!({ "input": input })).await;
        assert!(data["signIn"]["error"].is_null(), "{data}");
        let cookie = cookie.split(';').next();
        cookie.expect("a cookie").to_owned()
    }

    async fn end(mut self) {
        let id = self.process.id().expect("it runs").to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status().await;
        assert!(sent.expect("kill").success());
        let ended = tokio::time::timeout(PATIENCE, self.process.wait()).await;
        let status = ended.expect("it ends in time").expect("its status");
        assert!(status.success(), "{status}");
    }
}

#[tokio::test]
async fn a_demonstration_has_customers_people_and_what_they_need_and_can_be_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let ports = [&Port::take(), &Port::take()];
    let demonstration = Demonstration::start(folder.path(), ports).await;
    assert_eq!(
        demonstration.after("Guichê").trim_end_matches('/'),
        demonstration.address
    );
    let carla = demonstration.sign_in("carla@demo.guiche.app").await;
    let what = "{ quickReplies { shortName } customFields { key } }";
    let (_, at_hand) = demonstration.ask(&carla, what, json!({})).await;
    let names = at_hand["quickReplies"].as_array().expect("a list");
    assert!(names.contains(&json!({ "shortName": "pix" })), "{at_hand}");
    let keys = at_hand["customFields"].as_array().expect("a list");
    assert!(keys.contains(&json!({ "key": "plano" })), "{at_hand}");

    let marcos = demonstration.sign_in("marcos@demo.guiche.app").await;
    let inbox = "{ inbox(list: ALL, first: 5) { edges { node { lastMessage { id } } } } }";
    let somebody_writes = async {
        loop {
            let (_, data) = demonstration.ask(&marcos, inbox, json!({})).await;
            if data["inbox"]["edges"] != json!([]) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    let in_time = tokio::time::timeout(PATIENCE, somebody_writes).await;
    in_time.expect("customers write by themselves");
    demonstration.end().await;

    // Kept, it goes on where it ended, and nothing is there twice.
    let demonstration = Demonstration::start(folder.path(), ports).await;
    let (_, again) = demonstration.ask(&carla, what, json!({})).await;
    assert_eq!(again, at_hand);
    demonstration.end().await;
}
