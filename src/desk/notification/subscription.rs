//! Which devices are told.

use entity::{DeviceId, PersonId, UnixMillis, push_subscription};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::settle::note_in;
use super::{PushOutcome, PushTarget};
use crate::access::{Actor, SignedIn};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::person::Locale;
use crate::rate_limit::RateLimit;
use crate::session::SessionView;
use crate::storage::UnitOfWork;

/// How many devices of a person are told. The one that was silent for longest makes room for a new one.
const MOST_DEVICES: u64 = 16;
/// The longest address, in bytes; push services stay below 1,000.
const LONGEST_ENDPOINT: usize = 2_048;
/// The longest key, in base64url: 65 bytes uncompressed, with room for padding.
const LONGEST_KEY: usize = 100;

/// A device's address at its browser's push service, as the browser gave it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSubscription {
    /// The device: the one that signed in.
    pub device_id: DeviceId,
    /// Already checked against the known push services by the caller.
    pub endpoint: String,
    /// The device's public key, base64url.
    pub p256dh: String,
    /// The device's secret, base64url.
    pub auth: String,
    /// None: the person's language.
    pub locale: Option<Locale>,
}

/// How many test pushes may be asked for: five at once, then one each ten seconds.
pub(crate) struct TestPushAllowance(RateLimit<PersonId>);

impl Default for TestPushAllowance {
    fn default() -> Self {
        Self(RateLimit::new(5, 10_000))
    }
}

impl TestPushAllowance {
    fn take(&self, person: PersonId, now: UnixMillis) -> Result<(), DeskError> {
        self.0.take(person, now)
    }
}

impl Desk {
    /// Makes sure that the actor's device is told; the same call again changes nothing but the time. The
    /// subscription ends with the session.
    pub async fn register_push_subscription(
        &self,
        actor: &Actor,
        subscription: NewSubscription,
    ) -> Result<SessionView, DeskError> {
        let me = own_device(actor, subscription.device_id)?.clone();
        subscription.check()?;
        let signed_in = me.clone();
        self.database()
            .write(move |unit| Box::pin(async move { subscription.register_in(unit, &me).await }))
            .await?;
        self.own_session(&signed_in).await
    }

    /// Stops telling the actor's device.
    pub async fn remove_push_subscription(
        &self,
        actor: &Actor,
        device: DeviceId,
    ) -> Result<Option<SessionView>, DeskError> {
        let me = actor.require_person()?;
        let person = me.person_id;
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    push_subscription::Entity::delete_many()
                        .filter(push_subscription::Column::DeviceId.eq(device))
                        .filter(push_subscription::Column::PersonId.eq(person))
                        .exec(unit.connection())
                        .await?;
                    Ok::<_, DeskError>(())
                })
            })
            .await?;
        let sessions = self.sessions(actor).await?;
        Ok(sessions
            .into_iter()
            .find(|session| session.device_id == Some(device)))
    }

    /// Where a test push of the actor's device goes. Rate-limited: push services notice who floods them.
    pub async fn test_push_target(
        &self,
        actor: &Actor,
        device: DeviceId,
    ) -> Result<PushTarget, DeskError> {
        let person = actor.require_person()?.person_id;
        let subscription = self.subscription(person, device).await?;
        self.0.test_pushes.take(person, self.now())?;
        Ok(subscription.into())
    }

    /// Records what came of a test push.
    pub async fn settle_test_push(
        &self,
        actor: &Actor,
        device: DeviceId,
        outcome: PushOutcome,
    ) -> Result<(), DeskError> {
        let person = actor.require_person()?.person_id;
        let subscription = self.subscription(person, device).await?.id;
        self.database()
            .write(move |unit| Box::pin(async move { note_in(unit, subscription, &outcome).await }))
            .await
    }

    async fn subscription(
        &self,
        person: PersonId,
        device: DeviceId,
    ) -> Result<push_subscription::Model, DeskError> {
        push_subscription::Entity::find()
            .filter(push_subscription::Column::DeviceId.eq(device))
            .filter(push_subscription::Column::PersonId.eq(person))
            .one(self.database().read())
            .await?
            .ok_or(DeskError::NotFound("push subscription"))
    }
}

/// A person can subscribe the device that they sit at, and no other.
fn own_device(actor: &Actor, device: DeviceId) -> Result<&SignedIn, DeskError> {
    let me = actor.require_person()?;
    if me.device_id == Some(device) {
        Ok(me)
    } else {
        Err(DeskError::invalid(
            "deviceId",
            "this session belongs to another device",
        ))
    }
}

fn is_key(text: &str) -> bool {
    (1..=LONGEST_KEY).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

impl NewSubscription {
    fn check(&self) -> Result<(), DeskError> {
        let is_address = self.endpoint.starts_with("https://")
            && self.endpoint.len() <= LONGEST_ENDPOINT
            && self.endpoint.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_address {
            return Err(DeskError::invalid(
                "endpoint",
                "this is no push service's address",
            ));
        }
        for (field, key) in [("p256dh", &self.p256dh), ("auth", &self.auth)] {
            if !is_key(key) {
                return Err(DeskError::invalid(
                    field,
                    "this is no key of a push subscription",
                ));
            }
        }
        Ok(())
    }

    async fn register_in(self, unit: &UnitOfWork, me: &SignedIn) -> Result<(), DeskError> {
        use push_subscription::Column;
        // A browser that forgot its device id comes back as another device with the same address.
        push_subscription::Entity::delete_many()
            .filter(Column::Endpoint.eq(self.endpoint.as_str()))
            .filter(Column::DeviceId.ne(self.device_id))
            .exec(unit.connection())
            .await?;
        make_room_in(unit, me.person_id, self.device_id).await?;
        let locale = self
            .locale
            .map_or_else(|| me.locale.clone(), |locale| locale.as_str().to_owned());
        push_subscription::Entity::insert(push_subscription::ActiveModel {
            id: Set(unit.id()),
            person_id: Set(me.person_id),
            session_id: Set(Some(me.session_id)),
            device_id: Set(self.device_id),
            endpoint: Set(self.endpoint),
            p256dh: Set(self.p256dh),
            auth: Set(self.auth),
            locale: Set(locale),
            created_at: Set(unit.now()),
            refreshed_at: Set(unit.now()),
            last_accepted_at: Set(None),
            last_failure: Set(None),
        })
        .on_conflict(
            OnConflict::column(Column::DeviceId)
                .update_columns([
                    Column::PersonId,
                    Column::SessionId,
                    Column::Endpoint,
                    Column::P256dh,
                    Column::Auth,
                    Column::Locale,
                    Column::RefreshedAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(unit.connection())
        .await?;
        Ok(())
    }
}

/// Forgets the person's devices that were silent for longest, so that one more fits.
async fn make_room_in(
    unit: &UnitOfWork,
    person: PersonId,
    device: DeviceId,
) -> Result<(), DeskError> {
    let surplus: Vec<entity::PushSubscriptionId> = push_subscription::Entity::find()
        .select_only()
        .column(push_subscription::Column::Id)
        .filter(push_subscription::Column::PersonId.eq(person))
        .filter(push_subscription::Column::DeviceId.ne(device))
        .order_by_desc(push_subscription::Column::RefreshedAt)
        .order_by_desc(push_subscription::Column::Id)
        .offset(MOST_DEVICES - 1)
        .limit(MOST_DEVICES)
        .into_tuple()
        .all(unit.connection())
        .await?;
    push_subscription::Entity::delete_many()
        .filter(push_subscription::Column::Id.is_in(surplus))
        .exec(unit.connection())
        .await?;
    Ok(())
}
