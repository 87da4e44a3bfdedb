//! What an administrator's page asks: is this number healthy, do its webhooks come here?

use secrecy::SecretString;
use serde_json::Value;

use crate::client::answer::call;
use crate::client::{CallError, GraphClient, authorized};
use crate::identifiers::{PhoneNumberId, WabaId};
use crate::lenient::Fields;

/// A business number as Meta describes it; only what was asked for is set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhoneNumber {
    /// As people write it.
    pub display_phone_number: Option<String>,
    /// The name that customers see.
    pub verified_name: Option<String>,
    /// `GREEN`, `YELLOW`, `RED` or `UNKNOWN`.
    pub quality_rating: Option<String>,
    /// `CONNECTED`, `PENDING`, `FLAGGED`, `RESTRICTED`, `BANNED`, …
    pub status: Option<String>,
    /// `STANDARD` (80 messages a second), `HIGH` (1,000), …
    pub throughput_level: Option<String>,
    /// Whether the number is also used in the WhatsApp Business app (20 messages a second).
    pub on_business_app: Option<bool>,
    /// The whole answer, for other fields.
    pub raw: Value,
}

/// An application that receives an account's webhooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscribedApp {
    /// Meta's id of the application.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Where this account's webhooks go instead of the application's own address.
    pub override_callback_uri: Option<String>,
}

impl GraphClient {
    /// Describes a business number by the named fields, such as `verified_name`.
    pub async fn phone_number(
        &self,
        token: &SecretString,
        phone_number_id: &PhoneNumberId,
        fields: &[&str],
    ) -> Result<PhoneNumber, CallError> {
        let mut url = self.address(&[phone_number_id.as_str()]);
        url.query_pairs_mut()
            .append_pair("fields", &fields.join(","));
        let answer = call(authorized(self.http.get(url), token)?).await?;
        Ok(phone_number(answer))
    }

    /// The applications that receive an account's webhooks. Meta may end a subscription after
    /// long failure: look now and then.
    pub async fn subscribed_apps(
        &self,
        token: &SecretString,
        waba_id: &WabaId,
    ) -> Result<Vec<SubscribedApp>, CallError> {
        let url = self.address(&[waba_id.as_str(), "subscribed_apps"]);
        let answer = call(authorized(self.http.get(url), token)?).await?;
        Ok(Fields::of(&answer)
            .array("data")
            .iter()
            .map(subscribed_app)
            .collect())
    }

    /// Has an account's webhooks sent to the token's application. Repeating it is harmless.
    pub async fn subscribe_app(
        &self,
        token: &SecretString,
        waba_id: &WabaId,
    ) -> Result<(), CallError> {
        let url = self.address(&[waba_id.as_str(), "subscribed_apps"]);
        call(authorized(self.http.post(url), token)?)
            .await
            .map(drop)
    }
}

fn phone_number(raw: Value) -> PhoneNumber {
    let fields = Fields::of(&raw);
    PhoneNumber {
        display_phone_number: fields.text("display_phone_number"),
        verified_name: fields.text("verified_name"),
        quality_rating: fields.text("quality_rating"),
        status: fields.text("status"),
        throughput_level: fields.object("throughput").text("level"),
        on_business_app: fields.flag("is_on_biz_app"),
        raw,
    }
}

fn subscribed_app(app: &Value) -> SubscribedApp {
    let fields = Fields::of(app);
    let data = fields.object("whatsapp_business_api_data");
    SubscribedApp {
        id: data.text("id"),
        name: data.text("name"),
        override_callback_uri: fields.text("override_callback_uri"),
    }
}
