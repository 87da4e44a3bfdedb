//! From what was said to what is used.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use desk::redaction::Redaction;
use desk::storage::DatabaseUrl;
use push::Subject;
use secrecy::SecretString;
use url::Url;

use super::{Layer, LogFormat, SettingsError, file};

/// One line says what the library of migrations would say in two for each.
const DEFAULT_LOG: &str = "info,sea_orm_migration=warn";

/// What the program runs with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Address to answer on.
    pub listen: SocketAddr,
    /// Address by which browsers and Meta reach this server. No path, no trailing slash is implied.
    pub public_url: Url,
    /// Folder for the database, keys and files.
    pub data_dir: PathBuf,
    /// The database.
    pub database: DatabaseUrl,
    /// Where files are kept.
    pub media: MediaUrl,
    /// The bus that wakes other nodes.
    pub nats_url: Option<String>,
    /// Meta's Graph API.
    pub graph_api_url: Url,
    /// Its version.
    pub graph_api_version: String,
    /// Whom push services may write to. None: nobody is pushed.
    pub vapid_subject: Option<Subject>,
    /// Further push services.
    pub push_hosts: Vec<String>,
    /// The key given by setting instead of by file.
    pub secret_key: Option<SecretString>,
    /// Name of the company.
    pub name: String,
    /// How many proxies add to `X-Forwarded-For`.
    pub trusted_proxies: u8,
    /// Explorer and introspection.
    pub development: bool,
    /// Made-up customers: the interface says so.
    pub demo: bool,
    /// What is blacked out before it is written down.
    pub redaction: Redaction,
    /// Days that raw webhooks are kept.
    pub webhook_retention_days: u16,
    /// Days that events are kept.
    pub journal_retention_days: u16,
    /// What is logged.
    pub log: String,
    /// How it is written.
    pub log_format: LogFormat,
    /// A push service of a test.
    pub test_push_service: Option<TestPushService>,
}

/// Where files are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaUrl {
    /// In a folder.
    Folder(PathBuf),
    /// In an S3-compatible store.
    S3(Url),
}

/// Push services of a test: the real host names, answered elsewhere.
#[derive(Clone, Debug)]
pub struct TestPushService {
    /// Which host is answered where.
    pub resolve: Vec<(String, SocketAddr)>,
    /// The certificate that they are trusted with.
    pub root: Option<PathBuf>,
}

impl Settings {
    /// Puts the layers together: `said` (flags over environment) over the file over the defaults.
    pub fn resolve(
        said: &Layer,
        variables: impl Iterator<Item = String>,
    ) -> Result<Self, SettingsError> {
        file::refuse_unknown_variables(variables)?;
        let data_dir = said.data_dir.clone().unwrap_or_else(|| "data".into());
        let default_file = data_dir.join("guiche.toml");
        let path = said.config.as_deref().unwrap_or(&default_file);
        let layer = said.clone().or(file::read(path, said.config.is_some())?);
        Self::from_layer(layer)
    }

    fn from_layer(layer: Layer) -> Result<Self, SettingsError> {
        let listen = layer
            .listen
            .unwrap_or_else(|| ([127, 0, 0, 1], 8080).into());
        let data_dir = layer.data_dir.unwrap_or_else(|| "data".into());
        let public_url = match layer.public_url {
            Some(text) => parse_public_url(&text)?,
            None => url("GUICHE_PUBLIC_URL", &format!("http://{listen}"))?,
        };
        Ok(Self {
            public_url,
            database: match layer.database_url {
                Some(text) => parse("GUICHE_DATABASE_URL", &text)?,
                None => DatabaseUrl::Sqlite(data_dir.join("guiche.db")),
            },
            media: parse_media(layer.media_url.as_deref(), &data_dir)?,
            nats_url: layer.nats_url,
            graph_api_url: url(
                "GUICHE_GRAPH_API_URL",
                layer
                    .graph_api_url
                    .as_deref()
                    .unwrap_or("https://graph.facebook.com"),
            )?,
            graph_api_version: parse_version(layer.graph_api_version.as_deref())?,
            vapid_subject: layer
                .vapid_subject
                .map(|text| {
                    Subject::parse(&text).map_err(|error| {
                        SettingsError::invalid("GUICHE_VAPID_SUBJECT", error.to_string())
                    })
                })
                .transpose()?,
            push_hosts: layer.push_hosts.unwrap_or_default(),
            secret_key: layer.secret_key.map(SecretString::from),
            name: layer.name.unwrap_or_else(|| "Guichê".to_owned()),
            trusted_proxies: layer.trusted_proxies.unwrap_or(0),
            development: layer.development.unwrap_or(false),
            demo: false,
            redaction: Redaction {
                tax_numbers: layer.redact_tax_numbers.unwrap_or(false),
            },
            webhook_retention_days: layer.webhook_retention_days.unwrap_or(30),
            journal_retention_days: layer.journal_retention_days.unwrap_or(14),
            log: layer.log.unwrap_or_else(|| DEFAULT_LOG.to_owned()),
            log_format: layer.log_format.unwrap_or_default(),
            test_push_service: parse_test_push(layer.test_push_resolve, layer.test_push_root)?,
            listen,
            data_dir,
        })
    }
}

fn parse<T: FromStr<Err: ToString>>(name: &'static str, text: &str) -> Result<T, SettingsError> {
    text.parse()
        .map_err(|error: T::Err| SettingsError::invalid(name, error.to_string()))
}

fn url(name: &'static str, text: &str) -> Result<Url, SettingsError> {
    let url: Url = parse(name, text)?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(SettingsError::invalid(
            name,
            "it must begin with http:// or https://",
        ));
    }
    Ok(url)
}

fn parse_public_url(text: &str) -> Result<Url, SettingsError> {
    const NAME: &str = "GUICHE_PUBLIC_URL";
    let url = url(NAME, text)?;
    if url.path() != "/" || url.query().is_some() || !url.username().is_empty() {
        return Err(SettingsError::invalid(
            NAME,
            "only scheme, host and port: no path, no login",
        ));
    }
    Ok(url)
}

/// Meta ends versions after about two years; older ones than v25.0 lack what the desk relies on.
fn parse_version(text: Option<&str>) -> Result<String, SettingsError> {
    let text = text.unwrap_or("v25.0");
    let major = text
        .strip_prefix('v')
        .and_then(|rest| rest.split_once('.'))
        .filter(|(_, minor)| minor.parse::<u16>().is_ok())
        .and_then(|(major, _)| major.parse::<u16>().ok());
    match major {
        Some(25..) => Ok(text.to_owned()),
        _ => Err(SettingsError::invalid(
            "GUICHE_GRAPH_API_VERSION",
            format!("{text:?} is not a version from v25.0 on"),
        )),
    }
}

fn parse_media(text: Option<&str>, data_dir: &Path) -> Result<MediaUrl, SettingsError> {
    const NAME: &str = "GUICHE_MEDIA_URL";
    let Some(text) = text else {
        return Ok(MediaUrl::Folder(data_dir.join("media")));
    };
    if text.starts_with("s3://") {
        let url: Url = parse(NAME, text)?;
        return match url.host_str() {
            Some(_) => Ok(MediaUrl::S3(url)),
            None => Err(SettingsError::invalid(NAME, "s3:// needs a bucket")),
        };
    }
    if text.contains("://") && !text.starts_with("file://") {
        return Err(SettingsError::invalid(
            NAME,
            "it must be a folder or begin with s3://",
        ));
    }
    Ok(MediaUrl::Folder(
        text.strip_prefix("file://").unwrap_or(text).into(),
    ))
}

fn parse_test_push(
    resolve: Option<Vec<String>>,
    root: Option<PathBuf>,
) -> Result<Option<TestPushService>, SettingsError> {
    const NAME: &str = "GUICHE_TEST_PUSH_RESOLVE";
    let Some(pairs) = resolve else {
        return Ok(None);
    };
    let resolve = pairs
        .iter()
        .map(|pair| {
            let (host, address) = pair
                .split_once('=')
                .ok_or_else(|| SettingsError::invalid(NAME, "pairs are HOST=ADDRESS:PORT"))?;
            Ok((host.to_owned(), parse(NAME, address)?))
        })
        .collect::<Result<_, SettingsError>>()?;
    Ok(Some(TestPushService { resolve, root }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(layer: Layer) -> String {
        Settings::from_layer(layer).unwrap_err().to_string()
    }

    #[test]
    fn an_invalid_setting_is_refused_by_name() {
        let some = |text: &str| Some(text.to_owned());
        let table = [
            (
                Layer {
                    public_url: some("ftp://desk"),
                    ..Layer::default()
                },
                "GUICHE_PUBLIC_URL",
            ),
            (
                Layer {
                    public_url: some("https://desk/x"),
                    ..Layer::default()
                },
                "GUICHE_PUBLIC_URL",
            ),
            (
                Layer {
                    database_url: some("mysql://x"),
                    ..Layer::default()
                },
                "GUICHE_DATABASE_URL",
            ),
            (
                Layer {
                    media_url: some("gs://bucket"),
                    ..Layer::default()
                },
                "GUICHE_MEDIA_URL",
            ),
            (
                Layer {
                    graph_api_url: some("graph"),
                    ..Layer::default()
                },
                "GUICHE_GRAPH_API_URL",
            ),
            (
                Layer {
                    graph_api_version: some("v24.0"),
                    ..Layer::default()
                },
                "GUICHE_GRAPH_API_VERSION",
            ),
            (
                Layer {
                    graph_api_version: some("25"),
                    ..Layer::default()
                },
                "GUICHE_GRAPH_API_VERSION",
            ),
            (
                Layer {
                    vapid_subject: some("mailto:me@localhost"),
                    ..Layer::default()
                },
                "GUICHE_VAPID_SUBJECT",
            ),
            (
                Layer {
                    vapid_subject: some("me@company.com.br"),
                    ..Layer::default()
                },
                "GUICHE_VAPID_SUBJECT",
            ),
            (
                Layer {
                    test_push_resolve: Some(vec!["host".into()]),
                    ..Layer::default()
                },
                "GUICHE_TEST_PUSH_RESOLVE",
            ),
        ];
        for (layer, name) in table {
            let message = refusal(layer);
            assert!(message.starts_with(name), "{message}");
        }
    }

    #[test]
    fn defaults_need_nothing() {
        let settings = Settings::from_layer(Layer::default()).unwrap();
        assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(settings.public_url.as_str(), "http://127.0.0.1:8080/");
        assert_eq!(
            settings.database,
            DatabaseUrl::Sqlite("data/guiche.db".into())
        );
        assert_eq!(settings.graph_api_version, "v25.0");
        assert!(settings.vapid_subject.is_none());
    }

    #[test]
    fn a_flag_wins_over_the_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("guiche.toml"),
            "name = 'File'\ndevelopment = true\n",
        )
        .unwrap();
        let said = Layer {
            data_dir: Some(folder.path().into()),
            name: Some("Flag".into()),
            ..Layer::default()
        };
        let settings = Settings::resolve(&said, std::iter::empty()).unwrap();
        assert_eq!(
            (settings.name.as_str(), settings.development),
            ("Flag", true)
        );
    }

    #[test]
    fn misspelled_keys_and_variables_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("guiche.toml"), "lisen = '127.0.0.1:1'\n").unwrap();
        let said = Layer {
            data_dir: Some(folder.path().into()),
            ..Layer::default()
        };
        let refused = Settings::resolve(&said, std::iter::empty())
            .unwrap_err()
            .to_string();
        assert!(refused.contains("lisen"), "{refused}");
        let variables = ["PATH", "GUICHE_LISEN"].map(str::to_owned).into_iter();
        let refused = Settings::resolve(&Layer::default(), variables)
            .unwrap_err()
            .to_string();
        assert!(refused.starts_with("GUICHE_LISEN"), "{refused}");
    }
}
