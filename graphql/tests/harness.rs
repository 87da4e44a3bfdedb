//! A desk behind a server, and clients of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::Router;
use desk::access::{Actor, Scope, Scopes, SignedIn};
use desk::channel::{ChannelView, NewChannel};
use desk::clock::SystemClock;
use desk::contact::CustomerIdentity;
use desk::conversation::ConversationView;
use desk::inbox::{InboxFilter, InboxList, InboxQuery};
use desk::message::Content;
use desk::person::{NewPerson, PersonView};
use desk::session::SignIn;
use desk::storage::{ConnectOptions, DatabaseUrl, Synchronous};
use desk::webhook::{
    Inbound, InboundMessage, ParsedWebhook, QuarantinedItemView, RawWebhook, WebhookItem,
};
use desk::{Desk, DeskError, OpenOptions};
use entity::person::{Role, Visibility};
use entity::{DepartmentId, DeviceId, QuarantinedItemId, UnixMillis, session};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use migrations::{Migrator, MigratorTrait};
use push::PushServices;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::time::timeout;
use uuid::Uuid;

use crate::options::{ClientAddress, Errands, Limits, Options, SocketOptions, TestPush};
use crate::service::GraphqlService;

use super::socket::LONG;

pub const PASSWORD: &str = "correct horse battery";
pub const CLIENT: &str = "tests/1";

/// A desk behind a server on the loopback interface.
pub struct Server {
    pub desk: Desk,
    pub service: GraphqlService,
    /// `http://127.0.0.1:<port>`
    pub origin: String,
    pub http: reqwest::Client,
    channel: ChannelView,
    serial: AtomicU32,
    _folder: TempDir,
}

/// A person who has signed in, and the cookie that they hold.
pub struct Colleague {
    pub person: PersonView,
    pub signed_in: SignedIn,
    pub device: DeviceId,
    pub token: String,
}

impl Colleague {
    pub fn actor(&self) -> Actor {
        Actor::Person(self.signed_in.clone())
    }

    pub fn cookie(&self) -> String {
        format!("guiche={}", self.token)
    }
}

struct NoErrands;

impl Errands for NoErrands {
    fn send_test_push<'a>(
        &'a self,
        _: &'a Actor,
        _: DeviceId,
    ) -> BoxFuture<'a, Result<TestPush, DeskError>> {
        async {
            Ok(TestPush {
                accepted: true,
                status: Some(201),
            })
        }
        .boxed()
    }

    fn replay<'a>(
        &'a self,
        actor: &'a Actor,
        item: QuarantinedItemId,
    ) -> BoxFuture<'a, Result<QuarantinedItemView, DeskError>> {
        let _ = (actor, item);
        async { Err(DeskError::NotFound("quarantined item")) }.boxed()
    }

    fn dialed(&self, text: &str) -> Option<CustomerIdentity> {
        let digits = text.strip_prefix('+')?.to_owned();
        Some(CustomerIdentity {
            wa_id: Some(digits),
            ..CustomerIdentity::default()
        })
    }
}

/// What a test may want otherwise.
#[derive(Clone, Copy, Default)]
pub struct Wishes {
    pub introspection: bool,
    pub sockets: SocketOptions,
    pub limits: Limits,
}

impl Server {
    pub async fn start() -> Self {
        Self::with(Wishes::default()).await
    }

    pub async fn with(wishes: Wishes) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let connect = ConnectOptions {
            synchronous: Synchronous::Normal,
            ..ConnectOptions::new(DatabaseUrl::Sqlite(folder.path().join("desk.sqlite")))
        };
        let connection = connect.single().await.unwrap();
        Migrator::up(&connection, None).await.unwrap();
        connection.close().await.unwrap();
        let desk = Desk::open(OpenOptions {
            connect,
            key: [7; 32],
            clock: Arc::new(SystemClock),
        })
        .await
        .unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let options = Options {
            name: "Padaria".into(),
            version: "0.0.0".into(),
            demo: false,
            public_url: origin.parse().unwrap(),
            vapid_public_key: "BPublicKey".into(),
            push_services: PushServices::default(),
            introspection: wishes.introspection,
            client_address: ClientAddress::Peer,
            limits: wishes.limits,
            sockets: wishes.sockets,
            errands: Arc::new(NoErrands),
        };
        let service = GraphqlService::start(desk.clone(), options).await.unwrap();
        let router = Router::new().nest("/graphql", crate::router(service.clone()));
        let router = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let channel = new_channel(&desk).await;
        Self {
            desk,
            service,
            origin,
            http: http_client(),
            channel,
            serial: AtomicU32::new(0),
            _folder: folder,
        }
    }

    pub fn endpoint(&self) -> String {
        format!("{}/graphql", self.origin)
    }

    fn next(&self) -> u32 {
        self.serial.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// A person of this role, who sees everything, signed in on a device of their own.
    pub async fn colleague(&self, role: Role) -> Colleague {
        self.colleague_in(role, Visibility::Everything, &[]).await
    }

    pub async fn colleague_in(
        &self,
        role: Role,
        visibility: Visibility,
        departments: &[DepartmentId],
    ) -> Colleague {
        let email = format!("person{}@example.com", self.next());
        let person = NewPerson {
            email: email.clone(),
            name: email.clone(),
            role,
            password: Some(PASSWORD.to_owned().into()),
            departments: departments.to_vec(),
            visibility: Some(visibility),
        };
        let person = self
            .desk
            .create_person(&Actor::System, person)
            .await
            .unwrap();
        self.sign_in(person).await
    }

    pub async fn sign_in(&self, person: PersonView) -> Colleague {
        let device = DeviceId(Uuid::new_v4());
        let request = SignIn {
            email: person.email.clone(),
            password: PASSWORD.to_owned().into(),
            device_id: Some(device),
            label: "a phone".into(),
            from: None,
        };
        let (signed_in, token) = self.desk.sign_in(request).await.unwrap();
        Colleague {
            person,
            signed_in,
            device,
            token: token.expose_secret().to_owned(),
        }
    }

    pub async fn department(&self, name: &str) -> DepartmentId {
        self.desk
            .create_department(&Actor::System, name, &[])
            .await
            .unwrap()
            .id
    }

    /// A program's token.
    pub async fn token(&self, scopes: &[Scope]) -> String {
        let scopes = Scopes(scopes.iter().copied().collect());
        let (_, secret) = self
            .desk
            .create_token(&Actor::System, "tests", scopes)
            .await
            .unwrap();
        secret.expose_secret().to_owned()
    }

    /// Customers `numbers` write a text each, in one webhook.
    pub async fn customers_write(&self, numbers: impl IntoIterator<Item = u32>, text: &str) {
        let items = numbers
            .into_iter()
            .map(|number| self.message(number, text))
            .collect();
        self.take_in(items).await;
    }

    pub async fn take_in(&self, items: Vec<Inbound>) {
        let raw = RawWebhook {
            fingerprint: "f".into(),
            body: bytes::Bytes::from_static(b"{}"),
        };
        self.desk.store_webhooks(vec![raw]).await.unwrap();
        let stored = self.desk.unprocessed_webhooks(1).await.unwrap();
        let items = items
            .into_iter()
            .enumerate()
            .map(|(index, inbound)| WebhookItem {
                path: format!("/{index}"),
                raw: "{}".into(),
                inbound,
            });
        let webhook = ParsedWebhook {
            seq: stored[0].seq,
            items: items.collect(),
            rejects: vec![],
            complete: true,
        };
        self.desk.apply_webhooks(vec![webhook]).await.unwrap();
    }

    pub fn message(&self, number: u32, text: &str) -> Inbound {
        Inbound::Message(InboundMessage {
            channel_id: self.channel.id,
            identity: customer(number),
            wamid: format!("wamid.{}", Uuid::new_v4().simple()),
            sent_at: self.desk.now(),
            content: Content::Text {
                body: text.to_owned(),
                referral: None,
            },
            reply_to_wamid: None,
            forwarded: false,
            opens_window: true,
        })
    }

    /// A conversation with a customer who has just written.
    pub async fn conversation(&self) -> ConversationView {
        self.customers_write([self.next()], "Bom dia!").await;
        let query = InboxQuery {
            list: InboxList::All,
            filter: InboxFilter::default(),
            first: 1,
            after: None,
        };
        self.desk
            .inbox(&Actor::System, query)
            .await
            .unwrap()
            .items
            .remove(0)
    }

    /// How many devices say that they show something.
    /// Waits until so many subscriptions have begun: only then do events come to those without a cursor.
    pub async fn has_followers(&self, count: usize) {
        let begun = async {
            while self.service.groups().followers() < count {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(LONG, begun)
            .await
            .expect("subscriptions begin in time");
    }

    pub async fn presences(&self) -> usize {
        let rows = entity::device_presence::Entity::find();
        rows.all(self.desk.database().read()).await.unwrap().len()
    }

    /// Lets somebody's session have run out.
    pub async fn expire(&self, colleague: &Colleague) {
        let session = session::ActiveModel {
            id: Set(colleague.signed_in.session_id),
            expires_at: Set(UnixMillis(0)),
            ..Default::default()
        };
        let changed = self.desk.database().write(move |unit| {
            Box::pin(async move {
                session.update(unit.connection()).await?;
                Ok::<_, DeskError>(())
            })
        });
        changed.await.unwrap();
    }

    /// Runs an operation as somebody with a cookie.
    pub async fn run(&self, colleague: &Colleague, query: &str, variables: Value) -> Value {
        let request = self
            .http
            .post(self.endpoint())
            .header("cookie", colleague.cookie())
            .header("x-guiche-client", CLIENT)
            .json(&json!({ "query": query, "variables": variables }));
        request.send().await.unwrap().json().await.unwrap()
    }
}

pub fn customer(number: u32) -> CustomerIdentity {
    CustomerIdentity {
        wa_id: Some(format!("55219{number:08}")),
        wa_id_match_key: Some(format!("55219{number:08}")),
        profile_name: Some(format!("Customer {number}")),
        ..CustomerIdentity::default()
    }
}

async fn new_channel(desk: &Desk) -> ChannelView {
    let channel = NewChannel {
        name: "Padaria".into(),
        phone_number_id: "106540352242922".into(),
        waba_id: "102290129340398".into(),
        display_phone_number: Some("+55 21 99999-0000".into()),
        access_token: "token".to_owned().into(),
        app_secret: "0123456789abcdef0123456789abcdef".to_owned().into(),
        verify_token: "verify".to_owned().into(),
        department_id: None,
        coexistence: false,
        echo_keyword: None,
    };
    desk.create_channel(&Actor::System, channel).await.unwrap()
}

fn http_client() -> reqwest::Client {
    // The second test of a process finds it installed.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_mins(1))
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}
