//! Messages and what happens to them.
//!
//! A status touches one narrow row of `delivery` and no index: statuses outnumber messages three to one.

crate::sql::step! {
    up: "
CREATE TABLE message (
    id {uuid} PRIMARY KEY,
    conversation_id {uuid} NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    channel_id {uuid} NOT NULL REFERENCES channel (id),
    ticket_id {uuid} REFERENCES ticket (id) ON DELETE SET NULL,
    wamid text,
    direction text NOT NULL,
    origin text NOT NULL,
    author_id {uuid} REFERENCES person (id),
    client_key {uuid},
    kind text NOT NULL,
    content {json} NOT NULL,
    text text,
    reply_to_wamid text,
    reply_to_id {uuid},
    forwarded boolean NOT NULL,
    sent_at bigint NOT NULL,
    received_at bigint NOT NULL,
    edited_at bigint,
    revoked_at bigint,
    version bigint NOT NULL
);
CREATE UNIQUE INDEX message_wamid ON message (channel_id, wamid) WHERE wamid IS NOT NULL;
CREATE UNIQUE INDEX message_client_key ON message (client_key) WHERE client_key IS NOT NULL;
CREATE INDEX message_thread ON message (conversation_id, sent_at DESC, id DESC);
CREATE TABLE message_revision (
    message_id {uuid} NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    replaced_at bigint NOT NULL,
    content {json} NOT NULL,
    text text,
    PRIMARY KEY (message_id, replaced_at)
);
CREATE TABLE delivery (
    message_id {uuid} PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
    state text NOT NULL,
    queued_at bigint NOT NULL,
    accepted_at bigint,
    sent_at bigint,
    delivered_at bigint,
    read_at bigint,
    played_at bigint,
    failed_at bigint,
    failure {json},
    pricing {json},
    attempts integer NOT NULL,
    next_attempt_at bigint,
    version bigint NOT NULL
);
CREATE TABLE reaction (
    message_id {uuid} NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    author text NOT NULL,
    emoji text,
    person_id {uuid} REFERENCES person (id),
    reacted_at bigint NOT NULL,
    PRIMARY KEY (message_id, author)
);
CREATE TABLE pending_effect (
    id {serial},
    channel_id {uuid} NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    wamid text NOT NULL,
    effect {json} NOT NULL,
    received_at bigint NOT NULL
);
CREATE INDEX pending_effect_wamid ON pending_effect (channel_id, wamid);
CREATE INDEX pending_effect_age ON pending_effect (received_at);
",
    drop: ["pending_effect", "reaction", "delivery", "message_revision", "message"]
}
