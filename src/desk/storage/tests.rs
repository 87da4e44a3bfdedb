//! The one door for writers, on real databases.

use std::sync::Arc;
use std::time::Duration;

use entity::setting;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, QuerySelect};
use tokio::sync::Notify;

use super::UnitOfWork;
use crate::DeskError;
use crate::journal::{Audience, Event, Position};
use crate::testing::{TestDesk, on_both_databases};

/// Stores a setting and appends an event.
async fn note_in(unit: &UnitOfWork, name: String) -> Result<(), DeskError> {
    let row = setting::ActiveModel {
        name: Set(name),
        value: Set(Vec::new()),
    };
    row.insert(unit.connection()).await?;
    unit.append(Event::DirectoryChanged, Audience::Everyone);
    Ok(())
}

async fn note(desk: &crate::Desk, name: &str) -> Result<(), DeskError> {
    let name = name.to_owned();
    desk.database()
        .write(move |unit| Box::pin(note_in(unit, name)))
        .await
}

async fn is_noted(desk: &TestDesk, name: &str) -> bool {
    desk.setting(name).await.unwrap().is_some()
}

macro_rules! assert_tables_match {
    ($desk:expr, $($table:ident),+ $(,)?) => {$(
        // Names every column that the code knows.
        let read = entity::$table::Entity::find().limit(1).all($desk.database().read()).await;
        assert!(read.is_ok(), "{}: {read:?}", stringify!($table));
    )+};
}

on_both_databases! {
    async fn the_tables_are_as_the_code_sees_them(desk: &TestDesk) {
        assert_tables_match!(
            desk, api_token, channel, consumer, contact, contact_address, conversation, delivery,
            department, department_member, device_presence, journal, journal_head, message,
            message_revision, outbox, pending_effect, person, protocol_day, push_acknowledgement,
            push_delivery, push_subscription, quarantined_item, reaction, session, setting, ticket,
            webhook,
        );
    }

    async fn a_work_that_fails_is_undone_alone_with_its_events(desk: &TestDesk) {
        let before = desk.journal().head().await.unwrap();
        let failing = desk.database().write(|unit| {
            Box::pin(async move {
                note_in(unit, "failed".into()).await?;
                Err::<(), _>(DeskError::Forbidden)
            })
        });
        let (one, failed, two) = tokio::join!(note(desk, "one"), failing, note(desk, "two"));
        assert!(one.is_ok() && two.is_ok());
        assert!(matches!(failed, Err(DeskError::Forbidden)));
        assert!(is_noted(desk, "one").await && is_noted(desk, "two").await);
        assert!(!is_noted(desk, "failed").await);
        assert_eq!(desk.events_after(before).await.len(), 2);
    }

    async fn a_work_that_breaks_an_invariant_or_panics_takes_nobody_with_it(desk: &TestDesk) {
        note(desk, "taken").await.unwrap();
        let panicking = desk.database().write(|unit| {
            Box::pin(async move {
                note_in(unit, "panicked".into()).await?;
                assert!(unit.now().0 < 0, "on purpose");
                Ok::<_, DeskError>(())
            })
        });
        let (one, broken, panicked) =
            tokio::join!(note(desk, "one"), note(desk, "taken"), panicking);
        assert!(one.is_ok());
        assert!(broken.is_err() && panicked.is_err());
        assert!(!is_noted(desk, "panicked").await);
        note(desk, "afterwards").await.unwrap();
    }

    async fn a_work_goes_on_when_its_caller_hangs_up(desk: &TestDesk) {
        let (begun, proceed) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (has_begun, may_proceed) = (begun.clone(), proceed.clone());
        let database = desk.database().clone();
        let caller = tokio::spawn(async move {
            database
                .write(move |unit| {
                    Box::pin(async move {
                        has_begun.notify_one();
                        may_proceed.notified().await;
                        note_in(unit, "stored".into()).await
                    })
                })
                .await
        });
        begun.notified().await;
        caller.abort();
        assert!(caller.await.is_err());
        let mut head = desk.journal().follow();
        head.mark_unchanged();
        proceed.notify_one();
        head.changed().await.unwrap();
        assert!(is_noted(desk, "stored").await);
    }

    async fn events_have_no_gaps_and_no_reader_steps_over_one_that_commits_late(desk: &TestDesk) {
        let other = desk.another_node().await;
        let before = desk.journal().head().await.unwrap();
        let writers = (0..60).map(|number| {
            let desk = if number % 2 == 0 { desk.desk.clone() } else { other.clone() };
            tokio::spawn(async move { note(&desk, &format!("note {number}")).await })
        });
        let writers: Vec<_> = writers.collect();
        let mut seen = Vec::new();
        while seen.len() < 60 {
            let after = Position(before.0 + i64::try_from(seen.len()).unwrap());
            let entries = desk.journal().after(after, 7).await.unwrap();
            seen.extend(entries.into_iter().map(|entry| entry.position.0));
        }
        for writer in writers {
            writer.await.unwrap().unwrap();
        }
        let expected: Vec<_> = (before.0 + 1..=before.0 + 60).collect();
        assert_eq!(seen, expected);
    }
}

/// People close tabs and leave tunnels in the middle of a query, all day long.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_that_hang_up_take_no_connection_with_them() {
    let desk = TestDesk::on_sqlite().await;
    for round in 0..400 {
        let readers: Vec<_> = (0..8)
            .map(|_| {
                let database = desk.database().clone();
                tokio::spawn(async move {
                    loop {
                        setting::Entity::find().all(database.read()).await.unwrap();
                    }
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_micros(50 * (round % 40))).await;
        for reader in readers {
            reader.abort();
        }
        let reading = setting::Entity::find().all(desk.database().read());
        let read = tokio::time::timeout(Duration::from_secs(5), reading).await;
        assert!(read.is_ok(), "no connection was left in round {round}");
    }
}
