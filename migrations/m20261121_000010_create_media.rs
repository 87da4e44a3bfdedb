//! The files of messages: fetched from Meta while its ids live, and where they are kept.

crate::sql::step! {
    up: "
CREATE TABLE media_file (
    message_id {uuid} PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
    channel_id {uuid} NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    meta_media_id text NOT NULL,
    state text NOT NULL,
    declared_type text NOT NULL,
    expected_sha256 text,
    content_type text,
    sha256 text,
    bytes bigint,
    width integer,
    height integer,
    storage_key text,
    attempts integer NOT NULL,
    run_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    owner text,
    lease_until bigint,
    reason text,
    settled_at bigint
);
CREATE INDEX media_file_due ON media_file (run_at, message_id) WHERE state = 'waiting';
CREATE INDEX media_file_fetching ON media_file (lease_until) WHERE state = 'fetching';
CREATE INDEX media_file_storage_key ON media_file (storage_key) WHERE storage_key IS NOT NULL;
",
    drop: ["media_file"]
}
