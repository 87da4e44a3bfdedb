//! What must never be written down: card numbers, and where the operator wants it CPF and CNPJ numbers.
//!
//! Everything that people write passes here before it is stored or indexed, in both directions (Z-17): the
//! customer who types a card number into the chat, and the agent who repeats it. What is kept is `•••• 1234`, which
//! is enough to talk about a card and useless to whoever steals the database. A reply that holds a number
//! leaves as it is kept. Pure functions; `docs/operators.md` says what remains where, and for how long.

mod cards;
mod tax_numbers;

use serde_json::Value;

/// What is blacked out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Redaction {
    /// CPF and CNPJ numbers too. Card numbers always are.
    pub tax_numbers: bool,
}

/// A part of a text that is blacked out.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    /// Where it begins and ends, in bytes.
    place: std::ops::Range<usize>,
    /// What stands there instead.
    mask: String,
}

/// The keys under which our contents and Meta's JSON hold what people wrote. Everything else (ids, addresses,
/// digests) consists of digits that may look like a card and must stay as they are.
const WRITTEN_BY_PEOPLE: &[&str] = &[
    "address",
    "body",
    "button",
    "buttons",
    "caption",
    "description",
    "file_name",
    "filename",
    "footer",
    "header",
    "parameters",
    "payload",
    "response_json",
    "text",
    "title",
    "values",
    "variables",
];

impl Redaction {
    /// `text` without what must not be kept; none when there is nothing of the kind.
    pub fn text(self, text: &str) -> Option<String> {
        let mut findings = cards::find(text);
        if self.tax_numbers {
            findings.extend(tax_numbers::find(text));
        }
        if findings.is_empty() {
            return None;
        }
        findings.sort_by_key(|finding| finding.place.start);
        let mut redacted = String::with_capacity(text.len());
        let mut copied = 0;
        for Finding { place, mask } in findings {
            // A number can be both: the first finding counts.
            if place.start < copied {
                continue;
            }
            redacted.push_str(&text[copied..place.start]);
            redacted.push_str(&mask);
            copied = place.end;
        }
        redacted.push_str(&text[copied..]);
        Some(redacted)
    }

    /// Blacks out what people wrote in `value`; tells whether there was anything.
    pub fn json(self, value: &mut Value) -> bool {
        self.walk(value, false)
    }

    fn walk(self, value: &mut Value, written: bool) -> bool {
        match value {
            Value::String(text) if written => match self.text(text) {
                Some(redacted) => {
                    *text = redacted;
                    true
                }
                None => false,
            },
            Value::Array(items) => {
                let mut any = false;
                for item in items {
                    any |= self.walk(item, written);
                }
                any
            }
            Value::Object(fields) => {
                let mut any = false;
                for (key, value) in fields {
                    any |= self.walk(value, WRITTEN_BY_PEOPLE.contains(&key.as_str()));
                }
                any
            }
            _ => false,
        }
    }

    /// The same for JSON as it came, such as a webhook's body; none when there is nothing to black out, or it
    /// is no JSON.
    pub fn raw_json(self, raw: &[u8]) -> Option<String> {
        let mut value: Value = serde_json::from_slice(raw).ok()?;
        self.json(&mut value).then(|| value.to_string())
    }
}

/// A digit in any of the scripts that phones type in Latin America, and those that disguise one.
fn digit(character: char) -> Option<u8> {
    let value = match character {
        '0'..='9' => u32::from(character) - u32::from('0'),
        '\u{ff10}'..='\u{ff19}' => u32::from(character) - 0xff10,
        '\u{0660}'..='\u{0669}' => u32::from(character) - 0x0660,
        '\u{06f0}'..='\u{06f9}' => u32::from(character) - 0x06f0,
        _ => return None,
    };
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_people_wrote_is_touched_in_json() {
        let card = "4111111111111111";
        let mut body = json!({
            "id": card,
            "metadata": { "phone_number_id": card },
            "messages": [
                { "from": card, "text": { "body": format!("meu cartão {card}") } },
                { "image": { "caption": card, "sha256": card, "id": card } },
                { "document": { "filename": format!("{card}.pdf") } },
            ],
        });
        assert!(Redaction::default().json(&mut body));
        assert_eq!(
            body,
            json!({
                "id": card,
                "metadata": { "phone_number_id": card },
                "messages": [
                    { "from": card, "text": { "body": "meu cartão •••• 1111" } },
                    { "image": { "caption": "•••• 1111", "sha256": card, "id": card } },
                    { "document": { "filename": "•••• 1111.pdf" } },
                ],
            })
        );
        assert!(!Redaction::default().json(&mut body), "nothing is left");
    }

    #[test]
    fn tax_numbers_are_blacked_out_only_where_it_is_wanted() {
        let text = "CPF 529.982.247-25, cartão 5555 5555 5555 4444";
        assert_eq!(
            Redaction::default().text(text).as_deref(),
            Some("CPF 529.982.247-25, cartão •••• 4444")
        );
        let both = Redaction { tax_numbers: true };
        assert_eq!(
            both.text(text).as_deref(),
            Some("CPF •••25, cartão •••• 4444")
        );
    }
}
