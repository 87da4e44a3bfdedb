//! Where files are kept: under the digest of their content, so that equal files are kept once.

use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt};

use crate::arrival::Arrival;

/// Where files are while they arrive.
pub const ARRIVING: &str = "arriving";
/// How long an arrival that nobody ends is left alone: far longer than any transfer takes.
const ABANDONED_AFTER: Duration = Duration::from_hours(24);
/// How old a file may be, in milliseconds, before an equal one is written over it.
const REFRESHED_AFTER: i64 = 12 * 60 * 60 * 1_000;
/// What all transfers at once may hold in memory, in bytes (F27).
const MEMORY: usize = 15 * 1024 * 1024;
/// The most transfers at once.
const MOST_TRANSFERS: usize = 8;
/// A piece of a file on its way into a folder, in bytes.
const FOLDER_PIECE: usize = 256 * 1024;
/// The same into an object store: S3 takes no smaller ones.
const OBJECT_PIECE: usize = 5 * 1024 * 1024;

/// The store does not do what it should.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder cannot be made, read or written.
    #[error("the folder for files {path}: {source}")]
    Folder {
        /// Which folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The store failed.
    #[error("the file store: {0}")]
    Store(#[from] object_store::Error),
}

impl StoreError {
    /// Whether no space is left: reading still works, and writing will when somebody makes room.
    pub fn is_full(&self) -> bool {
        let first: &(dyn std::error::Error + 'static) = self;
        std::iter::successors(Some(first), |cause| cause.source())
            .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
            .any(|error| {
                matches!(
                    error.kind(),
                    std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded
                )
            })
    }
}

/// The bytes of a file as they come.
pub type FileStream = BoxStream<'static, Result<Bytes, StoreError>>;

/// A store of files. Cheap to clone.
#[derive(Clone, Debug)]
pub struct FileStore {
    pub(crate) objects: Arc<dyn ObjectStore>,
    pub(crate) piece: usize,
    folder: Option<PathBuf>,
}

impl FileStore {
    /// Keeps files in a folder, which is made if need be; what is written there is on disk when it counts
    /// as stored.
    pub fn in_folder(path: &FilePath) -> Result<Self, StoreError> {
        std::fs::create_dir_all(path).map_err(|source| StoreError::Folder {
            path: path.to_owned(),
            source,
        })?;
        let objects = LocalFileSystem::new_with_prefix(path)?.with_fsync(true);
        Ok(Self {
            objects: Arc::new(objects),
            piece: FOLDER_PIECE,
            folder: Some(path.to_owned()),
        })
    }

    /// Keeps files in an object store, such as S3. Arrivals that were cut leave unfinished multipart
    /// uploads there: give the bucket a rule that ends them.
    pub fn of_objects(objects: Arc<dyn ObjectStore>) -> Self {
        Self {
            objects,
            piece: OBJECT_PIECE,
            folder: None,
        }
    }

    /// What a file that arrives holds in memory at most, in bytes.
    pub const fn piece(&self) -> usize {
        self.piece
    }

    /// How many files may be fetched at once.
    pub fn transfers(&self) -> usize {
        (MEMORY / self.piece).clamp(1, MOST_TRANSFERS)
    }

    /// Begins to take a file in.
    pub fn begin(&self) -> Arrival {
        Arrival::new(self.clone())
    }

    /// A small file whole: at most its first `bytes`. Empty if it is not there.
    pub async fn read_whole(&self, key: &str, bytes: u64) -> Result<Vec<u8>, StoreError> {
        let mut whole = Vec::new();
        if let Some(mut stream) = self.read(key, 0..bytes).await? {
            while let Some(piece) = stream.try_next().await? {
                whole.extend_from_slice(&piece);
            }
        }
        Ok(whole)
    }

    /// The bytes of a file from `range.start` until before `range.end`. None if it is not there.
    pub async fn read(
        &self,
        key: &str,
        range: std::ops::Range<u64>,
    ) -> Result<Option<FileStream>, StoreError> {
        let options = GetOptions {
            range: (!range.is_empty()).then_some(GetRange::Bounded(range)),
            ..GetOptions::default()
        };
        match self.objects.get_opts(&Path::from(key), options).await {
            Ok(found) => Ok(Some(found.into_stream().map_err(StoreError::from).boxed())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether a whole file of this size is there, and young enough at `now` to stay for a while.
    pub(crate) async fn holds(&self, key: &Path, bytes: u64, now: i64) -> Result<bool, StoreError> {
        match self.objects.head(key).await {
            Ok(found) => {
                let age = now - found.last_modified.timestamp_millis();
                Ok(found.size == bytes && age < REFRESHED_AFTER)
            }
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a file that nothing names any more, unless somebody has brought it again within the last day
    /// before `now`, in milliseconds since 1970.
    pub async fn remove_forgotten(&self, key: &str, now: i64) -> Result<(), StoreError> {
        let path = Path::from(key);
        let found = match self.objects.head(&path).await {
            Err(object_store::Error::NotFound { .. }) => return Ok(()),
            found => found?,
        };
        if now - found.last_modified.timestamp_millis() < 2 * REFRESHED_AFTER {
            return Ok(());
        }
        let digest = key.rsplit('/').next().unwrap_or_default();
        for gone in [Path::from(format!("thumbnail/{digest}")), path] {
            match self.objects.delete(&gone).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Removes what arrivals left behind whose process was killed. `now` in milliseconds since 1970.
    pub async fn sweep(&self, now: i64) -> Result<(), StoreError> {
        if let Some(folder) = &self.folder {
            let arriving = folder.join(ARRIVING);
            let swept = tokio::task::spawn_blocking(move || sweep_folder(&arriving)).await;
            return swept.unwrap_or(Ok(()));
        }
        let horizon = now - i64::try_from(ABANDONED_AFTER.as_millis()).unwrap_or(i64::MAX);
        let mut found = self.objects.list(Some(&Path::from(ARRIVING)));
        while let Some(object) = found.try_next().await? {
            if object.last_modified.timestamp_millis() < horizon {
                self.objects.delete(&object.location).await?;
            }
        }
        Ok(())
    }
}

/// Calls `visit` with the path of every whole file in the folder of a store, relative to the folder. What still
/// arrives is passed over: it moves while one looks, and nothing refers to it yet.
pub fn visit_files<Failure: From<StoreError>>(
    folder: &FilePath,
    mut visit: impl FnMut(&FilePath) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let failed = |source| StoreError::Folder {
        path: folder.to_owned(),
        source,
    };
    let mut waiting = vec![PathBuf::new()];
    while let Some(place) = waiting.pop() {
        for entry in std::fs::read_dir(folder.join(&place)).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = place.join(entry.file_name());
            // The store writes beside the place, under a name with a number sign, and renames.
            let is_arriving =
                path == FilePath::new(ARRIVING) || path.to_string_lossy().contains('#');
            if is_arriving {
                continue;
            }
            if entry.file_type().map_err(failed)?.is_dir() {
                waiting.push(path);
            } else {
                visit(&path)?;
            }
        }
    }
    Ok(())
}

/// The store lists no files that are still being written, so the folder is asked itself.
fn sweep_folder(arriving: &FilePath) -> Result<(), StoreError> {
    let failed = |source| StoreError::Folder {
        path: arriving.to_owned(),
        source,
    };
    let entries = match std::fs::read_dir(arriving) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(failed)?,
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let age = entry.metadata().and_then(|found| found.modified()).ok();
        let is_abandoned = age
            .and_then(|modified| modified.elapsed().ok())
            .is_some_and(|age| age > ABANDONED_AFTER);
        if is_abandoned {
            std::fs::remove_file(entry.path()).map_err(failed)?;
        }
    }
    Ok(())
}
