//! Sending a picture that is known of the contact (L-076).

use entity::upload::{self, UploadKind};
use entity::{ContactValueId, ConversationId, MessageId, contact_value, conversation};
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::ContactPictureView;
use crate::Desk;
use crate::access::Actor;
use crate::conversation::ConversationView;
use crate::error::DeskError;
use crate::message::{FileOfMessage, MessageView, acceptable_caption, send_stored_in};
use crate::storage::UnitOfWork;

/// A contact's picture to send to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendContactPicture {
    /// In which conversation; with the contact whose picture it is.
    pub conversation_id: ConversationId,
    /// Made once by the author's device: the same key again is the same message.
    pub client_key: Uuid,
    /// Which.
    pub value_id: ContactValueId,
    /// The text below it.
    pub caption: Option<String>,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
}

impl Desk {
    /// Sends a contact's picture by the rules of [`Desk::send_file`].
    pub async fn send_contact_picture(
        &self,
        actor: &Actor,
        picture: SendContactPicture,
    ) -> Result<(MessageView, ConversationView), DeskError> {
        actor.require_server()?;
        let picture = SendContactPicture {
            caption: acceptable_caption(UploadKind::Image, picture.caption.as_deref())?,
            ..picture
        };
        let actor = actor.clone();
        self.database()
            .write(move |unit| Box::pin(async move { send_in(unit, &actor, &picture).await }))
            .await
    }
}

async fn send_in(
    unit: &UnitOfWork,
    actor: &Actor,
    picture: &SendContactPicture,
) -> Result<(MessageView, ConversationView), DeskError> {
    let file = FileOfMessage {
        conversation_id: picture.conversation_id,
        client_key: picture.client_key,
        reply_to: picture.reply_to,
        caption: picture.caption.clone(),
        file_name: None,
    };
    send_stored_in(unit, actor, &file, async || {
        find_in(unit, picture)
            .await?
            .ok_or(DeskError::NotFound("picture"))
    })
    .await
}

/// The picture, when it is of the conversation's contact.
async fn find_in(
    unit: &UnitOfWork,
    picture: &SendContactPicture,
) -> Result<Option<upload::Model>, DeskError> {
    let row = contact_value::Entity::find_by_id(picture.value_id)
        .one(unit.connection())
        .await?;
    let conversation = conversation::Entity::find_by_id(picture.conversation_id)
        .one(unit.connection())
        .await?;
    let Some((row, conversation)) = row.zip(conversation) else {
        return Ok(None);
    };
    if row.contact_id != conversation.contact_id {
        return Ok(None);
    }
    let (width, height, created_at) = (row.width, row.height, row.created_at);
    Ok(ContactPictureView::of(row).map(|kept| upload::Model {
        id: unit.id(),
        person_id: None,
        api_token_id: None,
        kind: UploadKind::Image,
        content_type: kept.content_type,
        file_name: None,
        bytes: i64::try_from(kept.bytes).unwrap_or(i64::MAX),
        sha256: kept.sha256,
        storage_key: kept.storage_key,
        width,
        height,
        duration_ms: None,
        waveform: None,
        next_part_id: None,
        created_at,
    }))
}
