//! Files on their way out: what users uploaded, Meta's ids of it, and the installation's library.

crate::sql::step! {
    up: "
CREATE TABLE upload (
    id {uuid} PRIMARY KEY,
    person_id {uuid} REFERENCES person (id) ON DELETE CASCADE,
    api_token_id {uuid} REFERENCES api_token (id) ON DELETE CASCADE,
    kind text NOT NULL,
    content_type text NOT NULL,
    file_name text,
    bytes bigint NOT NULL,
    sha256 text NOT NULL,
    storage_key text NOT NULL,
    width integer,
    height integer,
    duration_ms integer,
    created_at bigint NOT NULL
);
CREATE INDEX upload_created_at ON upload (created_at);
CREATE INDEX upload_storage_key ON upload (storage_key);
CREATE TABLE meta_media (
    channel_id {uuid} NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    sha256 text NOT NULL,
    content_type text NOT NULL,
    meta_media_id text NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (channel_id, sha256, content_type)
);
CREATE INDEX meta_media_expires_at ON meta_media (expires_at);
CREATE TABLE library_item (
    id {uuid} PRIMARY KEY,
    name text NOT NULL,
    search text NOT NULL,
    kind text NOT NULL,
    content_type text NOT NULL,
    file_name text,
    bytes bigint NOT NULL,
    sha256 text NOT NULL,
    storage_key text NOT NULL,
    width integer,
    height integer,
    added_by {uuid} REFERENCES person (id) ON DELETE SET NULL,
    created_at bigint NOT NULL
);
CREATE INDEX library_item_storage_key ON library_item (storage_key);
",
    drop: ["library_item", "meta_media", "upload"]
}
