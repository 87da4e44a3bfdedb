//! What companies want to know of their customers, and what they know.

crate::sql::step! {
    up: "
CREATE TABLE custom_field (
    id {uuid} PRIMARY KEY,
    key text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    created_at bigint NOT NULL
);
CREATE UNIQUE INDEX custom_field_key ON custom_field (key);
CREATE TABLE contact_value (
    id {uuid} PRIMARY KEY,
    contact_id {uuid} NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    field_id {uuid} NOT NULL REFERENCES custom_field (id) ON DELETE CASCADE,
    text text,
    content_type text,
    bytes bigint,
    sha256 text,
    storage_key text,
    width integer,
    height integer,
    created_at bigint NOT NULL
);
CREATE UNIQUE INDEX contact_value_field ON contact_value (contact_id, field_id);
CREATE INDEX contact_value_storage_key ON contact_value (storage_key);
",
    drop: ["contact_value", "custom_field"]
}
