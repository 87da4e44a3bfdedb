//! An installation as an operator makes it: folder, database, people, one number.

use std::net::SocketAddr;
use std::path::Path;

use sandbox::{Customer, NewCustomer, Number, Running, Sandbox, SandboxOptions, Say};
use tempfile::TempDir;
use tokio::process::Child;

use super::port::Port;
use super::store::{Database, Store};

/// Meta's id of the number that every installation answers on.
pub const PHONE_NUMBER_ID: &str = "200300400500600";
/// Meta's id of its account.
pub const WABA_ID: &str = "100200300400500";
/// The secret that signs webhooks.
pub const APP_SECRET: &str = "app-secret-of-the-tests";
/// The token that may send.
pub const ACCESS_TOKEN: &str = "access-token-of-the-tests";
/// What Meta presents when the webhook address is entered.
pub const VERIFY_TOKEN: &str = "verify-token-of-the-tests";
/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery";

/// Who works here: name (`ana` signs in as `ana@example.com`), role, department.
const PEOPLE: [(&str, &str, Option<&str>); 5] = [
    ("Admin", "administrator", None),
    ("Supervisor", "supervisor", None),
    ("Ana", "agent", Some("Atendimento")),
    ("Bruno", "agent", Some("Atendimento")),
    ("Carla", "agent", Some("Financeiro")),
];

/// An installation: its folder, its database, its sandbox, and the program while it runs.
pub struct Installation {
    /// Plays Meta.
    pub sandbox: Running,
    pub(super) folder: TempDir,
    pub(super) port: Port,
    pub(super) store: Store,
    pub(super) variables: Vec<(String, String)>,
    pub(super) process: Option<Child>,
}

/// How an installation differs from the usual one.
#[derive(Default)]
pub struct Differences {
    /// Further `GUICHE_*` variables.
    pub variables: Vec<(String, String)>,
    /// Do not connect the number.
    pub without_channel: bool,
    /// Create nobody.
    pub without_people: bool,
    /// A database that the test has made itself.
    pub database_url: Option<String>,
    /// Keep everything below this folder in place of the system's temporary one.
    pub folder: Option<std::path::PathBuf>,
}

impl Differences {
    /// With one variable more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }
}

impl Installation {
    /// A running installation with one number, the departments Atendimento (which gets the number's tickets)
    /// and Financeiro, and `admin@`, `supervisor@`, `ana@` and `bruno@` (Atendimento) and `carla@` (Financeiro)
    /// of `example.com`.
    pub async fn start(database: Database) -> Self {
        Self::start_with(database, Differences::default()).await
    }

    /// The same with differences.
    pub async fn start_with(database: Database, differences: Differences) -> Self {
        let mut installation = Self::prepare(database, differences).await;
        installation.launch().await;
        installation
    }

    /// The same, but the program does not run yet.
    pub async fn prepare(database: Database, differences: Differences) -> Self {
        let folder = match &differences.folder {
            Some(parent) => tempfile::tempdir_in(parent),
            None => tempfile::tempdir(),
        }
        .expect("a folder");
        let store = match differences.database_url {
            Some(url) => Store::at(url),
            None => Store::create(database, folder.path()).await,
        };
        let sandbox = Sandbox::start(SandboxOptions::default())
            .await
            .expect("a sandbox");
        let installation = Self {
            sandbox,
            folder,
            port: Port::take(),
            store,
            variables: differences.variables,
            process: None,
        };
        if !differences.without_people {
            for (name, role, department) in PEOPLE {
                installation.create_person(name, role, department).await;
            }
        }
        if !differences.without_channel {
            installation.connect_number().await;
        }
        installation
    }

    /// An installation that nothing has been done to: not even its database has tables.
    pub async fn untouched(database: Database) -> Self {
        let differences = Differences {
            without_people: true,
            without_channel: true,
            ..Differences::default()
        };
        let installation = Self::prepare(database, differences).await;
        if database == Database::Postgres {
            installation.store.empty().await;
        }
        installation
    }

    /// Another node on the same database, with a data folder of its own. What it sends goes to the same sandbox.
    pub async fn another_node(&self) -> Self {
        let differences = Differences {
            without_people: true,
            without_channel: true,
            database_url: Some(self.store.url().to_owned()),
            variables: self.variables.clone(),
            ..Differences::default()
        }
        .with("GUICHE_GRAPH_API_URL", self.sandbox.base_url());
        let mut node = Self::prepare(self.store.kind(), differences).await;
        let key = "secret.key";
        std::fs::copy(self.folder().join(key), node.folder().join(key)).expect("the key");
        node.launch().await;
        node
    }

    /// Creates somebody by the command line.
    pub async fn create_person(&self, name: &str, role: &str, department: Option<&str>) {
        let email = format!("{}@example.com", name.to_lowercase());
        let mut arguments = vec![
            "user", "create", "--email", &email, "--name", name, "--role", role,
        ];
        if let Some(department) = department {
            arguments.extend(["--department", department]);
        }
        self.run_with_input(&arguments, PASSWORD).await;
    }

    /// Connects the number by the command line and registers it at the sandbox.
    pub async fn connect_number(&self) {
        #[rustfmt::skip]
        self.run(&[
            "channel", "add", "--name", "Principal", "--department", "Atendimento",
            "--phone-number-id", PHONE_NUMBER_ID, "--waba-id", WABA_ID,
            "--access-token", ACCESS_TOKEN, "--app-secret", APP_SECRET, "--verify-token", VERIFY_TOKEN,
        ])
        .await;
        self.sandbox.register(
            Number::new(PHONE_NUMBER_ID, WABA_ID, ACCESS_TOKEN, APP_SECRET)
                .with_webhook(self.url("/webhooks/whatsapp")),
        );
    }

    /// Sets a variable for the next start.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.into()));
    }

    /// Somebody with `WhatsApp`.
    pub fn customer(&self, name: &str, wa_id: &str) -> Customer {
        self.sandbox
            .add_customer(NewCustomer::with_phone(name, wa_id))
    }

    /// A customer sends a text; returns its wamid.
    pub fn says(&self, customer: &Customer, text: &str) -> String {
        self.sandbox
            .say(&customer.key, Say::text(text))
            .expect("the customer exists")
    }

    /// Where the program answers.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }

    /// Its address.
    pub fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// The same for sockets.
    pub fn socket_url(&self) -> String {
        format!("ws://{}/graphql", self.address())
    }

    /// Its data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its database, as an operator's tools see it.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Ends a node whose database others go on working with.
    pub async fn leave(mut self) {
        assert!(self.terminate().await.success(), "{}", self.log());
    }

    /// What every test ends with: the program answers and is ready, the database is sound. Then everything is
    /// removed.
    pub async fn finish(mut self) {
        assert!(self.is_running(), "the program ended: {}", self.log());
        self.wait_until_ready().await;
        self.store.assert_sound().await;
        self.kill().await;
        std::mem::take(&mut self.store).remove().await;
    }
}

impl Drop for Installation {
    /// Shows what the program logged beside what the test says.
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("---- what the program logged:\n{}", self.log());
        }
    }
}
