//! Web Push: how one encrypted message reaches one browser.
//!
//! This room speaks RFC 8030 (delivery), RFC 8291 (encryption) and RFC 8292 (who is sending), and
//! keeps the guard that every outbound request to an address chosen by somebody else must pass. It
//! does not know what a conversation or an agent is, who should be told of what, nor when to try
//! again: it is given a [`Subscription`] and a [`Message`], and answers with an [`Outcome`].
//!
//! The process must have a rustls provider installed before the first [`Sender`] is made
//! (`rustls::crypto::ring::default_provider().install_default()`, first thing in `main` and in
//! tests): TLS without one is a programming error that rustls answers with a panic.

mod allow_list;
mod answer;
mod base64url;
#[cfg(any(test, feature = "device"))]
pub mod device;
mod encrypt;
pub mod guard;
mod hosts;
mod message;
mod outcome;
mod payload;
mod retry_after;
mod send;
mod subject;
mod subscription;
mod topic;
mod vapid;

pub use allow_list::{InvalidHostPattern, PushServices};
pub use encrypt::{EncryptionError, encrypt};
pub use message::{DEFAULT_TIME_TO_LIVE, Message, Urgency};
pub use outcome::{Outcome, SendError};
pub use payload::{Notification, NotificationData, Payload, PayloadError};
pub use send::{Sender, SenderError, SenderOptions};
pub use subject::{Subject, SubjectError};
pub use subscription::{Subscription, SubscriptionError, UntrustedSubscription};
pub use topic::Topic;
pub use vapid::{VapidError, VapidKey};
