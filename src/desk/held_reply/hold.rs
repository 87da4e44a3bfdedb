//! Keeping a reply until the customer writes.

use entity::held_reply::{self, Model};
use entity::{ConversationId, MessageId, message};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::HeldReplyView;
use super::send::send_now_in;
use crate::Desk;
use crate::access::Actor;
use crate::conversation::{ConversationView, Held, window};
use crate::error::DeskError;
use crate::journal::ConversationChange;
use crate::message::load::view_in;
use crate::message::{Author, MessageView};
use crate::storage::UnitOfWork;
use crate::ticket::change::tell;

/// How many replies wait in one conversation at most: they are shown with it.
const MOST: u64 = 20;

/// A reply to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldReply {
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// Made once by the author's device: the same key again is the same reply, also once it has become a message.
    pub client_key: Uuid,
    /// 1 to 4,096 characters after trimming.
    pub text: String,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
    /// Whether it leaves by itself when the customer writes.
    pub sends_itself: bool,
}

/// What became of a reply.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    /// It waits.
    Held(HeldReplyView),
    /// It has left: the customer wrote meanwhile.
    Sent(Box<MessageView>),
}

impl Desk {
    /// Keeps a reply until the customer writes. When they have written meanwhile it is sent, if it should send itself.
    pub async fn hold_reply(
        &self,
        actor: &Actor,
        reply: HoldReply,
    ) -> Result<(Kept, ConversationView), DeskError> {
        actor.require_server()?;
        let reply = HoldReply {
            text: self.acceptable_text(&reply.text).await?,
            ..reply
        };
        let actor = actor.clone();
        self.database()
            .write(move |unit| Box::pin(async move { hold_in(unit, &actor, reply).await }))
            .await
    }
}

async fn hold_in(
    unit: &UnitOfWork,
    actor: &Actor,
    reply: HoldReply,
) -> Result<(Kept, ConversationView), DeskError> {
    let mut held = Held::lock_in(unit, actor, reply.conversation_id).await?;
    if let Some(kept) = known_in(unit, actor, &reply).await? {
        return Ok((kept, ConversationView::for_actor(actor, &held.now)));
    }
    refuse_foreign_quote_in(unit, &reply).await?;
    if held.now.held_count >= i32::try_from(MOST).unwrap_or(i32::MAX) {
        return Err(DeskError::Conflict("too many replies wait here already"));
    }
    let text = unit.redaction().text(&reply.text).unwrap_or(reply.text);
    let row = Model {
        id: unit.id(),
        conversation_id: reply.conversation_id,
        author_id: actor.person_id(),
        client_key: reply.client_key,
        text,
        reply_to_id: reply.reply_to,
        sends_itself: reply.sends_itself,
        created_at: unit.now(),
        changed_at: unit.now(),
    };
    let is_open = window::is_open(held.now.window_expires_at, unit.now(), window::MARGIN);
    let kept = if is_open && row.sends_itself {
        let sent = send_now_in(unit, &mut held, Author::of(actor), &row).await?;
        Kept::Sent(Box::new(sent))
    } else {
        held_reply::Entity::insert(row.clone().into_active_model())
            .exec_without_returning(unit.connection())
            .await?;
        held.now.held_count += 1;
        tell(&mut held, ConversationChange::Other, actor.person_id());
        Kept::Held(row.into())
    };
    let conversation = held.save_in(unit).await?;
    Ok((kept, ConversationView::for_actor(actor, &conversation)))
}

/// What an earlier call with the same key made, and what became of it.
async fn known_in(
    unit: &UnitOfWork,
    actor: &Actor,
    reply: &HoldReply,
) -> Result<Option<Kept>, DeskError> {
    let foreign = DeskError::Conflict("this key belongs to another message");
    let waits = held_reply::Entity::find()
        .filter(held_reply::Column::ClientKey.eq(reply.client_key))
        .one(unit.connection())
        .await?;
    if let Some(row) = waits {
        let is_mine = row.author_id == actor.person_id();
        return if is_mine && row.conversation_id == reply.conversation_id {
            Ok(Some(Kept::Held(row.into())))
        } else {
            Err(foreign)
        };
    }
    let left = message::Entity::find()
        .filter(message::Column::ClientKey.eq(reply.client_key))
        .one(unit.connection())
        .await?;
    match left {
        None => Ok(None),
        Some(row) if row.conversation_id == reply.conversation_id => {
            let view = view_in(unit.connection(), row).await?;
            Ok(Some(Kept::Sent(Box::new(view))))
        }
        Some(_) => Err(foreign),
    }
}

async fn refuse_foreign_quote_in(unit: &UnitOfWork, reply: &HoldReply) -> Result<(), DeskError> {
    let Some(id) = reply.reply_to else {
        return Ok(());
    };
    let found = message::Entity::find_by_id(id)
        .filter(message::Column::ConversationId.eq(reply.conversation_id))
        .count(unit.connection())
        .await?;
    if found == 0 {
        return Err(DeskError::invalid(
            "replyTo",
            "is no message of this conversation",
        ));
    }
    Ok(())
}
