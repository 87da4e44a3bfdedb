//! Webhooks made by hand, for what the sandbox would not do by itself.

use hmac::{Hmac, KeyInit, Mac};
use reqwest::StatusCode;
use serde_json::{Value, json};
use sha2::Sha256;

use super::Installation;
use super::installation::{APP_SECRET, PHONE_NUMBER_ID, WABA_ID};

/// The signature that Meta would send with `body`.
pub fn signature(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key will do");
    mac.update(body);
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

/// A `messages` change with `value`'s arrays.
pub fn envelope(mut value: Value) -> Value {
    value["messaging_product"] = json!("whatsapp");
    value["metadata"] =
        json!({ "display_phone_number": "15550100001", "phone_number_id": PHONE_NUMBER_ID });
    json!({ "object": "whatsapp_business_account",
        "entry": [{ "id": WABA_ID, "changes": [{ "field": "messages", "value": value }] }] })
}

/// A text from a customer.
pub fn text(from: &str, name: &str, wamid: &str, seconds: i64, body: &str) -> Value {
    envelope(json!({
        "contacts": [{ "profile": { "name": name }, "wa_id": from }],
        "messages": [{ "from": from, "id": wamid, "timestamp": seconds.to_string(),
            "type": "text", "text": { "body": body } }],
    }))
}

/// A status of a message.
pub fn status(wamid: &str, status: &str, seconds: i64, callback_data: Option<&str>) -> Value {
    let mut status = json!({ "id": wamid, "status": status, "timestamp": seconds.to_string(),
        "recipient_id": "15550100199" });
    if let Some(data) = callback_data {
        status["biz_opaque_callback_data"] = json!(data);
    }
    envelope(json!({ "statuses": [status] }))
}

/// Posts a signed body and returns the status.
pub async fn post(installation: &Installation, body: &Value) -> StatusCode {
    post_raw(installation, body.to_string().into_bytes()).await
}

/// Posts signed bytes and returns the status.
pub async fn post_raw(installation: &Installation, body: Vec<u8>) -> StatusCode {
    crate::http()
        .post(installation.url("/webhooks/whatsapp"))
        .header("x-hub-signature-256", signature(APP_SECRET, &body))
        .body(body)
        .send()
        .await
        .expect("an answer")
        .status()
}
