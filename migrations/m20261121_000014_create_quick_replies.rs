//! Stored answers, and how far the business's own reactions have come.
//!
//! `WhatsApp` shows one reaction of the business on a message, whoever of it reacted and wherever: one row, by
//! the author `business`.

use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // Without this SQLite would run the step outside a transaction.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::sql::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::sql::run(manager, DOWN).await
    }
}

const UP: &str = "
CREATE TABLE quick_reply (
    id {uuid} PRIMARY KEY,
    scope text NOT NULL,
    department_id {uuid} REFERENCES department (id) ON DELETE CASCADE,
    person_id {uuid} REFERENCES person (id) ON DELETE CASCADE,
    short_name text NOT NULL,
    text text NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE UNIQUE INDEX quick_reply_name ON quick_reply (scope, short_name);
ALTER TABLE reaction ADD COLUMN state text;
ALTER TABLE reaction ADD COLUMN before text;
ALTER TABLE reaction ADD COLUMN failure {json};
UPDATE reaction SET author = 'business' WHERE author = 'phone_app';
";

const DOWN: &str = "
UPDATE reaction SET author = 'phone_app' WHERE author = 'business' AND person_id IS NULL;
DELETE FROM reaction WHERE author = 'business';
ALTER TABLE reaction DROP COLUMN failure;
ALTER TABLE reaction DROP COLUMN before;
ALTER TABLE reaction DROP COLUMN state;
DROP TABLE quick_reply;
";
