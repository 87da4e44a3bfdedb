//! Taking JSON apart without reading all of it, so that a broken part stays alone.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

/// The fields of an object, unread; of repeated names the last one counts.
pub(super) type RawFields<'a> = BTreeMap<Cow<'a, str>, &'a RawValue>;

pub(super) fn fields(raw: &RawValue) -> Option<RawFields<'_>> {
    serde_json::from_str(raw.get()).ok()
}

pub(super) fn elements(raw: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(raw.get()).ok()
}

pub(super) fn value(raw: &RawValue) -> Result<Value, serde_json::Error> {
    serde_json::from_str(raw.get())
}

pub(super) fn text(raw: Option<&&RawValue>) -> Option<String> {
    match value(raw?).ok()? {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The body as text in which every escape stands for a character.
///
/// A cut emoji leaves a lone surrogate (`\ud83d`), which no Rust text can hold; a byte may be no
/// UTF-8. Both become U+FFFD, so that the customer's message shows instead of being lost.
pub(super) fn readable(body: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(body);
    match repaired(&text) {
        Some(repaired) => Cow::Owned(repaired),
        None => text,
    }
}

const REPLACEMENT: &str = "\\ufffd";
const UNICODE_ESCAPE_LENGTH: usize = 6;

fn repaired(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(offset) = text[at..].find('\\') {
        at += offset;
        let step = match surrogate(text, at) {
            Some(Surrogate::High)
                if surrogate(text, at + UNICODE_ESCAPE_LENGTH) == Some(Surrogate::Low) =>
            {
                2 * UNICODE_ESCAPE_LENGTH
            }
            Some(_) => {
                out.push_str(&text[copied..at]);
                out.push_str(REPLACEMENT);
                copied = at + UNICODE_ESCAPE_LENGTH;
                UNICODE_ESCAPE_LENGTH
            }
            None => escape_length(text, at),
        };
        at += step;
    }
    if copied == 0 {
        return None;
    }
    out.push_str(&text[copied..]);
    Some(out)
}

/// The backslash and the character that it escapes, which may itself be a backslash.
fn escape_length(text: &str, at: usize) -> usize {
    let escaped = text[at + 1..].chars().next();
    1 + escaped.map_or(0, char::len_utf8)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Surrogate {
    High,
    Low,
}

fn surrogate(text: &str, at: usize) -> Option<Surrogate> {
    let escape = text.get(at..at + UNICODE_ESCAPE_LENGTH)?;
    let digits = escape.strip_prefix("\\u")?;
    match u16::from_str_radix(digits, 16).ok()? {
        0xD800..=0xDBFF => Some(Surrogate::High),
        0xDC00..=0xDFFF => Some(Surrogate::Low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lone_surrogates_are_replaced() {
        let table = [
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""\uD83D""#, r#""\ufffd""#),
            (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\\ud83d""#, r#""\\ud83d""#),
            (r#""\\\ud83d""#, r#""\\\ufffd""#),
            (r#""\ud8""#, r#""\ud8""#),
            ("\"é\\", "\"é\\"),
            ("\\é\\ud83d", "\\é\\ufffd"),
        ];
        for (before, after) in table {
            assert_eq!(readable(before.as_bytes()), after, "{before}");
        }
    }

    #[test]
    fn a_byte_that_is_no_text_is_replaced() {
        assert_eq!(readable(b"\"a\xFFb\""), "\"a\u{FFFD}b\"");
    }
}
