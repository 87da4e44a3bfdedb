//! The name under which a newer message replaces an undelivered one (RFC 8030, section 5.4).

use ring::digest::{SHA256, digest};

use crate::base64url;

/// RFC 8030 allows 32 characters of base64url; 16 bytes of a hash need 22.
const HASH_BYTES: usize = 16;

/// A topic: messages of one topic overtake one another while the device is away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic(String);

impl Topic {
    /// The topic of everything about one conversation. Hashed, so that the push service learns no id.
    pub fn of_conversation(conversation_id: &str) -> Self {
        let hash = digest(&SHA256, conversation_id.as_bytes());
        Self(base64url::encode(&hash.as_ref()[..HASH_BYTES]))
    }

    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_22_characters_of_base64url_and_the_same_for_the_same_conversation() {
        let topic = Topic::of_conversation("01965b1e-8f7a-7c3e-9a51-1d2f3a4b5c6d");
        assert_eq!(topic.as_str().len(), 22);
        assert!(
            topic
                .as_str()
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        );
        assert_eq!(
            topic,
            Topic::of_conversation("01965b1e-8f7a-7c3e-9a51-1d2f3a4b5c6d")
        );
        assert_ne!(
            topic,
            Topic::of_conversation("01965b1e-8f7a-7c3e-9a51-1d2f3a4b5c6e")
        );
    }
}
