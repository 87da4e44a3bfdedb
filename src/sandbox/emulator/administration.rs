//! What the owner of the numbers and Meta's reviewers do: tokens, secrets, templates, repeats of webhooks.

use std::time::Duration;

use super::Emulator;
use crate::locking::lock;
use crate::scene::{MediaLie, SceneError};
use crate::webhooks::template_shapes;
use crate::world::{Number, NumberChange, TemplateChange};

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
        let change = TemplateChange {
            status: Some(status.to_owned()),
            ..TemplateChange::default()
        };
        self.change_template(waba_id, name, language, change)
    }

    /// Changes a template as Meta's reviewers do, and tells the client by the webhook of each change (section 6).
    pub(crate) fn change_template(
        &self,
        waba_id: &str,
        name: &str,
        language: &str,
        change: TemplateChange,
    ) -> Result<(), SceneError> {
        let (before, after, number) = {
            let mut world = lock(&self.world);
            let template = world
                .templates
                .get_mut(waba_id)
                .into_iter()
                .flatten()
                .find(|template| template.name == name && template.language == language)
                .ok_or_else(|| SceneError::UnknownTemplate(name.to_owned()))?;
            let before = template.clone();
            change.apply(template);
            let after = template.clone();
            let number = world
                .numbers
                .values()
                .find(|number| number.waba_id == waba_id)
                .cloned();
            (before, after, number)
        };
        let Some(number) = number else {
            return Ok(());
        };
        for (field, value) in template_shapes::changes(&before, &after) {
            self.post(&number, field, value);
        }
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
