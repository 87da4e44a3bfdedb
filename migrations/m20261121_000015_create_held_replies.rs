//! Replies that wait for the customer's answer, words to search in a thread, and how many replies of a
//! conversation did not get through.
//!
//! `message_search` lies in the order in which a thread is read, so that a search in one conversation reads one
//! contiguous range; see `docs/decisions/search-in-a-thread.md`.

crate::sql::step! {
    up: "
CREATE TABLE held_reply (
    id {uuid} PRIMARY KEY,
    conversation_id {uuid} NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    author_id {uuid} REFERENCES person (id),
    client_key {uuid} NOT NULL UNIQUE,
    text text NOT NULL,
    reply_to_id {uuid},
    sends_itself boolean NOT NULL,
    created_at bigint NOT NULL,
    changed_at bigint NOT NULL
);
CREATE INDEX held_reply_conversation ON held_reply (conversation_id, id);
CREATE TABLE message_search (
    conversation_id {uuid} NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    sent_at bigint NOT NULL,
    message_id {uuid} NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    words text NOT NULL,
    PRIMARY KEY (conversation_id, sent_at, message_id)
) {clustered};
CREATE UNIQUE INDEX message_search_message ON message_search (message_id);
ALTER TABLE conversation ADD COLUMN held_count integer NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN undelivered_count integer NOT NULL DEFAULT 0;
",
    drop: ["message_search", "held_reply"]
}
