//! The files of a template's cards: a message has one file of its own, and a carousel one for each card.

crate::sql::step! {
    up: "
CREATE TABLE card_file (
    message_id {uuid} NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    upload_id {uuid} NOT NULL,
    content_type text NOT NULL,
    bytes bigint NOT NULL,
    sha256 text NOT NULL,
    storage_key text NOT NULL,
    width integer,
    height integer,
    PRIMARY KEY (message_id, upload_id)
);
CREATE INDEX card_file_storage_key ON card_file (storage_key);
",
    drop: ["card_file"]
}
