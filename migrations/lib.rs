//! The database's history, for SQLite and PostgreSQL alike.
//!
//! Each migration is one step that never loses data: add first, move, and only a later release
//! removes (expand, then contract), so that the previous program can run beside the new one during
//! an upgrade. All steps run inside a transaction on both databases: a crash half-way leaves the old
//! schema whole. The tables as the code sees them are in `src/entity`.
//!
//! To add a step: a file `m<date>_<number>_<verb>_<noun>.rs`, its SQL written once with the
//! placeholders of [`sql`], its name appended to [`Migrator`]. Never edit a step that was released.

mod m20261121_000001_create_people;
mod m20261121_000002_create_channels;
mod m20261121_000003_create_conversations;
mod m20261121_000004_create_messages;
mod m20261121_000005_create_journal;
mod m20261121_000006_create_webhooks;
mod m20261121_000007_create_outbox;
mod m20261121_000008_create_pushes;
mod m20261121_000009_create_presence;
mod m20261121_000010_create_media;
mod m20261121_000011_create_templates;
mod m20261121_000012_create_uploads;
mod m20261121_000013_create_voice_notes;
mod m20261121_000014_create_quick_replies;
mod m20261121_000015_create_held_replies;
mod m20261121_000016_create_card_files;
mod m20261121_000017_create_custom_fields;
mod m20261121_000018_create_echo_mode;
mod sql;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// All steps, in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_create_people::Migration),
            Box::new(m20261121_000002_create_channels::Migration),
            Box::new(m20261121_000003_create_conversations::Migration),
            Box::new(m20261121_000004_create_messages::Migration),
            Box::new(m20261121_000005_create_journal::Migration),
            Box::new(m20261121_000006_create_webhooks::Migration),
            Box::new(m20261121_000007_create_outbox::Migration),
            Box::new(m20261121_000008_create_pushes::Migration),
            Box::new(m20261121_000009_create_presence::Migration),
            Box::new(m20261121_000010_create_media::Migration),
            Box::new(m20261121_000011_create_templates::Migration),
            Box::new(m20261121_000012_create_uploads::Migration),
            Box::new(m20261121_000013_create_voice_notes::Migration),
            Box::new(m20261121_000014_create_quick_replies::Migration),
            Box::new(m20261121_000015_create_held_replies::Migration),
            Box::new(m20261121_000016_create_card_files::Migration),
            Box::new(m20261121_000017_create_custom_fields::Migration),
            Box::new(m20261121_000018_create_echo_mode::Migration),
        ]
    }
}
