//! Where each consumer stands, and which node acts for it.
//!
//! A consumer is acted for by one node at a time, under a lease that runs out when the node dies. Its
//! position moves in the transaction of what it did, so that each event is acted on once.

use entity::{UnixMillis, consumer, journal_head};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter,
};

use super::Position;
use crate::Desk;
use crate::storage::{Database, StorageError, UnitOfWork};

/// How long a node may act before it has to renew, in milliseconds.
const LEASE: i64 = 15_000;

/// The right to act for a consumer, until it runs out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerLease {
    /// The consumer.
    pub name: &'static str,
    /// Where it stands.
    pub position: Position,
    /// When the lease runs out unless it is claimed again.
    pub until: UnixMillis,
}

/// Where a consumer that never ran stands.
#[derive(Clone, Copy)]
enum Beginning {
    /// At the journal's head; events that it has not passed are kept for it.
    Head,
    /// Past everything that will ever happen: it reads no events, and holds up no compaction.
    End,
}

/// Claims or renews the right to act for `name` on behalf of `owner`. None: another node has it. A
/// consumer that never ran starts at the journal's head.
pub async fn claim(
    database: &Database,
    name: &'static str,
    owner: &str,
) -> Result<Option<ConsumerLease>, StorageError> {
    claim_from(database, name, owner, Beginning::Head).await
}

async fn claim_from(
    database: &Database,
    name: &'static str,
    owner: &str,
    beginning: Beginning,
) -> Result<Option<ConsumerLease>, StorageError> {
    let owner = owner.to_owned();
    database
        .write(move |unit| {
            Box::pin(async move {
                let head = journal_head::Entity::find_by_id(1)
                    .one(unit.connection())
                    .await?;
                consumer::Entity::insert(consumer::ActiveModel {
                    name: Set(name.to_owned()),
                    seq: Set(match beginning {
                        Beginning::Head => head.map_or(0, |head| head.seq),
                        Beginning::End => i64::MAX,
                    }),
                    owner: Set(None),
                    lease_until: Set(None),
                })
                .on_conflict(
                    OnConflict::column(consumer::Column::Name)
                        .do_nothing()
                        .to_owned(),
                )
                .exec_without_returning(unit.connection())
                .await?;
                let until = unit.now().plus(LEASE);
                let claimed = consumer::Entity::update_many()
                    .set(consumer::ActiveModel {
                        // Also where an older program left it, or it would hold up compaction for ever.
                        seq: match beginning {
                            Beginning::Head => NotSet,
                            Beginning::End => Set(i64::MAX),
                        },
                        owner: Set(Some(owner.clone())),
                        lease_until: Set(Some(until)),
                        ..Default::default()
                    })
                    .filter(consumer::Column::Name.eq(name))
                    .filter(
                        Condition::any()
                            .add(consumer::Column::Owner.is_null())
                            .add(consumer::Column::Owner.eq(owner))
                            .add(consumer::Column::LeaseUntil.lt(unit.now())),
                    )
                    .exec_with_returning(unit.connection())
                    .await?;
                Ok(claimed.first().map(|row| ConsumerLease {
                    name,
                    position: Position(row.seq),
                    until,
                }))
            })
        })
        .await
}

/// Gives the lease back, so that another node need not wait for it to run out.
pub async fn release(
    database: &Database,
    name: &'static str,
    owner: &str,
) -> Result<(), StorageError> {
    let owner = owner.to_owned();
    database
        .write(move |unit| {
            Box::pin(async move {
                consumer::Entity::update_many()
                    .set(consumer::ActiveModel {
                        owner: Set(None),
                        lease_until: Set(None),
                        ..Default::default()
                    })
                    .filter(consumer::Column::Name.eq(name))
                    .filter(consumer::Column::Owner.eq(owner))
                    .exec(unit.connection())
                    .await?;
                Ok(())
            })
        })
        .await
}

/// Moves the consumer on, in the transaction of what it did with the events up to `position`.
pub async fn advance_in(
    unit: &UnitOfWork,
    name: &str,
    position: Position,
) -> Result<(), StorageError> {
    consumer::Entity::update_many()
        .set(consumer::ActiveModel {
            seq: Set(position.0),
            ..Default::default()
        })
        .filter(consumer::Column::Name.eq(name))
        .filter(consumer::Column::Seq.lt(position.0))
        .exec(unit.connection())
        .await?;
    Ok(())
}

/// Where a consumer stands; none if it never ran.
pub async fn position(database: &Database, name: &str) -> Result<Option<Position>, StorageError> {
    let row = consumer::Entity::find_by_id(name.to_owned())
        .one(database.read())
        .await?;
    Ok(row.map(|row| Position(row.seq)))
}

impl Desk {
    /// Claims or renews the right to act for a consumer, see [`claim`].
    pub async fn claim_lease(
        &self,
        name: &'static str,
        owner: &str,
    ) -> Result<Option<ConsumerLease>, StorageError> {
        claim(self.database(), name, owner).await
    }

    /// The same for a consumer that works off a queue and reads nothing from the journal.
    pub async fn claim_duty(
        &self,
        name: &'static str,
        owner: &str,
    ) -> Result<Option<ConsumerLease>, StorageError> {
        claim_from(self.database(), name, owner, Beginning::End).await
    }

    /// Gives the right back, see [`release`].
    pub async fn release_lease(&self, name: &'static str, owner: &str) -> Result<(), StorageError> {
        release(self.database(), name, owner).await
    }
}
