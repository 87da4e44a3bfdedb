//! One request of a sender, read and held against RFC 8030.

use axum::{
    body::to_bytes,
    extract::Request,
    http::{HeaderMap, Method, header},
};

use super::{Delivery, Refusal};
use crate::fakes::ledger::Attempt;

/// RFC 8030, section 7.2: what every service must take, and ours takes no more.
const LARGEST_BODY: usize = 4_096;
/// RFC 8030, section 5.4.
const LONGEST_TOPIC: usize = 32;

/// One request, read.
pub(super) struct Incoming {
    method: Method,
    pub(super) authorization: Option<String>,
    encoding: Option<String>,
    ttl: Option<u32>,
    urgency: Option<String>,
    topic: Option<String>,
    body: Vec<u8>,
}

impl Incoming {
    pub(super) async fn read(request: Request) -> Self {
        let (parts, body) = request.into_parts();
        let text = |name: &str| text(&parts.headers, name);
        Self {
            method: parts.method,
            authorization: text(header::AUTHORIZATION.as_str()),
            encoding: text(header::CONTENT_ENCODING.as_str()),
            ttl: text("ttl").and_then(|ttl| ttl.parse().ok()),
            urgency: text("urgency"),
            topic: text("topic"),
            body: to_bytes(body, 1 << 20)
                .await
                .map(Vec::from)
                .unwrap_or_default(),
        }
    }

    pub(super) fn well_formed(&self) -> Result<(), Refusal> {
        let sealed = self.body.is_empty() || self.encoding.as_deref() == Some("aes128gcm");
        if self.method != Method::POST {
            Err(Refusal::new(405, "messages are posted"))
        } else if self.body.len() > LARGEST_BODY {
            Err(Refusal::new(413, "the body is too large"))
        } else if self.ttl.is_none() {
            Err(Refusal::new(400, "TTL is missing or no number"))
        } else if !sealed {
            Err(Refusal::new(400, "the body is not aes128gcm"))
        } else if !self.topic.as_deref().is_none_or(is_topic) {
            Err(Refusal::new(
                400,
                "Topic is not 1 to 32 characters of base64url",
            ))
        } else {
            Ok(())
        }
    }

    pub(super) fn attempt(self, endpoint: String, refusal: Option<&Refusal>) -> Attempt {
        Attempt {
            endpoint,
            status: refusal.map_or(201, |refusal| refusal.failure.status),
            reason: refusal.map(|refusal| refusal.reason.clone()),
            ttl: self.ttl,
            urgency: self.urgency,
            topic: self.topic,
            body: self.body,
        }
    }

    pub(super) fn delivery(&self, token: &str) -> Delivery {
        Delivery {
            token: token.to_owned(),
            body: self.body.clone(),
            ttl: self.ttl.unwrap_or_default(),
            topic: self.topic.clone(),
        }
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

fn is_topic(topic: &str) -> bool {
    (1..=LONGEST_TOPIC).contains(&topic.len())
        && topic
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}
