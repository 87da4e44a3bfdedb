//! Calls against real sockets on the loopback: a Graph API that behaves, and wires that do not.

mod faults;
mod files;
mod management;
mod sending;
mod wires;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use reqwest::Client;
use secrecy::SecretString;
use tokio::net::TcpListener;
use url::Url;

use crate::client::GraphClient;
use crate::client::http::{ClientSettings, builder};
use crate::identifiers::{PhoneNumberId, WaId, Wamid};
use crate::outgoing::{CallbackData, Outgoing, OutgoingContent, Recipient, TextMessage};

const TOKEN: &str = "EAAG-very-secret";

fn token() -> SecretString {
    SecretString::from(TOKEN)
}

fn number() -> PhoneNumberId {
    PhoneNumberId::new("200300400500600").expect("an id")
}

fn wamid(text: &str) -> Wamid {
    Wamid::new(text).expect("an id")
}

fn message() -> Outgoing {
    let text = TextMessage::new("Olá").expect("a text");
    let to = Recipient::WaId(WaId::new("15550100199").expect("digits"));
    Outgoing::new(to, OutgoingContent::Text(text))
        .carrying(CallbackData::new("msg-42").expect("data"))
}

/// Generous: only what is meant to time out does.
fn patient() -> ClientSettings {
    ClientSettings::default()
}

fn impatient() -> ClientSettings {
    ClientSettings {
        connect_timeout: Duration::from_millis(1_500),
        answer_timeout: Duration::from_millis(2_500),
        ..ClientSettings::default()
    }
}

fn http(settings: &ClientSettings) -> Client {
    // Another test may have installed it already.
    drop(rustls::crypto::ring::default_provider().install_default());
    builder(settings).build().expect("a client")
}

fn client(base: &Url) -> GraphClient {
    client_with(base, &patient())
}

fn client_with(base: &Url, settings: &ClientSettings) -> GraphClient {
    GraphClient::new(http(settings), base.clone(), "v25.0")
}

/// Serves until the test's runtime ends.
async fn serve(router: Router) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = base_of(&listener);
    tokio::spawn(async move { axum::serve(listener, router).await });
    base
}

fn base_of(listener: &TcpListener) -> Url {
    let address = listener.local_addr().expect("an address");
    Url::parse(&format!("http://{address}")).expect("an address")
}

/// What a server saw, for the test to read afterwards.
type Seen<T> = Arc<Mutex<Vec<T>>>;

fn seen<T: Clone>(seen: &Seen<T>) -> Vec<T> {
    seen.lock().expect("no handler panicked").clone()
}
