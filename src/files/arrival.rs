//! A file on its way into the store.
//!
//! Its name is the digest of its content, which is known at the end only: a small file is held until then,
//! a larger one is written piece by piece under a name that nobody serves, and renamed when it is
//! whole and verified.

use bytes::Bytes;
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStoreExt, PutPayload};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::sniff::HEAD;
use crate::store::{ARRIVING, FileStore, StoreError};

/// A SHA-256.
pub type Digest = [u8; 32];

/// A file on its way into the store. Dropping it leaves nothing that is served.
pub struct Arrival {
    store: FileStore,
    digest: Sha256,
    head: Vec<u8>,
    bytes: u64,
    piece: Vec<u8>,
    upload: Option<Upload>,
}

struct Upload {
    path: Path,
    parts: Box<dyn MultipartUpload>,
}

/// A file that has arrived whole and is not under its name yet.
pub struct Arrived {
    store: FileStore,
    piece: Vec<u8>,
    upload: Option<Upload>,
    /// Digest of what arrived.
    pub digest: Digest,
    /// Size of what arrived.
    pub bytes: u64,
    /// Its beginning.
    pub head: Vec<u8>,
}

impl Arrival {
    pub(crate) fn new(store: FileStore) -> Self {
        Self {
            store,
            digest: Sha256::new(),
            head: Vec::new(),
            bytes: 0,
            piece: Vec::new(),
            upload: None,
        }
    }

    /// Takes the next bytes.
    pub async fn take(&mut self, chunk: &[u8]) -> Result<(), StoreError> {
        self.digest.update(chunk);
        self.bytes += chunk.len() as u64;
        let wanted = HEAD.saturating_sub(self.head.len()).min(chunk.len());
        self.head.extend_from_slice(&chunk[..wanted]);
        let mut rest = chunk;
        while !rest.is_empty() {
            if self.piece.len() == self.store.piece {
                self.write_piece().await?;
            }
            let fits = (self.store.piece - self.piece.len()).min(rest.len());
            let (now, later) = rest.split_at(fits);
            self.piece.extend_from_slice(now);
            rest = later;
        }
        Ok(())
    }

    async fn write_piece(&mut self) -> Result<(), StoreError> {
        let upload = match &mut self.upload {
            Some(upload) => upload,
            none => none.insert(Upload::begin(&self.store).await?),
        };
        let piece = Bytes::from(std::mem::take(&mut self.piece));
        // One at a time: what waits to be written is what is held in memory.
        upload.parts.put_part(PutPayload::from_bytes(piece)).await?;
        Ok(())
    }

    /// How many bytes have come so far.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Ends the file.
    pub fn end(self) -> Arrived {
        Arrived {
            store: self.store,
            piece: self.piece,
            upload: self.upload,
            digest: self.digest.finalize().into(),
            bytes: self.bytes,
            head: self.head,
        }
    }

    /// Forgets what has arrived.
    pub async fn forget(self) {
        forget(self.upload).await;
    }
}

impl Arrived {
    /// Puts the file under its name, unless an equal one is there that is younger than half a day at `now`, in
    /// milliseconds since 1970; returns the name. What is older is written anew, so that nobody removes as
    /// forgotten what has just been brought again.
    pub async fn keep(mut self, now: i64) -> Result<String, StoreError> {
        let digest = hex::encode(self.digest);
        let key = Path::from(format!("sha256/{}/{digest}", &digest[..2]));
        let kept = self.put(&key, now).await;
        if kept.is_err() {
            forget(self.upload).await;
        }
        kept.map(|()| key.to_string())
    }

    async fn put(&mut self, key: &Path, now: i64) -> Result<(), StoreError> {
        let objects = &self.store.objects;
        let known = self.store.holds(key, self.bytes, now).await?;
        let rest = Bytes::from(std::mem::take(&mut self.piece));
        let Some(upload) = &mut self.upload else {
            if !known {
                objects.put(key, PutPayload::from_bytes(rest)).await?;
            }
            return Ok(());
        };
        if known {
            forget(self.upload.take()).await;
            return Ok(());
        }
        upload.parts.put_part(PutPayload::from_bytes(rest)).await?;
        upload.parts.complete().await?;
        objects.rename(&upload.path, key).await?;
        Ok(())
    }

    /// Forgets the file.
    pub async fn forget(self) {
        forget(self.upload).await;
    }
}

impl Upload {
    async fn begin(store: &FileStore) -> Result<Self, StoreError> {
        let path = Path::from(format!("{ARRIVING}/{}", Uuid::new_v4().simple()));
        let parts = store.objects.put_multipart(&path).await?;
        Ok(Self { path, parts })
    }
}

async fn forget(upload: Option<Upload>) {
    let Some(mut upload) = upload else {
        return;
    };
    if let Err(error) = upload.parts.abort().await {
        tracing::debug!(error = %error, "an unfinished file stays until it is swept away");
    }
}
