use std::{
    collections::HashMap,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

use futures_util::StreamExt;
use zbus::{Message, MessageStream, Variant, message::Type};

use super::*;

/// A session bus of the test's own, ended with it.
struct Bus {
    daemon: Child,
    address: String,
}

impl Bus {
    fn start() -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the package dbus is installed");
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        Self {
            daemon,
            address: address.trim().to_owned(),
        }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// An application that shows notifications, as a browser does.
async fn notify(application: &Connection, replaces: u32, summary: &str) -> u32 {
    let hints = HashMap::<&str, Variant<'_>>::new();
    let actions = ["default", "Abrir"].as_slice();
    let arguments = (
        "Chromium",
        replaces,
        "",
        summary,
        "Qual o prazo?",
        actions,
        hints,
        -1_i32,
    );
    application
        .call_method(Some(NAME), PATH, Some(NAME), "Notify", &arguments)
        .await
        .unwrap()
        .body()
        .deserialize()
        .unwrap()
}

async fn signal(signals: &mut MessageStream, name: &str) -> Message {
    loop {
        let message = signals.next().await.unwrap().unwrap();
        let header = message.header();
        if header.message_type() == Type::Signal && header.member().is_some_and(|it| it == name) {
            return message;
        }
    }
}

#[tokio::test]
async fn an_application_learns_of_taps_answers_and_dismissals() {
    let bus = Bus::start();
    let desktop = Desktop::start_on(Builder::address(bus.address.as_str()))
        .await
        .unwrap();
    let application = Builder::address(bus.address.as_str())
        .build()
        .await
        .unwrap();
    let rule = format!("type='signal',interface='{NAME}'");
    let mut signals = MessageStream::for_match_rule(rule.as_str(), &application, None)
        .await
        .unwrap();

    let id = notify(&application, 0, "Ana Souza").await;
    let shown = desktop
        .shown()
        .wait_for("Ana", 1, Duration::from_mins(1))
        .await
        .unwrap();
    assert_eq!((shown[0].id, shown[0].body.as_str()), (id, "Qual o prazo?"));

    desktop.click(id, "default").await.unwrap();
    let tapped = signal(&mut signals, "ActionInvoked").await;
    assert_eq!(
        tapped.body().deserialize::<(u32, String)>().unwrap(),
        (id, "default".to_owned())
    );

    desktop.reply(id, "Amanhã").await.unwrap();
    let replied = signal(&mut signals, "NotificationReplied").await;
    assert_eq!(
        replied.body().deserialize::<(u32, String)>().unwrap(),
        (id, "Amanhã".to_owned())
    );

    desktop.close(id).await.unwrap();
    let closed = signal(&mut signals, "NotificationClosed").await;
    assert_eq!(closed.body().deserialize::<(u32, u32)>().unwrap(), (id, 2));
    assert!(desktop.shown().visible().is_empty());
}

#[tokio::test]
async fn a_notification_takes_the_place_of_the_one_it_replaces_and_both_are_remembered() {
    let bus = Bus::start();
    let desktop = Desktop::start_on(Builder::address(bus.address.as_str()))
        .await
        .unwrap();
    let application = Builder::address(bus.address.as_str())
        .build()
        .await
        .unwrap();

    let first = notify(&application, 0, "Ana Souza").await;
    assert_eq!(notify(&application, first, "Ana Souza (2)").await, first);
    let titles = |list: Vec<Notification>| -> Vec<String> {
        list.into_iter().map(|it| it.summary).collect()
    };
    assert_eq!(titles(desktop.shown().visible()), ["Ana Souza (2)"]);
    assert_eq!(
        titles(desktop.shown().history()),
        ["Ana Souza", "Ana Souza (2)"]
    );

    let waited = desktop
        .shown()
        .wait_for("Bia", 1, Duration::from_millis(10))
        .await;
    assert_eq!(
        titles(waited.unwrap_err()),
        ["Ana Souza (2)"],
        "what is there is told"
    );
}
