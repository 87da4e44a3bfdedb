//! An S3 server with one bucket, as operators run them beside the desk: it checks signatures, takes files in parts,
//! and gives ranges of them.

use std::io;
use std::path::PathBuf;

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::task::AbortOnDropHandle;

const BUCKET: &str = "desk-files";
const ACCESS_KEY: &str = "access-key-of-the-tests";
const SECRET_KEY: &str = "secret-key-of-the-tests";

/// The server. It ends when this is dropped.
pub struct S3 {
    folder: TempDir,
    address: String,
    _serving: AbortOnDropHandle<()>,
}

impl S3 {
    /// Starts it with an empty bucket.
    pub async fn start() -> io::Result<Self> {
        let folder = TempDir::new()?;
        std::fs::create_dir(folder.path().join(BUCKET))?;
        let files = FileSystem::new(folder.path())
            .map_err(|error| io::Error::other(format!("{error:?}")))?;
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        let service = service.build();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = format!("http://{}", listener.local_addr()?);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let connection =
                    http1::Builder::new().serve_connection(TokioIo::new(stream), service.clone());
                // A client that goes away is none of the test's business.
                tokio::spawn(async move { drop(connection.await) });
            }
        });
        Ok(Self {
            folder,
            address,
            _serving: AbortOnDropHandle::new(serving),
        })
    }

    /// What `GUICHE_MEDIA_URL` says to keep files here, below `prefix`.
    pub fn url(&self, prefix: &str) -> String {
        format!("s3://{BUCKET}/{prefix}")
    }

    /// The variables that every tool for S3 knows, which lead here.
    pub fn variables(&self) -> [(&'static str, String); 5] {
        [
            ("AWS_ENDPOINT", self.address.clone()),
            ("AWS_ALLOW_HTTP", "true".to_owned()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", ACCESS_KEY.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", SECRET_KEY.to_owned()),
        ]
    }

    /// Where the bucket's files lie.
    pub fn bucket(&self) -> PathBuf {
        self.folder.path().join(BUCKET)
    }
}
