//! The program, run as an operator runs it.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use sandbox::{Number, Running, Sandbox, SandboxOptions};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

/// Meta's id of the number that every installation answers on.
pub const PHONE_NUMBER_ID: &str = "200300400500600";
/// Meta's id of its account.
pub const WABA_ID: &str = "100200300400500";
/// The secret that signs webhooks.
pub const APP_SECRET: &str = "app-secret-of-the-tests";
/// The token that may send.
pub const ACCESS_TOKEN: &str = "access-token-of-the-tests";
/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery";

const PATIENCE: Duration = Duration::from_secs(30);

/// Where the installation keeps what is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// A file of its own.
    Sqlite,
    /// A database of its own on the tests' server.
    Postgres,
}

/// An installation: its folder, its database, its sandbox, and the program while it runs.
pub struct Installation {
    /// Plays Meta.
    pub sandbox: Running,
    folder: TempDir,
    address: SocketAddr,
    database_url: String,
    /// Removes the database at the end.
    postgres: Option<test_postgres::Database>,
    variables: Vec<(String, String)>,
    process: Option<Child>,
}

/// How an installation differs from the usual one.
#[derive(Default)]
pub struct Differences {
    /// Further `GUICHE_*` variables.
    pub variables: Vec<(String, String)>,
    /// Do not connect the number.
    pub without_channel: bool,
}

impl Installation {
    /// A running installation with one number, the departments Atendimento and Financeiro, and one person of
    /// each role: `admin@`, `supervisor@`, `ana@` and `bruno@` (Atendimento) and `carla@` (Financeiro) of
    /// `example.com`.
    pub async fn start(database: Database) -> Self {
        Self::start_with(database, Differences::default()).await
    }

    /// The same with differences.
    pub async fn start_with(database: Database, differences: Differences) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (database_url, postgres) = match database {
            Database::Sqlite => (
                format!("sqlite://{}", folder.path().join("guiche.db").display()),
                None,
            ),
            Database::Postgres => {
                let made = test_postgres::Database::create().await;
                (made.url.clone(), Some(made))
            }
        };
        let sandbox = Sandbox::start(SandboxOptions::default())
            .await
            .expect("a sandbox");
        let mut installation = Self {
            sandbox,
            folder,
            address: free_address(),
            database_url,
            postgres,
            variables: differences.variables,
            process: None,
        };
        installation.furnish(differences.without_channel).await;
        installation.launch().await;
        installation
    }

    async fn furnish(&self, without_channel: bool) {
        let people = [
            ("admin@example.com", "Helena", "administrator", None),
            ("supervisor@example.com", "Marcos", "supervisor", None),
            ("ana@example.com", "Ana", "agent", Some("Atendimento")),
            ("bruno@example.com", "Bruno", "agent", Some("Atendimento")),
            ("carla@example.com", "Carla", "agent", Some("Financeiro")),
        ];
        for (email, name, role, department) in people {
            let mut arguments = vec![
                "user", "create", "--email", email, "--name", name, "--role", role,
            ];
            if let Some(department) = department {
                arguments.extend(["--department", department]);
            }
            self.run_with_input(&arguments, PASSWORD).await;
        }
        if !without_channel {
            self.connect_number().await;
        }
    }

    /// Connects the number by the command line and registers it at the sandbox.
    pub async fn connect_number(&self) {
        self.run(&[
            "channel",
            "add",
            "--name",
            "Principal",
            "--phone-number-id",
            PHONE_NUMBER_ID,
            "--waba-id",
            WABA_ID,
            "--access-token",
            ACCESS_TOKEN,
            "--app-secret",
            APP_SECRET,
            "--verify-token",
            "verify-token-of-the-tests",
            "--department",
            "Atendimento",
        ])
        .await;
        self.sandbox.register(
            Number::new(PHONE_NUMBER_ID, WABA_ID, ACCESS_TOKEN, APP_SECRET)
                .with_webhook(self.url("/webhooks/whatsapp")),
        );
    }

    /// Where the program answers.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The same for sockets.
    pub fn socket_url(&self) -> String {
        format!("ws://{}/graphql", self.address)
    }

    /// Its data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its database's address.
    pub fn database_url(&self) -> &str {
        &self.database_url
    }

    /// The program's process id.
    pub fn process_id(&self) -> u32 {
        self.process
            .as_ref()
            .and_then(Child::id)
            .expect("the program runs")
    }

    /// Runs a command of the program and returns what it printed. Panics when it fails.
    pub async fn run(&self, arguments: &[&str]) -> String {
        self.run_with_input(arguments, "").await
    }

    /// The same, with something on standard input.
    pub async fn run_with_input(&self, arguments: &[&str], input: &str) -> String {
        let mut child = self
            .command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut stdin = child.stdin.take().expect("its standard input");
        stdin
            .write_all(input.as_bytes())
            .await
            .expect("its standard input takes text");
        drop(stdin);
        let output = child.wait_with_output().await.expect("its end");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "guiche {arguments:?}: {errors}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// Starts the program and waits until it is ready.
    pub async fn launch(&mut self) {
        let mut command = self.command();
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.path().join("guiche.log"))
            .expect("a log file");
        command
            .arg("serve")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        self.process = Some(command.kill_on_drop(true).spawn().expect("the program"));
        self.wait_until_ready().await;
    }

    async fn wait_until_ready(&mut self) {
        let url = self.url("/readyz");
        let ready = async {
            loop {
                let answer = crate::http().get(&url).send().await;
                if answer.is_ok_and(|answer| answer.status().is_success()) {
                    return;
                }
                if let Some(process) = &mut self.process
                    && let Ok(Some(status)) = process.try_wait()
                {
                    panic!("the program ended with {status}: {}", self.log());
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        // Borrowed twice otherwise: the log is read only when the wait is over.
        if tokio::time::timeout(PATIENCE, ready).await.is_err() {
            panic!("the program is not ready: {}", self.log());
        }
    }

    /// What the program logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("guiche.log")).unwrap_or_default()
    }

    /// Ends the program as a power cut does: no signal handler runs.
    pub async fn kill(&mut self) {
        let mut process = self.process.take().expect("the program runs");
        process.kill().await.expect("it can be killed");
    }

    /// Asks the program to end and returns its status.
    pub async fn terminate(&mut self) -> std::process::ExitStatus {
        let mut process = self.process.take().expect("the program runs");
        let id = process.id().expect("a process id").to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status().await;
        assert!(sent.expect("kill").success());
        tokio::time::timeout(PATIENCE, process.wait())
            .await
            .expect("it ends in time")
            .expect("its status")
    }

    fn command(&self) -> Command {
        let mut command = Command::new(program());
        command
            .env("GUICHE_DATA_DIR", self.folder.path())
            .env("GUICHE_DATABASE_URL", &self.database_url)
            .env("GUICHE_LISTEN", self.address.to_string())
            .env("GUICHE_GRAPH_API_URL", self.sandbox.base_url())
            .env("GUICHE_VAPID_SUBJECT", "mailto:operator@guiche.app")
            .env("GUICHE_LOG", "info");
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        command
    }

    /// Stops everything and removes what was made.
    pub async fn remove(mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().await.expect("it can be killed");
        }
        if let Some(postgres) = self.postgres.take() {
            postgres.remove().await;
        }
    }
}

/// The program that Cargo built beside this test.
pub fn program() -> PathBuf {
    let test = std::env::current_exe().expect("this program");
    let profile = test
        .ancestors()
        .find(|folder| folder.join("guiche").is_file())
        .unwrap_or_else(|| panic!("build the program first: cargo build --package guiche"));
    profile.join("guiche")
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("its address")
}
