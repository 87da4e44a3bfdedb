//! Which devices are told, and the pushes that wait.

crate::sql::step! {
    up: "
CREATE TABLE push_subscription (
    id {uuid} PRIMARY KEY,
    person_id {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    session_id {uuid} REFERENCES session (id) ON DELETE CASCADE,
    device_id {uuid} NOT NULL UNIQUE,
    endpoint text NOT NULL UNIQUE,
    p256dh text NOT NULL,
    auth text NOT NULL,
    locale text NOT NULL,
    created_at bigint NOT NULL,
    refreshed_at bigint NOT NULL,
    last_accepted_at bigint,
    last_failure text
);
CREATE INDEX push_subscription_person ON push_subscription (person_id);
CREATE TABLE push_delivery (
    id {uuid} PRIMARY KEY,
    subscription_id {uuid} NOT NULL REFERENCES push_subscription (id) ON DELETE CASCADE,
    journal_seq bigint NOT NULL,
    conversation_id {uuid},
    message_id {uuid},
    notice {json} NOT NULL,
    run_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    attempts integer NOT NULL,
    minimal boolean NOT NULL,
    UNIQUE (subscription_id, journal_seq)
);
CREATE INDEX push_delivery_due ON push_delivery (run_at);
CREATE INDEX push_delivery_conversation ON push_delivery (conversation_id);
",
    drop: ["push_delivery", "push_subscription"]
}
