//! Where a quarantined piece came from, so that it can be read again.

use entity::{QuarantinedItemId, quarantined_item, webhook};
use sea_orm::EntityTrait;

use super::{QuarantinedItemView, StoredWebhook};
use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;

impl Desk {
    /// A quarantined piece and the body in which it stood; for administrators. The body is gone when the
    /// retention of webhooks has passed.
    pub async fn quarantined_origin(
        &self,
        actor: &Actor,
        id: QuarantinedItemId,
    ) -> Result<(QuarantinedItemView, StoredWebhook), DeskError> {
        actor.require_administrator()?;
        let read = self.database().read();
        let piece = quarantined_item::Entity::find_by_id(id)
            .one(read)
            .await?
            .ok_or(DeskError::NotFound("quarantined item"))?;
        let body = webhook::Entity::find_by_id(piece.webhook_seq)
            .one(read)
            .await?
            .ok_or(DeskError::NotFound("webhook"))?;
        let stored = StoredWebhook {
            seq: body.seq,
            fingerprint: body.secret_fingerprint,
            body: body.body,
            received_at: body.received_at,
        };
        Ok((piece.into(), stored))
    }
}
