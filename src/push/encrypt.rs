//! The message body as RFC 8291 seals it, by the `web-push` crate used as a pure function.

use thiserror::Error;
use web_push::{ContentEncoding, SubscriptionInfo, WebPushMessageBuilder};

use crate::Subscription;

/// The library refused keys or size. Cannot happen with a parsed subscription and a made payload.
#[derive(Debug, Error)]
#[error("the payload could not be encrypted: {0}")]
pub struct EncryptionError(#[from] web_push::WebPushError);

/// Encrypts for this device with a fresh key and salt; the result is an `aes128gcm` body (RFC 8188).
pub fn encrypt(subscription: &Subscription, plaintext: &[u8]) -> Result<Vec<u8>, EncryptionError> {
    let device = SubscriptionInfo::new(
        subscription.endpoint().as_str(),
        &subscription.p256dh(),
        &subscription.auth(),
    );
    let mut builder = WebPushMessageBuilder::new(&device);
    builder.set_payload(ContentEncoding::Aes128Gcm, plaintext);
    Ok(builder
        .build()?
        .payload
        .map(|payload| payload.content)
        .unwrap_or_default())
}
