//! A business phone number with what its owner configured at Meta.

use serde::{Deserialize, Serialize};

/// A registered business number. Ids are decimal strings, as Meta's.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// The id in the paths of the Graph API.
    pub phone_number_id: String,
    /// The WhatsApp business account that owns the number.
    pub waba_id: String,
    /// The number in digits, as `metadata.display_phone_number` shows it.
    #[serde(default = "default_display")]
    pub display_phone_number: String,
    /// The name that customers see.
    #[serde(default = "default_name")]
    pub verified_name: String,
    /// The bearer token that calls must carry.
    pub access_token: String,
    /// Signs the webhooks.
    pub app_secret: String,
    /// Where webhooks go; without it nothing is delivered.
    #[serde(default)]
    pub webhook_url: Option<String>,
    /// What the verification of the webhook address presents.
    #[serde(default)]
    pub verify_token: Option<String>,
    /// Also used in the WhatsApp Business app: 20 messages a second instead of 80.
    #[serde(default)]
    pub coexistence: bool,
    /// Messages a second, in and out together; unset = 80, or 20 with coexistence.
    #[serde(default)]
    pub throughput: Option<usize>,
    /// Calls with the token get 401, code 190.
    #[serde(default)]
    pub token_expired: bool,
    /// The number was deleted: calls get 400, code 33.
    #[serde(default)]
    pub deleted: bool,
}

fn default_display() -> String {
    "15550100001".to_owned()
}

fn default_name() -> String {
    "Empresa de Teste".to_owned()
}

impl Number {
    /// A number of account `waba_id` with the given credentials; the rest takes defaults.
    pub fn new(
        phone_number_id: impl Into<String>,
        waba_id: impl Into<String>,
        access_token: impl Into<String>,
        app_secret: impl Into<String>,
    ) -> Self {
        Self {
            phone_number_id: phone_number_id.into(),
            waba_id: waba_id.into(),
            display_phone_number: default_display(),
            verified_name: default_name(),
            access_token: access_token.into(),
            app_secret: app_secret.into(),
            webhook_url: None,
            verify_token: None,
            coexistence: false,
            throughput: None,
            token_expired: false,
            deleted: false,
        }
    }

    /// Sets where webhooks go.
    #[must_use]
    pub fn with_webhook(mut self, url: impl Into<String>) -> Self {
        self.webhook_url = Some(url.into());
        self
    }

    /// Messages a second, in and out together.
    pub fn messages_per_second(&self) -> usize {
        self.throughput
            .unwrap_or(if self.coexistence { 20 } else { 80 })
    }
}

/// A change to a registered number: what is absent stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NumberChange {
    /// A new bearer token; the earlier one is unknown from then on (401, code 190).
    pub access_token: Option<String>,
    /// A new app secret: webhooks are signed with it from then on (F29).
    pub app_secret: Option<String>,
    /// A new webhook address.
    pub webhook_url: Option<String>,
    /// A new verify token.
    pub verify_token: Option<String>,
    /// Whether the number is also used in the phone app.
    pub coexistence: Option<bool>,
    /// Messages a second, in and out together.
    pub throughput: Option<usize>,
    /// Whether the token has expired.
    pub token_expired: Option<bool>,
    /// Whether the number was deleted.
    pub deleted: Option<bool>,
}

impl NumberChange {
    pub(crate) fn apply(self, number: &mut Number) {
        set(&mut number.access_token, self.access_token);
        set(&mut number.app_secret, self.app_secret);
        set(&mut number.coexistence, self.coexistence);
        set(&mut number.token_expired, self.token_expired);
        set(&mut number.deleted, self.deleted);
        set(&mut number.webhook_url, self.webhook_url.map(Some));
        set(&mut number.verify_token, self.verify_token.map(Some));
        set(&mut number.throughput, self.throughput.map(Some));
    }
}

fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}
