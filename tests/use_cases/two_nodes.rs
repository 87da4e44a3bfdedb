//! Two programs on one PostgreSQL database, with NATS between them.

use std::collections::BTreeSet;
use std::process::Stdio;

use guiche_tests::support::{Client, Database, Differences, Installation, Port, Socket, webhook};
use reqwest::StatusCode;
use sandbox::CallQuery;
use tokio::process::{Child, Command};

use super::Scene;

/// A NATS server of the test's own. It ends when this is dropped.
struct Nats {
    port: Port,
    process: Child,
}

impl Nats {
    async fn start() -> Self {
        let port = Port::take();
        let process = Self::run(&port);
        let nats = Self { port, process };
        nats.wait().await;
        nats
    }

    fn run(port: &Port) -> Child {
        Command::new("nats-server")
            .args([
                "--addr",
                "127.0.0.1",
                "--port",
                &port.address().port().to_string(),
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("nats-server, which .ci/dependencies installs")
    }

    async fn wait(&self) {
        while tokio::net::TcpStream::connect(self.port.address())
            .await
            .is_err()
        {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    fn url(&self) -> String {
        format!("nats://{}", self.port.address())
    }
}

async fn two_nodes(nats: &Nats) -> (Installation, Installation) {
    let differences = Differences::default().with("GUICHE_NATS_URL", nats.url());
    let first = Installation::start_with(Database::Postgres, differences).await;
    let second = first.another_node().await;
    (first, second)
}

fn greeting(number: usize) -> serde_json::Value {
    let wa_id = format!("55619{:08}", number % 7);
    let id = format!("wamid.node.{number}");
    webhook::text(&wa_id, "Bia", &id, 1_795_000_000, &format!("Olá {number}"))
}

/// Takes inbound messages from a socket until there are `count`, each once.
async fn told(socket: &mut Socket, count: usize) {
    let mut seen = BTreeSet::new();
    while seen.len() < count {
        let event = socket
            .event_where(|event| {
                event["__typename"] == "MessageAdded" && event["message"]["direction"] == "INBOUND"
            })
            .await;
        assert!(
            seen.insert(event["message"]["id"].to_string()),
            "told twice"
        );
    }
}

#[tokio::test]
async fn what_one_node_hears_the_other_tells_and_each_thing_is_done_once() {
    let nats = Nats::start().await;
    let (first, second) = two_nodes(&nats).await;
    let mut scene = Scene::set(&first).await;
    let bruno = Client::person(&second, "bruno").await;
    let mut there = Socket::live(&second, &bruno).await;
    let ana = Client::person(&first, "ana").await;
    let mut here = Socket::live(&first, &ana).await;
    let count = 60;
    for number in 0..count {
        // Meta repeats itself, and a balancer sends the repetition elsewhere.
        let nodes = if number % 3 == 0 {
            vec![&first, &second]
        } else {
            vec![[&first, &second][number % 2]]
        };
        for node in nodes {
            assert_eq!(webhook::post(node, &greeting(number)).await, StatusCode::OK);
        }
    }
    told(&mut there, count).await;
    told(&mut here, count).await;
    let sent = bruno.send(&scene.conversation, "Daqui").await;
    scene.watch.delivery(&sent["message"]["id"], "READ").await;
    let calls = first.sandbox.calls(&CallQuery::messages());
    let posted = calls
        .iter()
        .filter(|call| call.body["text"]["body"] == "Daqui");
    assert_eq!(posted.count(), 1, "sent by one node, once");
    drop((there, here));
    second.leave().await;
    first.finish().await;
}

#[tokio::test]
async fn a_node_that_dies_is_replaced_and_a_bus_that_dies_is_not_missed() {
    let mut nats = Nats::start().await;
    let (mut first, second) = two_nodes(&nats).await;
    let mut scene = Scene::set(&first).await;
    nats.process.kill().await.expect("it can be killed");
    first.kill().await;
    let bruno = Client::person(&second, "bruno").await;
    let mut there = Socket::live(&second, &bruno).await;
    for number in 0..10 {
        assert_eq!(
            webhook::post(&second, &greeting(number)).await,
            StatusCode::OK
        );
    }
    told(&mut there, 10).await;
    first.launch().await;
    scene.watch.reconnect(&first).await;
    let sent = bruno.send(&scene.conversation, "Sem mensageiro").await;
    scene.watch.delivery(&sent["message"]["id"], "READ").await;
    drop(there);
    second.leave().await;
    first.finish().await;
}
