//! A throw-away PostgreSQL for tests.
//!
//! With `TEST_POSTGRES_URL` set, that server is used (its user must be allowed to create databases).
//! Otherwise the first test that needs one makes a cluster in `target/test-postgres` and starts it, without
//! fsync, reachable by a socket in that folder alone. As each test may be a process of its own, the
//! cluster outlives them: later tests find it by its socket, and it stops by itself after a
//! quarter of an hour without use. A file lock keeps two processes from starting it at once.
//!
//! Each test gets a database of its own, copied from a template that was migrated once; the template's
//! name tells which migrations it holds. A test that stops its server takes a [`Cluster`] of its own.

mod cluster;

pub use cluster::Cluster;

use std::fs::{File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, Statement};
use sha2::{Digest, Sha256};

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
/// Whom the server runs as when the tests run as root, which PostgreSQL refuses.
const SERVER_USER: &str = "postgres";
const SETTINGS: &str = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB";
/// Stops the cluster when `last_used` is a quarter of an hour old, holding the lock so that nobody starts to
/// use it meanwhile. Arguments: folder, lock, program.
const WATCH: &str = r#"
while sleep 30; do
    flock "$1" sh -c '[ -n "$(find "$0/last_used" -mmin -15)" ] || ! "$1" -D "$0/data" -m immediate stop' "$0" "$2" || exit 0
    [ -S "$0/.s.PGSQL.5432" ] || exit 0
done"#;

/// One test's database.
pub struct Database {
    /// Its address.
    pub url: String,
    name: String,
    server: String,
}

impl Database {
    /// An empty database with the schema in place.
    pub async fn create() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let (server, template) = prepare().await;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", std::process::id());
        let connection = connect(&at(&server, "postgres")).await;
        run(&connection, &format!("DROP DATABASE IF EXISTS {name}")).await;
        run(
            &connection,
            &format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"),
        )
        .await;
        Self {
            url: at(&server, &name),
            name,
            server,
        }
    }

    /// Removes it.
    pub async fn remove(self) {
        let connection = connect(&at(&self.server, "postgres")).await;
        let name = self.name;
        run(&connection, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }
}

/// The server's address and the name of the migrated template.
async fn prepare() -> (String, String) {
    let folder = Path::new(WORKSPACE).join("target/test-postgres");
    std::fs::create_dir_all(&folder).expect("a folder for the cluster");
    let folder = folder.canonicalize().expect("the folder's own name");
    let lock_path = folder.with_extension("lock");
    let lock = File::create(&lock_path).expect("a lock file");
    wait_for(&lock).await;
    let server = match given_server() {
        Some(url) => url,
        None => started_cluster(&folder, &lock_path),
    };
    let template = format!("template_{}", hash_of_migrations());
    let connection = connect(&at(&server, "postgres")).await;
    if !names(&connection, &template).await.contains(&template) {
        remove_databases_of_the_dead(&connection).await;
        build(&connection, &server, &template).await;
    }
    (server, template)
}

/// Waits for the lock without blocking the runtime's thread.
async fn wait_for(lock: &File) {
    loop {
        match lock.try_lock() {
            Ok(()) => return,
            Err(TryLockError::WouldBlock) => tokio::time::sleep(Duration::from_millis(5)).await,
            Err(TryLockError::Error(error)) => panic!("the lock cannot be taken: {error}"),
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test has no command line to take its settings from"
)]
fn given_server() -> Option<String> {
    std::env::var("TEST_POSTGRES_URL").ok()
}

/// The address of the cluster in `folder`, after starting it if it does not run.
fn started_cluster(folder: &Path, lock: &Path) -> String {
    let socket = folder.join(".s.PGSQL.5432");
    if UnixStream::connect(&socket).is_err() {
        start(folder, lock);
    }
    std::fs::write(folder.join("last_used"), "").expect("a note of the last use");
    let host = folder.display();
    format!("postgres:///postgres?host={host}&user=guiche")
}

fn start(folder: &Path, lock: &Path) {
    std::fs::remove_dir_all(folder).expect("an old cluster can be removed");
    std::fs::create_dir_all(folder).expect("a folder for the cluster");
    std::fs::write(folder.join("last_used"), "").expect("a note of the last use");
    if as_root() {
        complete(Command::new("chown").arg(SERVER_USER).arg(folder));
    }
    let programs = programs();
    let data = folder.join("data");
    complete(
        unprivileged(&programs.join("initdb"))
            .args([
                "-U",
                "guiche",
                "--auth=trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ])
            .arg("-D")
            .arg(&data),
    );
    complete(
        unprivileged(&programs.join("pg_ctl"))
            .arg("-D")
            .arg(&data)
            .arg("-l")
            .arg(folder.join("server.log"))
            .arg("-o")
            .arg(format!("-k {} {SETTINGS}", folder.display()))
            .args(["-w", "start"]),
    );
    complete(
        unprivileged(Path::new("setsid"))
            .args(["--fork", "sh", "-c", WATCH])
            .arg(folder)
            .arg(lock)
            .arg(programs.join("pg_ctl")),
    );
}

fn as_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// `program`, as a user whom PostgreSQL accepts.
fn unprivileged(program: &Path) -> Command {
    if !as_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args([
            "--reuid",
            SERVER_USER,
            "--regid",
            SERVER_USER,
            "--init-groups",
        ])
        .arg(program);
    command
}

fn quiet(command: &mut Command) -> &mut Command {
    command
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
}

fn complete(command: &mut Command) {
    let status = quiet(command).status();
    assert!(
        status.as_ref().is_ok_and(std::process::ExitStatus::success),
        "{command:?}: {status:?}. Install PostgreSQL (Debian: postgresql) or set TEST_POSTGRES_URL"
    );
}

/// Where PostgreSQL's programs are: the newest version of Debian's, or wherever the path leads.
fn programs() -> PathBuf {
    std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|programs| programs.join("initdb").exists())
        .max()
        .unwrap_or_default()
}

fn hash_of_migrations() -> String {
    let folder = Path::new(WORKSPACE).join("migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the migrations")
        .flatten()
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files.sort();
    let hash = files.iter().fold(Sha256::new(), |hash, file| {
        hash.chain_update(std::fs::read(file).expect("a migration"))
    });
    hex::encode(&hash.finalize()[..6])
}

/// Makes the template under another name first, so that a run that was cut leaves no half of one.
async fn build(connection: &DatabaseConnection, server: &str, template: &str) {
    let draft = format!("draft_{template}");
    run(
        connection,
        &format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)"),
    )
    .await;
    run(connection, &format!("CREATE DATABASE {draft}")).await;
    let inside = connect(&at(server, &draft)).await;
    Migrator::up(&inside, None).await.expect("a schema");
    inside.close().await.expect("an idle connection");
    run(
        connection,
        &format!("ALTER DATABASE {draft} RENAME TO {template}"),
    )
    .await;
}

/// Removes what failed tests left.
async fn remove_databases_of_the_dead(connection: &DatabaseConnection) {
    for name in names(connection, "test\\_%").await {
        let process = name.split('_').nth(1).unwrap_or_default();
        if !Path::new("/proc").join(process).exists() {
            run(
                connection,
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            )
            .await;
        }
    }
}

async fn names(connection: &DatabaseConnection, pattern: &str) -> Vec<String> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT datname::text AS name FROM pg_database WHERE datname LIKE $1",
        [pattern.into()],
    );
    let rows = connection
        .query_all_raw(statement)
        .await
        .expect("databases");
    rows.iter()
        .map(|row| row.try_get("", "name").expect("a name"))
        .collect()
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(1).sqlx_logging(false);
    let opened = sea_orm::Database::connect(options).await;
    opened.expect("the PostgreSQL server answers")
}

async fn run(connection: &DatabaseConnection, sql: &str) {
    let done = connection.execute_unprepared(sql).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// The address of another database of the same server.
fn at(server: &str, database: &str) -> String {
    let (address, options) = server.split_once('?').unwrap_or((server, ""));
    let (host, _) = address.rsplit_once('/').unwrap_or((address, ""));
    format!("{host}/{database}?{options}")
}
