//! Opening a session.

use std::collections::BTreeSet;
use std::sync::Arc;

use entity::{DeviceId, PersonId, SessionId, person, push_subscription, session};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use secrecy::SecretString;

use super::end::end_where_in;
use crate::access::SignedIn;
use crate::error::DeskError;
use crate::person::departments_of;
use crate::storage::UnitOfWork;
use crate::token::new_secret;

/// How long a session lasts after it was last used, in milliseconds: 30 days.
pub(super) const LASTS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// Opens a session and ends the device's older one, as a device has one person at a time, and with it those
/// that nobody used for too long.
pub(crate) async fn open_in(
    unit: &UnitOfWork,
    person: &person::Model,
    device: Option<DeviceId>,
    label: String,
) -> Result<(SignedIn, SecretString), DeskError> {
    let (token, hash) = new_secret("")?;
    let id: SessionId = unit.id();
    session::ActiveModel {
        id: Set(id),
        person_id: Set(person.id),
        token_hash: Set(hash.0),
        device_id: Set(device),
        label: Set(label),
        created_at: Set(unit.now()),
        last_seen_at: Set(unit.now()),
        expires_at: Set(unit.now().plus(LASTS)),
    }
    .insert(unit.connection())
    .await?;
    let mut outdated = session::Column::ExpiresAt.lte(unit.now());
    if let Some(device) = device {
        hand_over_pushes_in(unit, person.id, device, id).await?;
        let older = session::Column::DeviceId.eq(device);
        outdated = outdated.or(older.and(session::Column::Id.ne(id)));
    }
    end_where_in(unit, outdated).await?;
    let departments = departments_of(unit.connection(), person.id).await?;
    Ok((signed_in(person, departments, id, device), token))
}

/// The same person again on the same device keeps being told; another one is not told in their place.
async fn hand_over_pushes_in(
    unit: &UnitOfWork,
    person: PersonId,
    device: DeviceId,
    session: SessionId,
) -> Result<(), DeskError> {
    push_subscription::Entity::update_many()
        .set(push_subscription::ActiveModel {
            session_id: Set(Some(session)),
            ..Default::default()
        })
        .filter(push_subscription::Column::DeviceId.eq(device))
        .filter(push_subscription::Column::PersonId.eq(person))
        .exec(unit.connection())
        .await?;
    Ok(())
}

pub(super) fn signed_in(
    person: &person::Model,
    departments: BTreeSet<entity::DepartmentId>,
    session_id: SessionId,
    device_id: Option<DeviceId>,
) -> SignedIn {
    SignedIn {
        person_id: person.id,
        role: person.role,
        visibility: person.visibility,
        departments: Arc::new(departments),
        session_id,
        device_id,
        locale: person.locale.clone(),
    }
}
