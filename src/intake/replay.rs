//! Reading a quarantined piece again, after an upgrade or once its number is connected.

use desk::access::Actor;
use desk::webhook::QuarantinedItemView;
use desk::{Desk, DeskError};
use entity::QuarantinedItemId;

use crate::understand::read;

/// Reads the piece again and applies what it means; for administrators. A piece that is still not understood
/// stays where it is, and the reason is told.
pub async fn replay(
    desk: &Desk,
    actor: &Actor,
    id: QuarantinedItemId,
) -> Result<QuarantinedItemView, DeskError> {
    let (piece, webhook) = desk.quarantined_origin(actor, id).await?;
    let body = read(desk, &webhook).await?;
    if let Some(item) = body.items.into_iter().find(|item| item.path == piece.path) {
        return desk.replay_quarantined(actor, id, vec![item.inbound]).await;
    }
    let reject = body
        .rejects
        .into_iter()
        .find(|reject| reject.path == piece.path);
    Err(DeskError::invalid(
        "itemId",
        reject.map_or_else(|| piece.reason, |reject| reject.reason),
    ))
}
