//! Sending what the library keeps.

use entity::library_item::Entity;
use entity::{ConversationId, LibraryItemId, MessageId, upload};
use sea_orm::EntityTrait;
use uuid::Uuid;

use crate::Desk;
use crate::access::Actor;
use crate::conversation::ConversationView;
use crate::error::DeskError;
use crate::message::{FileOfMessage, MessageView, send_stored_in};
use crate::storage::UnitOfWork;

/// An item to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendLibraryItem {
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// Made once by the author's device: the same key again is the same message.
    pub client_key: Uuid,
    /// What.
    pub item_id: LibraryItemId,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
}

impl Desk {
    /// Sends an item by the rules of [`Desk::send_file`].
    pub async fn send_library_item(
        &self,
        actor: &Actor,
        item: SendLibraryItem,
    ) -> Result<(MessageView, ConversationView), DeskError> {
        actor.require_server()?;
        let actor = actor.clone();
        self.database()
            .write(move |unit| Box::pin(async move { send_in(unit, &actor, &item).await }))
            .await
    }
}

async fn send_in(
    unit: &UnitOfWork,
    actor: &Actor,
    item: &SendLibraryItem,
) -> Result<(MessageView, ConversationView), DeskError> {
    let kept = Entity::find_by_id(item.item_id)
        .one(unit.connection())
        .await?
        .map(|row| upload::Model {
            id: unit.id(),
            person_id: None,
            api_token_id: None,
            kind: row.kind,
            content_type: row.content_type,
            file_name: row.file_name,
            bytes: row.bytes,
            sha256: row.sha256,
            storage_key: row.storage_key,
            width: row.width,
            height: row.height,
            duration_ms: None,
            waveform: None,
            next_part_id: None,
            created_at: row.created_at,
        });
    let file = FileOfMessage {
        conversation_id: item.conversation_id,
        client_key: item.client_key,
        reply_to: item.reply_to,
        caption: None,
        file_name: None,
    };
    send_stored_in(unit, actor, &file, async || {
        kept.ok_or(DeskError::NotFound("library item"))
    })
    .await
}
