//! The running program: started in order, stopped in the opposite order.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::serve::ListenerExt;
use consumers::Report;
use consumers::media::Media;
use consumers::outbound::Outbound;
use consumers::pushes::Pushes;
use consumers::templates::Templates;
use desk::Desk;
use files::FileStore;
use graphql::{ClientAddress, GraphqlService};
use intake::{Crowd, WebhookDoor};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::node::Node;
use super::{KeyError, housekeeping, media_store, nodes, open_desk, schema::SchemaError, shutdown};
use crate::http::{self, Health, Surface};
use crate::run::errands::Runner;
use crate::run::push_sender::{self, PushSetup, PushSetupError};
use crate::settings::Settings;
use crate::telemetry;

/// Why the program did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The schema is not right.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The desk cannot be opened.
    #[error(transparent)]
    Desk(#[from] desk::DeskError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] desk::storage::StorageError),
    /// Pushes cannot be sent.
    #[error(transparent)]
    Push(#[from] PushSetupError),
    /// Files cannot be kept.
    #[error("GUICHE_MEDIA_URL: {0}")]
    Media(#[from] files::StoreError),
    /// Meta cannot be called.
    #[error("no client for Meta could be made: {0}")]
    Client(#[from] reqwest::Error),
    /// The bus address is wrong.
    #[error("GUICHE_NATS_URL: {0}")]
    Nats(#[from] async_nats::ConnectError),
    /// The data folder cannot be used.
    #[error("GUICHE_DATA_DIR: {0}")]
    Node(std::io::Error),
    /// The address cannot be listened on.
    #[error("GUICHE_LISTEN: {address}: {source}")]
    Listen {
        /// Which address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
}

/// The running program.
pub struct App {
    address: SocketAddr,
    node: Node,
    desk: Desk,
    health: Health,
    graphql: GraphqlService,
    /// Cancelled first: nothing new comes in.
    closing: CancellationToken,
    /// Cancelled second: consumers finish what they hold.
    stopping: CancellationToken,
    server: JoinSet<()>,
    consumers: JoinSet<()>,
}

impl App {
    /// Starts everything; returns when requests are answered.
    pub async fn start(settings: Settings) -> Result<Self, StartError> {
        let desk = open_desk(&settings).await?;
        let node = Node::identify(&settings.data_dir).map_err(StartError::Node)?;
        let listener = listen(settings.listen).await?;
        let address = listener.local_addr().map_err(|source| StartError::Listen {
            address: settings.listen,
            source,
        })?;
        let metrics = telemetry::metrics();
        let (health, closing, stopping) = (
            Health::default(),
            CancellationToken::new(),
            CancellationToken::new(),
        );
        let push = push_sender::prepare(&settings, &desk).await?;
        let files = media_store::open(&settings.media)?;
        let errands = Runner {
            desk: desk.clone(),
            sender: push.sender.clone(),
            services: push.services.clone(),
            public_url: settings.public_url.clone(),
            name: settings.name.clone(),
        };
        let graphql =
            GraphqlService::start(desk.clone(), api_options(&settings, &push, errands)).await?;
        let crowd = Crowd::default();
        let surface = http::router(Surface {
            desk: desk.clone(),
            health: health.clone(),
            metrics,
            webhooks: intake::router(WebhookDoor::new(desk.clone(), crowd.clone())),
            graphql: graphql::router(graphql.clone()),
            media: http::media::router(desk.clone(), graphql.clone(), files.clone()).merge(
                http::uploads::router(desk.clone(), graphql.clone(), files.clone()),
            ),
            https: settings.public_url.scheme() == "https",
        });
        let mut app = Self {
            address,
            node,
            desk,
            health,
            graphql,
            closing,
            stopping,
            server: JoinSet::new(),
            consumers: JoinSet::new(),
        };
        app.start_consumers(&settings, push, files, crowd).await?;
        app.serve(listener, surface);
        tracing::info!(%address, public.url = %settings.public_url, "guiche answers");
        Ok(app)
    }

    /// Where it answers.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The desk, for whoever runs beside it in this process.
    pub const fn desk(&self) -> &Desk {
        &self.desk
    }

    async fn start_consumers(
        &mut self,
        settings: &Settings,
        push: PushSetup,
        files: FileStore,
        crowd: Crowd,
    ) -> Result<(), StartError> {
        let node = self.node.name().to_owned();
        let report: Arc<dyn Report> = Arc::new(self.health.clone());
        let stop = &self.stopping;
        let meta = whatsapp::client::GraphClient::new(
            whatsapp::client::http_client(&whatsapp::client::ClientSettings::default())?,
            settings.graph_api_url.clone(),
            settings.graph_api_version.clone(),
        );
        let outbound = Outbound::new(self.desk.clone(), meta.clone(), files.clone(), node.clone());
        self.consumers
            .spawn(outbound.run(report.clone(), stop.clone()));
        let templates = Templates::new(self.desk.clone(), meta.clone(), node.clone());
        self.consumers
            .spawn(templates.run(report.clone(), stop.clone()));
        let media = Media::new(self.desk.clone(), meta, files.clone(), node.clone());
        self.consumers
            .spawn(media.run(report.clone(), stop.clone()));
        let pushes = Pushes::new(
            self.desk.clone(),
            push.sender,
            push.services,
            settings.public_url.clone(),
            node.clone(),
        );
        self.consumers
            .spawn(pushes.run(report.clone(), stop.clone()));
        self.consumers.spawn(intake::understand(
            self.desk.clone(),
            crowd,
            node.clone(),
            report_beat(&self.health),
            stop.clone(),
        ));
        self.consumers.spawn(housekeeping::run(
            self.desk.clone(),
            files,
            housekeeping::Retention {
                webhooks: settings.webhook_retention_days,
                journal: settings.journal_retention_days,
            },
            stop.clone(),
        ));
        self.consumers
            .spawn(nodes::poll(self.desk.clone(), stop.clone()));
        if let Some(url) = &settings.nats_url {
            let client = nodes::connect(url).await?;
            let signals = self.desk.signals().clone();
            self.consumers.spawn(nodes::publish(
                client.clone(),
                signals.clone(),
                node.clone(),
                stop.clone(),
            ));
            self.consumers
                .spawn(nodes::listen(client, signals, node, stop.clone()));
        }
        Ok(())
    }

    fn serve(&mut self, listener: TcpListener, surface: Router) {
        let (closing, health) = (self.closing.clone(), self.health.clone());
        // Without TCP_NODELAY a tick waits for the previous one's acknowledgement.
        let listener = listener.tap_io(|connection| {
            if let Err(error) = connection.set_nodelay(true) {
                tracing::debug!(error = %error, "TCP_NODELAY cannot be set");
            }
        });
        self.server.spawn(async move {
            let service = surface.into_make_service_with_connect_info::<SocketAddr>();
            let served = axum::serve(listener, service)
                .with_graceful_shutdown(closing.clone().cancelled_owned())
                .await;
            if let Err(error) = served {
                tracing::error!(error = %error, "the server ended");
            }
            if !closing.is_cancelled() {
                health.died("server");
            }
        });
    }

    /// Stops in order: no new requests, sockets closed with 1012, requests and sends in flight finished
    /// (F30). Returns within [`shutdown::GRACE`] for each of the two halves.
    pub async fn stop(mut self) {
        let began = Instant::now();
        tracing::info!("stopping");
        self.health.stopping();
        self.closing.cancel();
        self.graphql.shut_down().await;
        finish(&mut self.server, "requests").await;
        self.stopping.cancel();
        finish(&mut self.consumers, "consumers").await;
        tracing::info!(milliseconds = began.elapsed().as_millis(), "stopped");
    }
}

fn api_options(settings: &Settings, push: &PushSetup, errands: Runner) -> graphql::Options {
    graphql::Options {
        name: settings.name.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        demo: settings.demo,
        public_url: settings.public_url.clone(),
        vapid_public_key: push.public_key.clone(),
        push_services: push.services.clone(),
        introspection: settings.development,
        client_address: match settings.trusted_proxies {
            0 => ClientAddress::Peer,
            count => ClientAddress::Forwarded {
                proxies: count.into(),
            },
        },
        limits: graphql::Limits::default(),
        sockets: graphql::SocketOptions::default(),
        errands: Arc::new(errands),
    }
}

async fn finish(tasks: &mut JoinSet<()>, what: &str) {
    let all = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(shutdown::GRACE, all).await.is_err() {
        tracing::warn!(what, "did not finish in time and were cut");
        tasks.shutdown().await;
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| StartError::Listen { address, source })
}

fn report_beat(health: &Health) -> impl Fn() + Send + Sync + 'static {
    let health = health.clone();
    move || health.beat("intake")
}

impl Report for Health {
    fn came_round(&self, part: &'static str) {
        self.beat(part);
    }
}
