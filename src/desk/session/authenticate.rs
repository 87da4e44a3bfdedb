//! Recognising who has signed in.

use entity::{SessionId, person, session};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::open::{LASTS, signed_in};
use crate::access::SignedIn;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::person::departments_of;
use crate::token::TokenHash;

/// How exactly it is remembered when a session was last used, in milliseconds.
const MINUTE: i64 = 60_000;

impl Desk {
    /// Who holds this cookie's token. The session slides on; that it was used is stored at most once a
    /// minute, and not waited for: reading must work when writing does not (F12).
    pub async fn authenticate_session(&self, token: &str) -> Result<SignedIn, DeskError> {
        let hash = TokenHash::of(token).ok_or(DeskError::Unauthenticated)?;
        let session = session::Entity::find()
            .filter(session::Column::TokenHash.eq(hash.0))
            .one(self.database().read())
            .await?
            .ok_or(DeskError::Unauthenticated)?;
        let (id, last_seen_at) = (session.id, session.last_seen_at);
        let signed_in = self.holder_of(session).await?;
        if self.now().since(last_seen_at) >= MINUTE {
            tokio::spawn(self.clone().touch(id));
        }
        Ok(signed_in)
    }

    /// The same person as they stand now: their role, visibility and departments may have changed.
    /// Unauthenticated when the session has ended.
    pub async fn refresh(&self, signed_in: &SignedIn) -> Result<SignedIn, DeskError> {
        let session = session::Entity::find_by_id(signed_in.session_id)
            .one(self.database().read())
            .await?
            .ok_or(DeskError::Unauthenticated)?;
        self.holder_of(session).await
    }

    async fn holder_of(&self, session: session::Model) -> Result<SignedIn, DeskError> {
        if session.expires_at <= self.now() {
            return Err(DeskError::Unauthenticated);
        }
        let read = self.database().read();
        let person = person::Entity::find_by_id(session.person_id)
            .one(read)
            .await?
            .filter(|person| person.active)
            .ok_or(DeskError::Unauthenticated)?;
        let departments = departments_of(read, person.id).await?;
        Ok(signed_in(
            &person,
            departments,
            session.id,
            session.device_id,
        ))
    }

    async fn touch(self, id: SessionId) {
        let touched = self
            .database()
            .write(move |unit| {
                Box::pin(async move {
                    session::Entity::update_many()
                        .set(session::ActiveModel {
                            last_seen_at: Set(unit.now()),
                            expires_at: Set(unit.now().plus(LASTS)),
                            ..Default::default()
                        })
                        .filter(session::Column::Id.eq(id))
                        .filter(session::Column::LastSeenAt.lte(unit.now().plus(-MINUTE)))
                        .exec(unit.connection())
                        .await?;
                    Ok::<_, DeskError>(())
                })
            })
            .await;
        if let Err(error) = touched {
            tracing::warn!(%error, "the use of a session could not be noted");
        }
    }
}
