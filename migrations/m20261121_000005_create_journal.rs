//! The journal and the cursors into it.
//!
//! The sequence number comes from the one row of `journal_head`, taken as the last thing before a
//! commit: whoever holds the row commits first, so numbers become visible in order and without gaps,
//! and no reader can step over an event that commits late.

crate::sql::step! {
    up: "
CREATE TABLE journal (
    seq bigint PRIMARY KEY,
    at bigint NOT NULL,
    kind text NOT NULL,
    event {json} NOT NULL,
    audience {json} NOT NULL
);
CREATE INDEX journal_age ON journal (at);
CREATE TABLE journal_head (
    id integer PRIMARY KEY CHECK (id = 1),
    seq bigint NOT NULL,
    compacted_to bigint NOT NULL
);
INSERT INTO journal_head (id, seq, compacted_to) VALUES (1, 0, 0);
CREATE TABLE consumer (
    name text PRIMARY KEY,
    seq bigint NOT NULL,
    owner text,
    lease_until bigint
);
",
    drop: ["consumer", "journal_head", "journal"]
}
