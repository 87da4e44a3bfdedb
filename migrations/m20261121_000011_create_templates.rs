//! The templates of business accounts as Meta lists them, whose favourites they are, and when they are listed again; and
//! that Meta holds a message back.

crate::sql::step! {
    up: "
CREATE TABLE template (
    id {uuid} PRIMARY KEY,
    waba_id text NOT NULL,
    meta_id text NOT NULL,
    name text NOT NULL,
    language text NOT NULL,
    category text NOT NULL,
    coming_category text,
    status text NOT NULL,
    reason text,
    quality text NOT NULL,
    definition {json} NOT NULL,
    removed_at bigint,
    updated_at bigint NOT NULL,
    UNIQUE (waba_id, meta_id)
);
CREATE INDEX template_name ON template (waba_id, name, language);
CREATE TABLE template_favourite (
    person_id {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    template_id {uuid} NOT NULL REFERENCES template (id) ON DELETE CASCADE,
    PRIMARY KEY (person_id, template_id)
);
CREATE TABLE template_account (
    waba_id text PRIMARY KEY,
    due_at bigint NOT NULL,
    synced_at bigint,
    attempts integer NOT NULL,
    failure {json}
);
ALTER TABLE delivery ADD COLUMN held_at bigint;
",
    down: "
ALTER TABLE delivery DROP COLUMN held_at;
DROP TABLE template_account;
DROP TABLE template_favourite;
DROP TABLE template;
"
}
