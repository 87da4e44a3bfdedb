//! What content must lose before it can be written down: the one character that no database text may hold, and what
//! must be blacked out.

use super::Content;
use crate::redaction::Redaction;

/// PostgreSQL stores U+0000 neither in text nor in JSON, and SQLite's tools stop reading at it.
pub(crate) fn without_nul(text: String) -> String {
    if text.contains('\0') {
        text.replace('\0', "\u{fffd}")
    } else {
        text
    }
}

impl Content {
    /// The content as it can be stored, and its stored form.
    pub(crate) fn storable(self, redaction: Redaction) -> (Self, serde_json::Value) {
        let mut json = self.to_json();
        let changed = replace_nul(&mut json);
        if redaction.json(&mut json) || changed {
            let kind = self.kind();
            return (Self::from_json(json.clone(), kind), json);
        }
        (self, json)
    }
}

/// Replaces U+0000 in every text of `value`; tells whether there was one.
pub(crate) fn replace_nul(value: &mut serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::String(text) if text.contains('\0') => {
            *text = without_nul(std::mem::take(text));
            true
        }
        // Every one of them, not only the first.
        Value::Array(items) => items.iter_mut().map(replace_nul).filter(|any| *any).count() > 0,
        Value::Object(fields) => {
            fields
                .values_mut()
                .map(replace_nul)
                .filter(|any| *any)
                .count()
                > 0
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_with_nul_becomes_storable() {
        let content = Content::Text {
            body: "a\0b".into(),
            referral: None,
        };
        let (content, json) = content.storable(Redaction::default());
        assert_eq!(content.preview(), Some("a\u{fffd}b"));
        assert!(!json.to_string().contains("u0000"));
    }
}
