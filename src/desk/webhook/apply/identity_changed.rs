//! A customer has a new number or user id.

use entity::message::Origin;

use super::batch::Batch;
use crate::contact::{Contacts, CustomerIdentity};
use crate::error::DeskError;
use crate::journal::ConversationChange;
use crate::message::{NewMessage, NewSystemMessage, SystemEvent};
use crate::ticket::change::tell;
use crate::webhook::IdentityChanged;

/// Links the new identifiers to the same customer and says so in the thread. It is no message of the
/// customer's: no window, not unread, no ticket (Cloud API reference, section 4.13).
pub(super) async fn apply(
    batch: &mut Batch<'_>,
    change: &IdentityChanged,
) -> Result<(), DeskError> {
    let known_by = known_by(batch.contacts(), change);
    let id = batch
        .conversation_with(known_by, change.channel_id, change.at)
        .await?;
    let unit = batch.unit;
    if change.changes_identity {
        let contact = batch.held(id)?.now.contact_id;
        for identity in [&change.old, &change.new] {
            batch
                .contacts()
                .link_in(unit, contact, identity, change.at)
                .await?;
        }
    }
    let event = if change.changes_identity {
        SystemEvent::ContactChangedNumber
    } else {
        SystemEvent::Other
    };
    let report = NewSystemMessage {
        details: change.note.clone().or_else(|| told(&change.new)),
        ..NewSystemMessage::new(event, change.at)
    };
    let new = NewMessage {
        wamid: Some(change.wamid.clone()),
        origin: Origin::Customer,
        ..report.into_message()
    };
    let held = batch.held(id)?;
    if let Some(row) = new.insert_in(unit, &held.now).await? {
        held.tell_added(row.id, false);
        tell(held, ConversationChange::Contact, None);
    }
    Ok(())
}

/// By which identity to find the customer: a message from the new number may have come before the report.
fn known_by<'a>(contacts: &Contacts, change: &'a IdentityChanged) -> &'a CustomerIdentity {
    let is_told = !change.old.addresses().is_empty();
    if is_told && (contacts.know(&change.old) || !contacts.know(&change.new)) {
        &change.old
    } else {
        &change.new
    }
}

fn told(new: &CustomerIdentity) -> Option<String> {
    new.wa_id
        .as_ref()
        .map(|number| format!("+{number}"))
        .or_else(|| new.bsuid.clone())
}
