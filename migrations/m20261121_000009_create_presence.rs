//! What devices show at this moment, and what they say they have shown: decides whether a push is held.

crate::sql::step! {
    up: "
CREATE TABLE device_presence (
    device_id {uuid} PRIMARY KEY,
    person_id {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    visible boolean NOT NULL,
    conversation_id {uuid},
    until bigint NOT NULL
);
CREATE TABLE push_acknowledgement (
    device_id {uuid} NOT NULL,
    message_id {uuid} NOT NULL,
    person_id {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    acknowledged_at bigint NOT NULL,
    PRIMARY KEY (device_id, message_id)
);
CREATE INDEX push_acknowledgement_age ON push_acknowledgement (acknowledged_at);
",
    drop: ["push_acknowledgement", "device_presence"]
}
