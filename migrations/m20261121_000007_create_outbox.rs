//! What waits to leave for Meta.

crate::sql::step! {
    up: "
CREATE TABLE outbox (
    id {uuid} PRIMARY KEY,
    channel_id {uuid} NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    conversation_id {uuid} NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    message_id {uuid} UNIQUE REFERENCES message (id) ON DELETE CASCADE,
    task {json} NOT NULL,
    in_order boolean NOT NULL,
    state text NOT NULL,
    run_at bigint NOT NULL,
    attempts integer NOT NULL,
    owner text,
    lease_until bigint,
    claimed_at bigint
);
CREATE INDEX outbox_conversation ON outbox (conversation_id, id);
CREATE INDEX outbox_due ON outbox (run_at, id) WHERE state = 'queued';
CREATE INDEX outbox_claimed ON outbox (lease_until) WHERE state = 'claimed';
",
    drop: ["outbox"]
}
