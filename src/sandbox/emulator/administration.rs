//! What the owner of the numbers and Meta's reviewers do: tokens, secrets, templates, repeats of webhooks.

use std::time::Duration;

use serde_json::json;

use super::Emulator;
use crate::locking::lock;
use crate::scene::{MediaLie, SceneError};
use crate::world::{Number, NumberChange};

const BEFORE_OUTAGE: Duration = Duration::from_millis(50);

impl Emulator {
    pub(crate) fn change_number(
        &self,
        phone_number_id: &str,
        change: NumberChange,
    ) -> Result<Number, SceneError> {
        let mut world = lock(&self.world);
        let number = world
            .numbers
            .get_mut(phone_number_id)
            .ok_or_else(|| SceneError::UnknownNumber(phone_number_id.to_owned()))?;
        change.apply(number);
        Ok(number.clone())
    }

    pub(crate) async fn verify_webhook(&self, phone_number_id: &str) -> Result<bool, SceneError> {
        let number = self.number(Some(phone_number_id))?;
        let address = number.webhook_url.ok_or(SceneError::NoWebhook)?;
        let token = number.verify_token.unwrap_or_default();
        Ok(self.verify(&address, &token).await)
    }

    pub(crate) fn set_template_status(
        &self,
        waba_id: &str,
        name: &str,
        language: &str,
        status: &str,
    ) -> Result<(), SceneError> {
        let (template, number) = {
            let mut world = lock(&self.world);
            let template = world
                .templates
                .get_mut(waba_id)
                .into_iter()
                .flatten()
                .find(|template| template.name == name && template.language == language)
                .ok_or_else(|| SceneError::UnknownTemplate(name.to_owned()))?;
            status.clone_into(&mut template.status);
            let template = template.clone();
            let number = world
                .numbers
                .values()
                .find(|number| number.waba_id == waba_id)
                .cloned();
            (template, number)
        };
        let Some(number) = number else {
            return Ok(());
        };
        // Ids of templates are numbers here, and languages are written with a hyphen (section 6).
        let id: u64 = template.id.parse().unwrap_or_default();
        let reason = if status == "REJECTED" {
            "INVALID_FORMAT"
        } else {
            "NONE"
        };
        let value = json!({
            "event": status,
            "message_template_id": id,
            "message_template_name": template.name,
            "message_template_language": template.language.replace('_', "-"),
            "reason": reason,
            "message_template_category": template.category,
        });
        self.post(&number, "message_template_status_update", value);
        Ok(())
    }

    pub(crate) fn falsify_media(&self, id: &str, lie: MediaLie) -> Result<(), SceneError> {
        let mut world = lock(&self.world);
        let media = world
            .media
            .get_mut(id)
            .ok_or_else(|| SceneError::UnknownMedia(id.to_owned()))?;
        media.lie = lie;
        Ok(())
    }

    /// An outage that ends by itself; it begins a moment later, so that whoever asked for it gets an answer.
    pub(crate) fn outage(&self, length: Duration) {
        let door = self.door.clone();
        tokio::spawn(async move {
            tokio::time::sleep(BEFORE_OUTAGE).await;
            door.shut();
            tokio::time::sleep(length).await;
            door.open();
        });
    }

    pub(crate) fn repeat_delivery(&self, number: u64, times: u32) -> Result<(), SceneError> {
        let delivery = self
            .ledger
            .deliveries
            .get(number)
            .ok_or(SceneError::UnknownDelivery(number))?;
        self.dispatcher.repeat(&delivery, times);
        Ok(())
    }
}
