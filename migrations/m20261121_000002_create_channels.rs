//! The numbers that the desk answers on.

crate::sql::step! {
    up: "
CREATE TABLE channel (
    id {uuid} PRIMARY KEY,
    name text NOT NULL,
    phone_number_id text NOT NULL UNIQUE,
    waba_id text NOT NULL,
    display_phone_number text,
    access_token {bytes} NOT NULL,
    app_secret {bytes} NOT NULL,
    app_secret_fingerprint text NOT NULL,
    previous_app_secret {bytes},
    previous_app_secret_fingerprint text,
    verify_token {bytes} NOT NULL,
    department_id {uuid} REFERENCES department (id) ON DELETE SET NULL,
    coexistence boolean NOT NULL,
    paused_at bigint,
    pause_reason text,
    pause_failure {json},
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
",
    drop: ["channel"]
}
