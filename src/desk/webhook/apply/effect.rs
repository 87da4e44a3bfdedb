//! Reactions, edits, revocations: what happens to a message that is there, or not yet.
//!
//! Meta promises no order: an effect whose message is unknown is parked in `pending_effect` and applied
//! in the transaction that brings the message.

use std::collections::BTreeMap;

use entity::message::{self, Model};
use entity::{ChannelId, conversation, message_revision, pending_effect, reaction};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

use super::batch::Batch;
use super::status;
use crate::error::DeskError;
use crate::journal::{Audience, Event, MessageChange, View};
use crate::message::{ReactionAuthor, replace_nul, without_nul};
use crate::reaction::{find_reaction_in, put_reaction_in, touch_in};
use crate::search;
use crate::storage::{StorageError, UnitOfWork};
use crate::webhook::{Edit, Inbound, Reaction, Revoke, Writer};

/// Applies an effect to its message, or parks it.
pub(super) async fn apply(batch: &mut Batch<'_>, item: &Inbound) -> Result<(), DeskError> {
    let Some((channel, wamid)) = target(item) else {
        return Ok(());
    };
    let Some(row) = find(batch.unit, channel, wamid).await? else {
        return park_in(batch.unit, channel, wamid, item).await;
    };
    let view = batch.view_of(row.conversation_id);
    apply_to(batch.unit, &row, item, view).await
}

/// Applies what was parked for the messages that arrived in this batch.
pub(super) async fn apply_pending(batch: &mut Batch<'_>) -> Result<(), DeskError> {
    let arrived = batch.take_arrived();
    for effect in take_parked(batch.unit, &arrived).await? {
        apply(batch, &effect).await?;
    }
    Ok(())
}

/// Applies what was parked for messages whose wamid has just become known.
pub(crate) async fn apply_pending_in(
    unit: &UnitOfWork,
    arrived: &[(ChannelId, String)],
) -> Result<(), DeskError> {
    for effect in take_parked(unit, arrived).await? {
        if let Some((channel, wamid)) = target(&effect)
            && let Some(row) = find(unit, channel, wamid).await?
        {
            apply_to(unit, &row, &effect, None).await?;
        }
    }
    Ok(())
}

fn target(item: &Inbound) -> Option<(ChannelId, &str)> {
    match item {
        Inbound::Status(report) => Some((report.channel_id, &report.wamid)),
        Inbound::Reaction(reaction) => Some((reaction.channel_id, &reaction.wamid_of_target)),
        Inbound::Edit(edit) => Some((edit.channel_id, &edit.original_wamid)),
        Inbound::Revoke(revoke) => Some((revoke.channel_id, &revoke.original_wamid)),
        _ => None,
    }
}

async fn find(
    unit: &UnitOfWork,
    channel: ChannelId,
    wamid: &str,
) -> Result<Option<Model>, StorageError> {
    Ok(message::Entity::find()
        .filter(message::Column::ChannelId.eq(channel))
        .filter(message::Column::Wamid.eq(wamid))
        .one(unit.connection())
        .await?)
}

/// Keeps an effect until its message comes.
pub(super) async fn park_in(
    unit: &UnitOfWork,
    channel: ChannelId,
    wamid: &str,
    item: &Inbound,
) -> Result<(), DeskError> {
    let mut effect =
        serde_json::to_value(item).map_err(|error| DeskError::Internal(error.to_string()))?;
    replace_nul(&mut effect);
    unit.redaction().json(&mut effect);
    pending_effect::Entity::insert(pending_effect::ActiveModel {
        channel_id: Set(channel),
        wamid: Set(without_nul(wamid.to_owned())),
        effect: Set(effect),
        received_at: Set(unit.now()),
        ..Default::default()
    })
    .exec_without_returning(unit.connection())
    .await?;
    Ok(())
}

/// Takes what was parked for `arrived`, in the order in which it came.
async fn take_parked(
    unit: &UnitOfWork,
    arrived: &[(ChannelId, String)],
) -> Result<Vec<Inbound>, DeskError> {
    if arrived.is_empty() {
        return Ok(Vec::new());
    }
    let mut by_channel: BTreeMap<ChannelId, Vec<&str>> = BTreeMap::new();
    for (channel, wamid) in arrived {
        by_channel.entry(*channel).or_default().push(wamid);
    }
    let theirs = by_channel
        .into_iter()
        .fold(Condition::any(), |any, (channel, wamids)| {
            any.add(
                Condition::all()
                    .add(pending_effect::Column::ChannelId.eq(channel))
                    .add(pending_effect::Column::Wamid.is_in(wamids)),
            )
        });
    let parked = pending_effect::Entity::find()
        .filter(theirs)
        .order_by_asc(pending_effect::Column::Id)
        .all(unit.connection())
        .await?;
    if parked.is_empty() {
        return Ok(Vec::new());
    }
    pending_effect::Entity::delete_many()
        .filter(pending_effect::Column::Id.is_in(parked.iter().map(|row| row.id)))
        .exec(unit.connection())
        .await?;
    // What another program parked and this one cannot read is nothing that it could apply.
    Ok(parked
        .into_iter()
        .filter_map(|row| serde_json::from_value(row.effect).ok())
        .collect())
}

async fn apply_to(
    unit: &UnitOfWork,
    row: &Model,
    item: &Inbound,
    view: Option<View>,
) -> Result<(), DeskError> {
    let change = match item {
        Inbound::Reaction(reaction) => react(unit, row, reaction).await?,
        Inbound::Edit(edit) => rewrite(unit, row, edit).await?,
        Inbound::Revoke(revoke) => withdraw(unit, row, revoke).await?,
        Inbound::Status(report) => return status::apply_in(unit, &[report]).await,
        _ => None,
    };
    let Some(change) = change else {
        return Ok(());
    };
    let view = match view {
        Some(view) => view,
        None => view_in(unit, row).await?,
    };
    unit.append(
        Event::MessageChanged {
            message_id: row.id,
            conversation_id: row.conversation_id,
            change,
        },
        Audience::Conversation { view },
    );
    Ok(())
}

async fn view_in(unit: &UnitOfWork, row: &Model) -> Result<View, DeskError> {
    let conversation = conversation::Entity::find_by_id(row.conversation_id)
        .one(unit.connection())
        .await?
        .ok_or(DeskError::NotFound("conversation"))?;
    Ok(View::of(&conversation))
}

/// At most one reaction per author. Applied by time stamp, since a removal may overtake (section 4.8);
/// within one second the later arrival counts.
async fn react(
    unit: &UnitOfWork,
    row: &Model,
    reaction: &Reaction,
) -> Result<Option<MessageChange>, StorageError> {
    let author = match reaction.writer {
        Writer::Customer => ReactionAuthor::CUSTOMER,
        Writer::PhoneApp => ReactionAuthor::BUSINESS,
    };
    let emoji = reaction
        .emoji
        .clone()
        .map(without_nul)
        .filter(|emoji| !emoji.is_empty());
    let known = find_reaction_in(unit, row.id, author).await?;
    let is_news = known.as_ref().is_none_or(|known| {
        known.reacted_at < reaction.at || (known.reacted_at == reaction.at && known.emoji != emoji)
    });
    if !is_news {
        return Ok(None);
    }
    put_reaction_in(
        unit,
        reaction::Model {
            message_id: row.id,
            author: author.to_owned(),
            emoji: emoji.clone(),
            person_id: None,
            reacted_at: reaction.at,
            state: None,
            before: None,
            failure: None,
        },
    )
    .await?;
    let shown = known.and_then(|known| known.emoji);
    if shown == emoji {
        return Ok(None);
    }
    touch_in(unit, row.id, message::ActiveModel::default()).await?;
    Ok(Some(MessageChange::Reaction))
}

/// The newest edit counts; what the message said before is kept.
async fn rewrite(
    unit: &UnitOfWork,
    row: &Model,
    edit: &Edit,
) -> Result<Option<MessageChange>, StorageError> {
    if row.edited_at.is_some_and(|known| known >= edit.at) {
        return Ok(None);
    }
    message_revision::Entity::insert(message_revision::ActiveModel {
        message_id: Set(row.id),
        replaced_at: Set(edit.at),
        content: Set(row.content.clone()),
        text: Set(row.text.clone()),
    })
    .on_conflict(OnConflict::new().do_nothing().to_owned())
    .exec_without_returning(unit.connection())
    .await?;
    let (content, json) = edit.content.clone().storable(unit.redaction());
    let changes = message::ActiveModel {
        kind: Set(content.kind().to_owned()),
        content: Set(json),
        text: Set(content.preview().map(str::to_owned)),
        edited_at: Set(Some(edit.at)),
        ..Default::default()
    };
    touch_in(unit, row.id, changes).await?;
    search::replace_in(unit, row, &content).await?;
    Ok(Some(MessageChange::Edited))
}

/// The text stays for agents, marked: what was said was said (section 4.12).
async fn withdraw(
    unit: &UnitOfWork,
    row: &Model,
    revoke: &Revoke,
) -> Result<Option<MessageChange>, StorageError> {
    if row.revoked_at.is_some() {
        return Ok(None);
    }
    let changes = message::ActiveModel {
        revoked_at: Set(Some(revoke.at)),
        ..Default::default()
    };
    touch_in(unit, row.id, changes).await?;
    search::remove_in(unit, row.id).await?;
    Ok(Some(MessageChange::Revoked))
}
