//! Who uses the desk: people, departments, sessions, integrators' tokens, and what the installation keeps for itself.

crate::sql::step! {
    up: "
CREATE TABLE person (
    id {uuid} PRIMARY KEY,
    email text NOT NULL UNIQUE,
    name text NOT NULL,
    role text NOT NULL,
    visibility text NOT NULL,
    password_hash text,
    locale text NOT NULL,
    theme text NOT NULL,
    notifications boolean NOT NULL,
    sound boolean NOT NULL,
    active boolean NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE department (
    id {uuid} PRIMARY KEY,
    name text NOT NULL UNIQUE,
    created_at bigint NOT NULL
);
CREATE TABLE department_member (
    department_id {uuid} NOT NULL REFERENCES department (id) ON DELETE CASCADE,
    person_id {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (department_id, person_id)
);
CREATE INDEX department_member_person ON department_member (person_id);
CREATE TABLE session (
    id {uuid} PRIMARY KEY,
    person_id {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    token_hash {bytes} NOT NULL UNIQUE,
    device_id {uuid},
    label text NOT NULL,
    created_at bigint NOT NULL,
    last_seen_at bigint NOT NULL,
    expires_at bigint NOT NULL
);
CREATE INDEX session_person ON session (person_id);
CREATE TABLE api_token (
    id {uuid} PRIMARY KEY,
    name text NOT NULL,
    token_hash {bytes} NOT NULL UNIQUE,
    scopes text NOT NULL,
    created_at bigint NOT NULL,
    last_used_at bigint,
    revoked_at bigint
);
CREATE TABLE setting (
    name text PRIMARY KEY,
    value {bytes} NOT NULL
);
",
    drop: ["setting", "api_token", "session", "department_member", "department", "person"]
}
