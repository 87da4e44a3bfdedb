//! Contacts, their addresses, conversations and tickets.
//!
//! The invariants live here: an address names one contact, a contact has one conversation per channel,
//! a conversation has one open ticket. Each list of the inbox reads one index (newest activity first).

crate::sql::step! {
    up: "
CREATE TABLE contact (
    id {uuid} PRIMARY KEY,
    profile_name text,
    edited_name text,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE contact_address (
    id {uuid} PRIMARY KEY,
    contact_id {uuid} NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    kind text NOT NULL,
    match_key text NOT NULL,
    value text NOT NULL,
    created_at bigint NOT NULL,
    last_seen_at bigint NOT NULL
);
CREATE UNIQUE INDEX contact_address_identity ON contact_address (kind, match_key) WHERE kind <> 'username';
CREATE INDEX contact_address_contact ON contact_address (contact_id);
CREATE TABLE conversation (
    id {uuid} PRIMARY KEY,
    contact_id {uuid} NOT NULL REFERENCES contact (id),
    channel_id {uuid} NOT NULL REFERENCES channel (id),
    ticket_id {uuid},
    agent_id {uuid} REFERENCES person (id),
    department_id {uuid} REFERENCES department (id) ON DELETE SET NULL,
    visible_department_id {uuid} REFERENCES department (id) ON DELETE SET NULL,
    window_expires_at bigint,
    last_customer_message_at bigint,
    last_activity_at bigint NOT NULL,
    last_message_id {uuid},
    unread_count integer NOT NULL,
    first_unread_message_id {uuid},
    waiting_since bigint,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    UNIQUE (contact_id, channel_id)
);
CREATE INDEX conversation_all ON conversation (last_activity_at DESC, id DESC);
CREATE INDEX conversation_visible ON conversation (visible_department_id, last_activity_at DESC, id DESC);
CREATE INDEX conversation_agent ON conversation (agent_id, last_activity_at DESC, id DESC) WHERE agent_id IS NOT NULL;
CREATE INDEX conversation_department ON conversation (department_id, last_activity_at DESC, id DESC) WHERE department_id IS NOT NULL;
CREATE INDEX conversation_unassigned ON conversation (last_activity_at DESC, id DESC) WHERE ticket_id IS NOT NULL AND agent_id IS NULL AND department_id IS NULL;
CREATE INDEX conversation_in_service ON conversation (last_activity_at DESC, id DESC) WHERE agent_id IS NOT NULL;
CREATE INDEX conversation_open ON conversation (last_activity_at DESC, id DESC) WHERE ticket_id IS NOT NULL AND (department_id IS NOT NULL OR agent_id IS NULL);
CREATE INDEX conversation_channel ON conversation (channel_id, last_activity_at DESC, id DESC);
CREATE INDEX conversation_unread ON conversation (last_activity_at DESC, id DESC) WHERE unread_count > 0;
CREATE TABLE ticket (
    id {uuid} PRIMARY KEY,
    conversation_id {uuid} NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    protocol text NOT NULL UNIQUE,
    opened_at bigint NOT NULL,
    closed_at bigint,
    agent_id {uuid} REFERENCES person (id),
    department_id {uuid} REFERENCES department (id) ON DELETE SET NULL,
    closed_by {uuid} REFERENCES person (id),
    first_answer_at bigint
);
CREATE UNIQUE INDEX ticket_open ON ticket (conversation_id) WHERE closed_at IS NULL;
CREATE INDEX ticket_conversation ON ticket (conversation_id, opened_at DESC);
CREATE TABLE protocol_day (
    day integer PRIMARY KEY,
    last integer NOT NULL
);
",
    drop: ["protocol_day", "ticket", "conversation", "contact_address", "contact"]
}
