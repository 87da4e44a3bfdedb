//! What Meta posted, as it came, and the pieces that could not be applied.

crate::sql::step! {
    up: "
CREATE TABLE webhook (
    seq {serial},
    received_at bigint NOT NULL,
    secret_fingerprint text NOT NULL,
    body {bytes} NOT NULL,
    processed_at bigint,
    items integer,
    quarantined integer
);
CREATE INDEX webhook_unprocessed ON webhook (seq) WHERE processed_at IS NULL;
CREATE INDEX webhook_age ON webhook (received_at);
CREATE TABLE quarantined_item (
    id {uuid} PRIMARY KEY,
    webhook_seq bigint NOT NULL,
    path text NOT NULL,
    reason text NOT NULL,
    raw text NOT NULL,
    created_at bigint NOT NULL,
    replayed_at bigint
);
",
    drop: ["quarantined_item", "webhook"]
}
