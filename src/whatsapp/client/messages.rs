//! Sending messages, read marks and typing.

use secrecy::SecretString;
use serde_json::Value;

use crate::client::answer::{call, unreadable};
use crate::client::{CallError, GraphClient, SendError, authorized};
use crate::identifiers::{Bsuid, PhoneNumberId, WaId, Wamid};
use crate::lenient::Fields;
use crate::outgoing::{MarkRead, Outgoing};

/// Meta accepted a message. Whether it is sent, the statuses tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The message's id from now on.
    pub wamid: Wamid,
    /// The recipient's id as WhatsApp spells it; it may differ from the one sent to.
    pub wa_id: Option<WaId>,
    /// The recipient's user id.
    pub bsuid: Option<Bsuid>,
    /// For templates: `accepted`, or `held_for_quality_assessment` when it comes later if at all.
    pub message_status: Option<String>,
}

impl GraphClient {
    /// Sends a message from a business number.
    pub async fn send(
        &self,
        token: &SecretString,
        phone_number_id: &PhoneNumberId,
        message: &Outgoing,
    ) -> Result<Sent, SendError> {
        let answer = self.post_message(token, phone_number_id, message).await?;
        sent(&answer).ok_or_else(|| unreadable(OK))
    }

    /// Turns the ticks of a customer's message, and of all before it, blue; may show the dots.
    /// Repeating it is harmless.
    pub async fn mark_read(
        &self,
        token: &SecretString,
        phone_number_id: &PhoneNumberId,
        mark: &MarkRead,
    ) -> Result<(), CallError> {
        self.post_message(token, phone_number_id, mark)
            .await
            .map(drop)
    }

    async fn post_message(
        &self,
        token: &SecretString,
        phone_number_id: &PhoneNumberId,
        body: &impl serde::Serialize,
    ) -> Result<Value, CallError> {
        let url = self.address(&[phone_number_id.as_str(), "messages"]);
        call(authorized(self.http.post(url), token)?.json(body)).await
    }
}

const OK: u16 = 200;

fn sent(answer: &Value) -> Option<Sent> {
    let fields = Fields::of(answer);
    let message = Fields::of(fields.array("messages").first()?);
    let contact = fields
        .array("contacts")
        .first()
        .map_or(Fields::default(), Fields::of);
    Some(Sent {
        wamid: message.identifier("id")?,
        wa_id: contact.identifier("wa_id"),
        bsuid: contact.identifier("user_id"),
        message_status: message.text("message_status"),
    })
}
