//! Opening the store of files that the settings name.

use std::sync::Arc;

use files::{FileStore, StoreError};
use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use object_store::prefix::PrefixStore;

use crate::settings::MediaUrl;

/// Opens the store. Credentials of S3 come from the `AWS_*` variables that every tool for it knows.
pub fn open(url: &MediaUrl) -> Result<FileStore, StoreError> {
    match url {
        MediaUrl::Folder(folder) => FileStore::in_folder(folder),
        MediaUrl::S3(url) => {
            let bucket = AmazonS3Builder::from_env().with_url(url.as_str()).build()?;
            let prefix = url.path().trim_matches('/');
            let objects: Arc<dyn ObjectStore> = if prefix.is_empty() {
                Arc::new(bucket)
            } else {
                Arc::new(PrefixStore::new(bucket, prefix))
            };
            Ok(FileStore::of_objects(objects))
        }
    }
}
