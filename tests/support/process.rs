//! The program as a process: started, asked, killed.

use std::path::PathBuf;
use std::process::{ExitStatus, Output, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

use super::Installation;

const PATIENCE: Duration = Duration::from_secs(30);

impl Installation {
    /// Runs a command of the program and returns what it printed. Panics when it fails.
    pub async fn run(&self, arguments: &[&str]) -> String {
        self.run_with_input(arguments, "").await
    }

    /// The same, with something on standard input.
    pub async fn run_with_input(&self, arguments: &[&str], input: &str) -> String {
        let output = self.output(arguments, input).await;
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "guiche {arguments:?}: {errors}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// Runs a command that has to fail and returns what it printed.
    pub async fn run_in_vain(&self, arguments: &[&str]) -> String {
        let output = self.output(arguments, "").await;
        let printed = [output.stdout, output.stderr].concat();
        let printed = String::from_utf8(printed).expect("text");
        assert!(!output.status.success(), "guiche {arguments:?}: {printed}");
        printed
    }

    async fn output(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = self
            .command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut stdin = child.stdin.take().expect("its standard input");
        // A command that needs no input may have ended already.
        let _ = stdin.write_all(input.as_bytes()).await;
        drop(stdin);
        child.wait_with_output().await.expect("its end")
    }

    /// Starts the program and waits until it is ready.
    pub async fn launch(&mut self) {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.log_path())
            .expect("a log file");
        let mut command = self.command();
        command
            .arg("serve")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .kill_on_drop(true);
        self.process = Some(command.spawn().expect("the program"));
        self.wait_until_ready().await;
    }

    /// Waits until `/readyz` says so.
    pub async fn wait_until_ready(&mut self) {
        let url = self.url("/readyz");
        let ready = async {
            loop {
                let answer = crate::http().get(&url).send().await;
                if answer.is_ok_and(|answer| answer.status().is_success()) {
                    return;
                }
                assert!(self.is_running(), "the program ended: {}", self.log());
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, ready).await.is_ok();
        assert!(in_time, "the program is not ready: {}", self.log());
    }

    /// Whether the process lives.
    pub fn is_running(&mut self) -> bool {
        let process = self.process.as_mut();
        process.is_some_and(|process| matches!(process.try_wait(), Ok(None)))
    }

    /// The program's process id.
    pub fn process_id(&self) -> u32 {
        self.process
            .as_ref()
            .and_then(Child::id)
            .expect("the program runs")
    }

    /// Bytes of memory that the program occupies.
    pub fn resident_bytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process_id()));
        let status = status.expect("the program runs");
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .expect("its size");
        let kilobytes = line
            .split_whitespace()
            .nth(1)
            .and_then(|number| number.parse().ok());
        1_024 * kilobytes.unwrap_or(0_u64)
    }

    /// What the program logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    fn log_path(&self) -> PathBuf {
        self.folder().join("guiche.log")
    }

    /// Ends the program as a power cut does: no signal handler runs.
    pub async fn kill(&mut self) {
        let mut process = self.process.take().expect("the program runs");
        process.kill().await.expect("it can be killed");
    }

    /// Sends a signal such as `TERM` or `STOP`.
    pub async fn signal(&self, name: &str) {
        let id = self.process_id().to_string();
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &id])
            .status()
            .await;
        assert!(sent.expect("kill").success());
    }

    /// Asks the program to end and returns its status.
    pub async fn terminate(&mut self) -> ExitStatus {
        self.signal("TERM").await;
        self.wait_for_end().await
    }

    /// Waits until the program has ended.
    pub async fn wait_for_end(&mut self) -> ExitStatus {
        let mut process = self.process.take().expect("the program runs");
        tokio::time::timeout(PATIENCE, process.wait())
            .await
            .expect("it ends in time")
            .expect("its status")
    }

    fn command(&self) -> Command {
        let mut command = Command::new(program());
        command
            .env("GUICHE_DATA_DIR", self.folder())
            .env("GUICHE_DATABASE_URL", self.store.url())
            .env("GUICHE_LISTEN", self.address().to_string())
            .env("GUICHE_GRAPH_API_URL", self.sandbox.base_url())
            .env("GUICHE_VAPID_SUBJECT", "mailto:operator@guiche.app")
            .env("GUICHE_LOG", "info,sqlx=warn,sea_orm_migration=warn");
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        command
    }
}

/// The program under test: `TEST_GUICHE`, or what Cargo built beside this test.
pub fn program() -> PathBuf {
    #[expect(
        clippy::disallowed_methods,
        reason = "a test has no command line to take its settings from"
    )]
    if let Ok(path) = std::env::var("TEST_GUICHE") {
        return path.into();
    }
    let test = std::env::current_exe().expect("this program");
    let profile = test
        .ancestors()
        .find(|folder| folder.join("guiche").is_file())
        .unwrap_or_else(|| panic!("build the program first: cargo build --package guiche"));
    profile.join("guiche")
}
