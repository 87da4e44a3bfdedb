//! A desk, the emulated Cloud API and a folder for files.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use desk::access::Actor;
use desk::channel::{ChannelView, NewChannel};
use desk::clock::ManualClock;
use desk::contact::CustomerIdentity;
use desk::inbox::{InboxFilter, InboxList, InboxQuery};
use desk::media::MediaFileView;
use desk::message::{Content, MediaKind};
use desk::signals::Signal;
use desk::storage::{ConnectOptions, DatabaseUrl, Synchronous};
use desk::webhook::{Inbound, InboundMessage, ParsedWebhook, WebhookItem};
use desk::{Desk, OpenOptions};
use entity::media_file::MediaState;
use entity::{ChannelId, MessageId, UnixMillis};
use futures_util::TryStreamExt;
use migrations::{Migrator, MigratorTrait};
use sandbox::{
    CallQuery, Content as Said, MediaFile, MediaLie, NewCustomer, Number, Running, Sandbox,
    SandboxOptions, Say,
};
use tempfile::TempDir;
use whatsapp::client::{ClientSettings, GraphClient, http_client};

use super::super::fetch::Fetcher;
use super::super::listen::Listener;
use super::super::{FileStore, Media};

/// 2026-11-21T12:00:00Z.
const NOON: i64 = 1_795_262_400_000;
/// The number's id at Meta.
pub const NUMBER: &str = "200300400500600";
const CUSTOMER: &str = "5561981234567";
const PATIENCE: Duration = Duration::from_mins(1);

pub struct Stage {
    pub desk: Desk,
    pub sandbox: Running,
    pub channel: ChannelId,
    clock: Arc<ManualClock>,
    folder: TempDir,
    fetcher: Arc<Fetcher>,
}

/// A file that begins like a picture of these sides and has `size` bytes.
pub fn png(width: u32, height: u32, size: usize) -> MediaFile {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend_from_slice(&width.to_be_bytes());
    bytes.extend_from_slice(&height.to_be_bytes());
    bytes.extend((bytes.len()..size).map(|index| u8::try_from(index % 251).expect("a byte")));
    MediaFile::new("image/png", bytes)
}

impl Stage {
    pub async fn set() -> Self {
        let sandbox = Sandbox::start(SandboxOptions::default())
            .await
            .expect("a sandbox");
        sandbox.clock().freeze_at_ms(NOON);
        sandbox.register(Number::new(NUMBER, "900", "token", "app-secret"));
        sandbox.add_customer(NewCustomer::with_phone("Ada", CUSTOMER));
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(ManualClock::at(UnixMillis(NOON)));
        let desk = open_desk(&folder, &clock).await;
        let channel = NewChannel {
            name: "Shop".into(),
            phone_number_id: NUMBER.into(),
            waba_id: "900".into(),
            display_phone_number: None,
            access_token: "token".to_owned().into(),
            app_secret: "app-secret".to_owned().into(),
            verify_token: "verify".to_owned().into(),
            department_id: None,
            coexistence: false,
            echo_keyword: None,
        };
        let channel = desk.create_channel(&Actor::System, channel).await;
        let fetcher = Fetcher {
            desk: desk.clone(),
            client: client(sandbox.base_url()),
            store: FileStore::in_folder(&folder.path().join("media")).expect("a store"),
            listener: Listener::new(),
            node: "node".into(),
        };
        Self {
            desk,
            sandbox,
            channel: channel.expect("a channel").id,
            clock,
            folder,
            fetcher: Arc::new(fetcher),
        }
    }

    /// Another host stands in the place of the Cloud API.
    pub fn with_host(mut self, base: &str) -> Self {
        self.fetcher = Arc::new(Fetcher {
            desk: self.desk.clone(),
            client: client(base),
            store: self.fetcher.store.clone(),
            listener: Listener::new(),
            node: "node".into(),
        });
        self
    }

    /// The consumer that runs by itself.
    pub fn consumer(&self) -> Media {
        Media {
            fetcher: self.fetcher.clone(),
        }
    }

    /// Fetches what is due, one after the other; returns how many files that were.
    pub async fn turn(&self) -> usize {
        let jobs = self.desk.claim_media("node", 10).await.expect("claims");
        let count = jobs.len();
        for job in jobs {
            self.fetcher.clone().carry_out(job).await;
        }
        count
    }

    /// A customer sends a file, and the desk hears of it.
    pub async fn customer_sends(&self, file: MediaFile) -> MessageId {
        self.customer_sends_as(file, None).await
    }

    /// The same, with another digest in the webhook.
    pub async fn customer_sends_as(&self, file: MediaFile, sha256: Option<String>) -> MessageId {
        let said = Said::Document {
            file: Some(file),
            filename: None,
            caption: None,
        };
        let wamid = self.sandbox.say(CUSTOMER, Say::new(said)).expect("said");
        let thread = self.sandbox.thread(NUMBER, CUSTOMER).expect("a thread");
        let said = thread.into_iter().next_back().expect("a message").content;
        let text = |key: &str| said[key].as_str().map(str::to_owned);
        let sha256 = sha256.or_else(|| text("sha256"));
        let mime_type = text("mime_type").expect("a type");
        self.hears(wamid, &text("id").expect("an id"), mime_type, sha256)
            .await
    }

    /// The desk hears of a file that only the host in the place of the Cloud API knows.
    pub async fn hears_of_file(&self, media: &str, sha256: Option<String>) -> MessageId {
        let wamid = format!("wamid.{media}");
        self.hears(wamid, media, "application/pdf".into(), sha256)
            .await
    }

    async fn hears(
        &self,
        wamid: String,
        media: &str,
        mime_type: String,
        sha256: Option<String>,
    ) -> MessageId {
        let content = Content::Media {
            kind: MediaKind::Document,
            mime_type,
            caption: None,
            file_name: None,
            voice: false,
            animated: false,
            meta_media_id: Some(media.to_owned()),
            sha256,
        };
        let message = InboundMessage {
            channel_id: self.channel,
            identity: CustomerIdentity {
                wa_id: Some(CUSTOMER.into()),
                wa_id_match_key: Some(CUSTOMER.into()),
                ..CustomerIdentity::default()
            },
            wamid,
            sent_at: self.desk.now(),
            content,
            reply_to_wamid: None,
            forwarded: false,
            opens_window: true,
        };
        let item = WebhookItem {
            path: "entry[0]".into(),
            raw: "{}".into(),
            inbound: Inbound::Message(message),
        };
        let webhook = ParsedWebhook {
            seq: 1,
            items: vec![item],
            rejects: Vec::new(),
            complete: true,
        };
        let applied = self.desk.apply_webhooks(vec![webhook]).await;
        applied.expect("applied");
        self.newest_message().await
    }

    async fn newest_message(&self) -> MessageId {
        let query = InboxQuery {
            list: InboxList::All,
            filter: InboxFilter::default(),
            first: 1,
            after: None,
        };
        let page = self
            .desk
            .inbox(&Actor::System, query)
            .await
            .expect("an inbox");
        page.items[0].last_message_id.expect("a message")
    }

    /// What Meta says of a message's file is not true.
    pub async fn lie(&self, id: MessageId, lie: MediaLie) {
        let message = self
            .desk
            .message(&Actor::System, id)
            .await
            .expect("the desk");
        let Content::Media {
            meta_media_id: Some(media),
            ..
        } = message.expect("a message").content
        else {
            panic!("the message has a file");
        };
        self.sandbox.falsify_media(&media, lie).expect("the file");
    }

    pub async fn file(&self, id: MessageId) -> MediaFileView {
        let found = self.desk.media_for(&Actor::System, id).await;
        found.expect("the desk").expect("a file")
    }

    pub async fn channel(&self) -> ChannelView {
        let channels = self.desk.channels(&Actor::System).await.expect("the desk");
        channels.into_iter().next().expect("a channel")
    }

    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("media")
    }

    /// What the store holds under a name.
    pub async fn kept(&self, key: &str) -> Bytes {
        let size = std::fs::metadata(self.folder().join(key))
            .expect("a file")
            .len();
        let stream = self.fetcher.store.read(key, 0..size).await;
        let stream = stream.expect("the store").expect("the file");
        let chunks: Vec<Bytes> = stream.try_collect().await.expect("bytes");
        chunks.concat().into()
    }

    /// Every file in a folder of the store, however deep.
    pub fn files_under(&self, name: &str) -> Vec<PathBuf> {
        let mut folders = vec![self.folder().join(name)];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.push(path);
                }
            }
        }
        files
    }

    /// Moves every clock on.
    pub fn pass(&self, time: Duration) {
        let milliseconds = i64::try_from(time.as_millis()).expect("a short time");
        self.clock.advance(milliseconds);
        self.sandbox.clock().shift_ms(milliseconds);
        self.desk.signals().wake(Signal::Media);
    }

    /// Waits until a file is stored or given up.
    pub async fn until_settled(&self, id: MessageId) {
        let mut head = self.desk.journal().follow();
        let settled = async {
            while matches!(
                self.file(id).await.state,
                MediaState::Waiting | MediaState::Fetching
            ) {
                head.changed().await.expect("the journal");
            }
        };
        tokio::time::timeout(PATIENCE, settled)
            .await
            .expect("settled in time");
    }

    /// Waits until Meta was asked for `count` files' bytes.
    pub async fn until_download(&self, count: usize) {
        let query = CallQuery {
            path: Some(super::DOWNLOAD.into()),
            ..CallQuery::default()
        };
        let calls = self.sandbox.wait_for_calls(&query, count, PATIENCE).await;
        assert!(calls.len() >= count);
    }
}

fn client(base: &str) -> GraphClient {
    let http = http_client(&ClientSettings::default()).expect("a client");
    GraphClient::new(http, base.parse().expect("an address"), "v25.0")
}

async fn open_desk(folder: &TempDir, clock: &Arc<ManualClock>) -> Desk {
    let url = DatabaseUrl::Sqlite(folder.path().join("desk.sqlite"));
    let connect = ConnectOptions {
        synchronous: Synchronous::Normal,
        ..ConnectOptions::new(url)
    };
    let connection = connect.single().await.expect("an empty database");
    Migrator::up(&connection, None).await.expect("a schema");
    connection.close().await.expect("an idle connection");
    let options = OpenOptions {
        connect,
        key: [7; 32],
        clock: clock.clone(),
    };
    Desk::open(options).await.expect("a desk")
}
