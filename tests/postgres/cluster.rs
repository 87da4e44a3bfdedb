//! A server of its own, for a test that stops it.

use std::path::PathBuf;
use std::process::Command;

use super::{SERVER_USER, WORKSPACE, as_root, complete, programs, unprivileged};

/// A commit that was answered survives the server's crash, though not the machine's.
const SETTINGS: &str = "-c listen_addresses='' -c fsync=off -c max_connections=50";

/// A server with one empty database. It ends, and its folder goes, when this is dropped.
pub struct Cluster {
    folder: PathBuf,
}

impl Cluster {
    /// Makes and starts it.
    pub fn start() -> Self {
        let name = format!("target/test-postgres-{}", std::process::id());
        let folder = PathBuf::from(WORKSPACE).join(name);
        std::fs::create_dir_all(&folder).expect("a folder for the cluster");
        let folder = folder.canonicalize().expect("the folder's own name");
        if as_root() {
            complete(Command::new("chown").arg(SERVER_USER).arg(&folder));
        }
        let cluster = Self { folder };
        complete(
            unprivileged(&programs().join("initdb"))
                .args(["-U", "guiche", "--auth=trust", "-E", "UTF8"])
                .args(["--locale=C.UTF-8", "--no-sync", "-D"])
                .arg(cluster.folder.join("data")),
        );
        cluster.go_on();
        cluster
    }

    /// The database's address.
    pub fn url(&self) -> String {
        format!(
            "postgres:///postgres?host={}&user=guiche",
            self.folder.display()
        )
    }

    /// Ends the server as a crash does.
    pub fn crash(&self) {
        complete(self.control().args(["-m", "immediate", "stop"]));
    }

    /// Starts it again; it recovers by itself.
    pub fn go_on(&self) {
        let options = format!("-k {} {SETTINGS}", self.folder.display());
        let log = self.folder.join("server.log");
        complete(
            self.control()
                .arg("-l")
                .arg(log)
                .arg("-o")
                .arg(options)
                .args(["-w", "start"]),
        );
    }

    fn control(&self) -> Command {
        let mut command = unprivileged(&programs().join("pg_ctl"));
        command.arg("-D").arg(self.folder.join("data"));
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // It may have crashed on purpose.
        let _ = super::quiet(self.control().args(["-m", "immediate", "stop"])).status();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
