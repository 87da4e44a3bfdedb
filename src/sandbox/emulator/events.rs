//! Events that a script makes up: statuses of any message, updates of any field, bodies of any text.

use serde_json::Value;

use super::Emulator;
use crate::locking::lock;
use crate::scene::{Happening, RawWebhook, SceneError, StatusEvent};
use crate::webhooks::shapes;
use crate::world::{DeliveryStatus, Number, Pair, ThreadAuthor, ThreadMessage};

impl Emulator {
    /// A status made by a script, also of messages that the sandbox never saw.
    pub(crate) fn status_event(&self, event: &StatusEvent) -> Result<(), SceneError> {
        let details = event.details.as_deref().unwrap_or("Made by a script.");
        let failure = (event.status == DeliveryStatus::Failed)
            .then(|| (event.code.unwrap_or(131_000), details));
        if self.status(&event.wamid, event.status, failure, event.at_ms) {
            return Ok(());
        }
        let Some(address) = &event.customer else {
            return Err(SceneError::UnknownMessage(event.wamid.clone()));
        };
        let number = self.number(event.number.as_deref())?;
        let customer = self.customer(address)?;
        let message = ThreadMessage {
            id: event.wamid.clone(),
            author: ThreadAuthor::Business,
            at_ms: self.clock.now_ms(),
            kind: "text".to_owned(),
            content: Value::Null,
            replies_to: None,
            status: DeliveryStatus::Accepted,
            reactions: Vec::new(),
            callback_data: event.callback_data.clone(),
            category: "service".to_owned(),
            by_bsuid: false,
            priced: false,
        };
        let at_ms = event.at_ms.unwrap_or_else(|| self.clock.now_ms());
        let value = shapes::status(
            &number,
            &customer,
            &shapes::Report {
                message: &message,
                wamid: &event.wamid,
                status: event.status,
                seconds: at_ms.div_euclid(1000),
                failure,
                with_pricing: event.status == DeliveryStatus::Sent,
            },
        );
        self.post(&number, "messages", value);
        Ok(())
    }

    /// Sends an event of any field.
    pub(crate) fn happen(&self, happening: Happening) -> Result<(), SceneError> {
        let number = self.number(happening.number.as_deref())?;
        let mut value = happening.value;
        if has_envelope(&happening.field)
            && let Value::Object(object) = &mut value
        {
            for (key, part) in shapes::envelope(&number) {
                object.entry(key).or_insert(part);
            }
        }
        if self.destination(&number).is_none() {
            return Err(SceneError::NoWebhook);
        }
        if happening.field == "calls" {
            self.call_opens_window(&number, &value);
        }
        self.post(&number, &happening.field, value);
        Ok(())
    }

    /// Sends any text, signed as if it were right.
    pub(crate) fn raw_webhook(&self, raw: RawWebhook) -> Result<(), SceneError> {
        let number = self.number(raw.number.as_deref())?;
        let destination = self.destination(&number).ok_or(SceneError::NoWebhook)?;
        self.dispatcher
            .send_text(&destination, raw.body, raw.signature);
        Ok(())
    }

    /// A user's call opens the window (section 6).
    fn call_opens_window(&self, number: &Number, value: &Value) {
        let mut world = lock(&self.world);
        for call in value["calls"].as_array().into_iter().flatten() {
            let caller = call["from"].as_str().or(call["from_user_id"].as_str());
            let Some(customer) = caller.and_then(|caller| world.customer(caller)) else {
                continue;
            };
            let pair = Pair {
                phone_number_id: number.phone_number_id.clone(),
                customer: customer.key.clone(),
            };
            let now_ms = self.clock.now_ms();
            world.thread(&pair).open_window(now_ms);
        }
    }
}

/// Which fields' values begin with `messaging_product` and `metadata`.
fn has_envelope(field: &str) -> bool {
    matches!(
        field,
        "messages"
            | "smb_message_echoes"
            | "smb_app_state_sync"
            | "history"
            | "calls"
            | "user_preferences"
    )
}
