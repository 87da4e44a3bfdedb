//! Desks on real databases, for the tests of this room: every body runs on SQLite and on PostgreSQL.
//!
//! ```text
//! on_both_databases! {
//!     async fn a_new_desk_has_no_channels(desk: &TestDesk) {
//!         assert!(desk.channels(&Actor::System).await.unwrap().is_empty());
//!     }
//! }
//! ```
//!
//! makes the tests `a_new_desk_has_no_channels::on_sqlite` and `::on_postgres`. A [`TestDesk`] is a [`Desk`]
//! with an empty database of its own, a clock that stands still until the test moves it, and shortcuts
//! for the people that nearly every test needs. PostgreSQL is started on demand, see [`test_postgres`].

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use entity::person::Role;
use entity::{ChannelId, DepartmentId, DeviceId, PersonId, UnixMillis, person};
use migrations::{Migrator, MigratorTrait};
use sea_orm::EntityTrait;
use tempfile::TempDir;
use uuid::Uuid;

use crate::access::{Actor, SignedIn};
use crate::channel::NewChannel;
use crate::clock::ManualClock;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::installation::OpenOptions;
use crate::journal::{Event, Position};
use crate::person::NewPerson;
use crate::session::open_in;
use crate::storage::{ConnectOptions, DatabaseUrl, Synchronous};

/// 2026-11-21T12:00:00Z.
pub const NOON: UnixMillis = UnixMillis(1_795_262_400_000);
const KEY: [u8; 32] = [7; 32];

/// Makes two tests of one body.
macro_rules! on_both_databases {
    ($($(#[$attribute:meta])* async fn $name:ident($desk:ident: &TestDesk) $body:block)+) => {$(
        async fn $name($desk: &$crate::testing::TestDesk) $body

        mod $name {
            $(#[$attribute])*
            #[tokio::test]
            async fn on_sqlite() {
                let desk = $crate::testing::TestDesk::on_sqlite().await;
                super::$name(&desk).await;
            }

            $(#[$attribute])*
            #[tokio::test]
            async fn on_postgres() {
                let desk = $crate::testing::TestDesk::on_postgres().await;
                super::$name(&desk).await;
                desk.remove().await;
            }
        }
    )+};
}
pub(crate) use on_both_databases;

/// A desk with an empty database of its own.
pub struct TestDesk {
    pub desk: Desk,
    pub clock: Arc<ManualClock>,
    connect: ConnectOptions,
    place: Place,
}

enum Place {
    Folder(#[expect(dead_code, reason = "removes the folder when dropped")] TempDir),
    Postgres(test_postgres::Database),
}

impl Deref for TestDesk {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.desk
    }
}

impl TestDesk {
    pub async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("desk.sqlite"));
        let connect = ConnectOptions {
            synchronous: Synchronous::Normal,
            ..ConnectOptions::new(url)
        };
        let connection = connect.single().await.expect("an empty database");
        Migrator::up(&connection, None).await.expect("a schema");
        connection.close().await.expect("an idle connection");
        Self::open(connect, Place::Folder(folder)).await
    }

    pub async fn on_postgres() -> Self {
        let database = test_postgres::Database::create().await;
        let connect = ConnectOptions {
            connections: 8,
            ..ConnectOptions::new(DatabaseUrl::Postgres(database.url.clone()))
        };
        Self::open(connect, Place::Postgres(database)).await
    }

    async fn open(connect: ConnectOptions, place: Place) -> Self {
        let clock = Arc::new(ManualClock::at(NOON));
        let desk = open(&connect, &clock, KEY).await.expect("a desk");
        Self {
            desk,
            clock,
            connect,
            place,
        }
    }

    /// Another desk on the same database: a second node, or the next start.
    pub async fn another_node(&self) -> Desk {
        open(&self.connect, &self.clock, KEY).await.expect("a desk")
    }

    /// Opens the same database with another key.
    pub async fn another_key(&self) -> Result<Desk, DeskError> {
        open(&self.connect, &self.clock, [8; 32]).await
    }

    /// Removes the database. Not called when a test fails: what it left can be looked at until the next run.
    pub async fn remove(self) {
        if let Place::Postgres(database) = self.place {
            drop(self.desk);
            database.remove().await;
        }
    }

    /// Moves the clock on.
    pub fn pass(&self, time: Duration) {
        let milliseconds = i64::try_from(time.as_millis()).expect("a short time");
        self.clock.advance(milliseconds);
    }

    /// A department without members.
    pub async fn department(&self, name: &str) -> DepartmentId {
        let made = self.create_department(&Actor::System, name, &[]).await;
        made.expect("a department").id
    }

    /// An agent who has signed in on a device of their own.
    pub async fn agent(&self, name: &str, departments: &[DepartmentId]) -> SignedIn {
        self.person(name, Role::Agent, departments).await
    }

    /// A person who has signed in on a device of their own.
    pub async fn person(&self, name: &str, role: Role, departments: &[DepartmentId]) -> SignedIn {
        let person = NewPerson {
            email: format!("{}@example.com", name.to_lowercase()),
            name: name.to_owned(),
            role,
            password: None,
            departments: departments.to_vec(),
            visibility: None,
        };
        let made = self.create_person(&Actor::System, person).await;
        self.sign_in_without_password(made.expect("a person").id)
            .await
    }

    /// The person on one more device of theirs.
    pub async fn sign_in_without_password(&self, id: PersonId) -> SignedIn {
        let device = DeviceId(Uuid::new_v4());
        let opened = self
            .database()
            .write(move |unit| {
                Box::pin(async move {
                    let person = person::Entity::find_by_id(id)
                        .one(unit.connection())
                        .await?;
                    let person = person.ok_or(DeskError::NotFound("person"))?;
                    open_in(unit, &person, Some(device), "a phone".into()).await
                })
            })
            .await;
        opened.expect("a session").0
    }

    /// The journal's events after `position`.
    pub async fn events_after(&self, position: Position) -> Vec<Event> {
        let entries = self.journal().after(position, 1_000).await;
        let events = entries.expect("the journal").into_iter();
        events.map(|entry| entry.event).collect()
    }

    /// A channel whose Meta identifiers and secrets follow from `name`.
    pub async fn channel(&self, name: &str, department: Option<DepartmentId>) -> ChannelId {
        let channel = NewChannel {
            name: name.to_owned(),
            phone_number_id: format!("10{}", name.bytes().map(u32::from).sum::<u32>()),
            waba_id: "900".into(),
            display_phone_number: None,
            access_token: format!("token-{name}").into(),
            app_secret: format!("secret-{name}").into(),
            verify_token: format!("verify-{name}").into(),
            department_id: department,
            coexistence: false,
            echo_keyword: None,
        };
        let made = self.create_channel(&Actor::System, channel).await;
        made.expect("a channel").id
    }
}

async fn open(
    connect: &ConnectOptions,
    clock: &Arc<ManualClock>,
    key: [u8; 32],
) -> Result<Desk, DeskError> {
    Desk::open(OpenOptions {
        connect: connect.clone(),
        key,
        clock: clock.clone(),
    })
    .await
}
