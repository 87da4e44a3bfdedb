//! The list of all settings.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Deserialize;

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// What one source says; `None` leaves it to the next one.
#[expect(
    clippy::doc_markdown,
    reason = "clap prints these lines as they are: mark-up would stand in --help"
)]
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[command(next_help_heading = "Settings (flag, then environment, then file)")]
pub struct Layer {
    /// Settings file (TOML; its keys are the flags with _ for -) [default: guiche.toml in the data folder, if there]
    #[arg(long, global = true, env = "GUICHE_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,

    /// Address to answer on [default: 127.0.0.1:8080]
    #[arg(
        long,
        global = true,
        env = "GUICHE_LISTEN",
        value_name = "ADDRESS:PORT"
    )]
    pub listen: Option<SocketAddr>,

    /// Address by which browsers and Meta reach this server [default: http:// and the listen address]
    #[arg(long, global = true, env = "GUICHE_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,

    /// Folder for the database, keys and files [default: data]
    #[arg(long, global = true, env = "GUICHE_DATA_DIR", value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,

    /// sqlite://FILE or postgres://… [default: sqlite:// and guiche.db in the data folder]
    #[arg(
        long,
        global = true,
        env = "GUICHE_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database_url: Option<String>,

    /// Where files are kept: a folder, or s3://BUCKET/PREFIX (credentials from AWS_*) [default: media in the data folder]
    #[arg(long, global = true, env = "GUICHE_MEDIA_URL", value_name = "URL")]
    pub media_url: Option<String>,

    /// nats://… to wake other nodes; unset: this is the only node
    #[arg(
        long,
        global = true,
        env = "GUICHE_NATS_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub nats_url: Option<String>,

    /// Address of Meta's Graph API [default: https://graph.facebook.com]
    #[arg(long, global = true, env = "GUICHE_GRAPH_API_URL", value_name = "URL")]
    pub graph_api_url: Option<String>,

    /// Version of the Graph API, v25.0 or newer [default: v25.0]
    #[arg(
        long,
        global = true,
        env = "GUICHE_GRAPH_API_VERSION",
        value_name = "VERSION"
    )]
    pub graph_api_version: Option<String>,

    /// Whom push services may write to: a public mailto: address or https: URL. Without it nobody is pushed
    #[arg(
        long,
        global = true,
        env = "GUICHE_VAPID_SUBJECT",
        value_name = "SUBJECT"
    )]
    pub vapid_subject: Option<String>,

    /// Further push services that devices may name, comma-separated host names
    #[arg(
        long,
        global = true,
        env = "GUICHE_PUSH_HOSTS",
        value_name = "HOSTS",
        value_delimiter = ','
    )]
    pub push_hosts: Option<Vec<String>>,

    /// Key that secrets are encrypted with, 64 hexadecimal digits [default: secret.key in the data folder, made on first start]
    #[arg(
        long,
        global = true,
        env = "GUICHE_SECRET_KEY",
        value_name = "HEX",
        hide_env_values = true
    )]
    pub secret_key: Option<String>,

    /// Name of the company, as the interface shows it [default: Guichê]
    #[arg(long, global = true, env = "GUICHE_NAME", value_name = "NAME")]
    pub name: Option<String>,

    /// How many proxies of yours stand before this server, each adding to X-Forwarded-For [default: 0]
    #[arg(
        long,
        global = true,
        env = "GUICHE_TRUSTED_PROXIES",
        value_name = "COUNT"
    )]
    pub trusted_proxies: Option<u8>,

    /// Explorer and introspection at /graphql, for developers
    #[arg(long, global = true, env = "GUICHE_DEVELOPMENT", value_name = "BOOL")]
    pub development: Option<bool>,

    /// Black out CPF and CNPJ numbers in messages too; card numbers always are [default: false]
    #[arg(
        long,
        global = true,
        env = "GUICHE_REDACT_TAX_NUMBERS",
        value_name = "BOOL"
    )]
    pub redact_tax_numbers: Option<bool>,

    /// Days that raw webhooks are kept after they were understood [default: 30]
    #[arg(
        long,
        global = true,
        env = "GUICHE_WEBHOOK_RETENTION_DAYS",
        value_name = "DAYS"
    )]
    pub webhook_retention_days: Option<u16>,

    /// Days that a device may be away and still resume without fetching anew [default: 14]
    #[arg(
        long,
        global = true,
        env = "GUICHE_JOURNAL_RETENTION_DAYS",
        value_name = "DAYS"
    )]
    pub journal_retention_days: Option<u16>,

    /// What is logged, in the syntax of tracing's EnvFilter [default: info,sea_orm_migration=warn]
    #[arg(long, global = true, env = "GUICHE_LOG", value_name = "FILTER")]
    pub log: Option<String>,

    /// How log lines are written [default: text]
    #[arg(long, global = true, env = "GUICHE_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,

    /// For tests: HOST=ADDRESS:PORT pairs that push requests go to, comma-separated
    #[arg(
        long,
        global = true,
        env = "GUICHE_TEST_PUSH_RESOLVE",
        value_name = "PAIRS",
        value_delimiter = ',',
        hide = true
    )]
    #[serde(skip)]
    pub test_push_resolve: Option<Vec<String>>,

    /// For tests: certificate (PEM) that those addresses are trusted with
    #[arg(
        long,
        global = true,
        env = "GUICHE_TEST_PUSH_ROOT",
        value_name = "FILE",
        hide = true
    )]
    #[serde(skip)]
    pub test_push_root: Option<PathBuf>,
}

impl Layer {
    /// Fills what this layer leaves open from `next`.
    #[must_use]
    pub fn or(self, next: Self) -> Self {
        Self {
            config: self.config.or(next.config),
            listen: self.listen.or(next.listen),
            public_url: self.public_url.or(next.public_url),
            data_dir: self.data_dir.or(next.data_dir),
            database_url: self.database_url.or(next.database_url),
            media_url: self.media_url.or(next.media_url),
            nats_url: self.nats_url.or(next.nats_url),
            graph_api_url: self.graph_api_url.or(next.graph_api_url),
            graph_api_version: self.graph_api_version.or(next.graph_api_version),
            vapid_subject: self.vapid_subject.or(next.vapid_subject),
            push_hosts: self.push_hosts.or(next.push_hosts),
            secret_key: self.secret_key.or(next.secret_key),
            name: self.name.or(next.name),
            trusted_proxies: self.trusted_proxies.or(next.trusted_proxies),
            development: self.development.or(next.development),
            redact_tax_numbers: self.redact_tax_numbers.or(next.redact_tax_numbers),
            webhook_retention_days: self.webhook_retention_days.or(next.webhook_retention_days),
            journal_retention_days: self.journal_retention_days.or(next.journal_retention_days),
            log: self.log.or(next.log),
            log_format: self.log_format.or(next.log_format),
            test_push_resolve: self.test_push_resolve.or(next.test_push_resolve),
            test_push_root: self.test_push_root.or(next.test_push_root),
        }
    }
}
