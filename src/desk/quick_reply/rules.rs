//! What a quick reply may be called, and say.

use crate::error::DeskError;
use crate::placeholder::{self, FieldKeys};

/// The longest short name, in characters: it is typed with a thumb.
const LONGEST_NAME: usize = 32;
/// The longest text, in characters: what a message takes.
const LONGEST_TEXT: usize = 4_096;

/// A short name: lower-case, one word, no slash in front.
pub(super) fn short_name(text: &str) -> Result<String, DeskError> {
    const FIELD: &str = "shortName";
    let name = text.trim().trim_start_matches('/').to_lowercase();
    if name.is_empty() {
        return Err(DeskError::invalid(FIELD, "is empty"));
    }
    if name.chars().count() > LONGEST_NAME {
        let reason = format!("has more than {LONGEST_NAME} characters");
        return Err(DeskError::invalid(FIELD, reason));
    }
    if !name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    {
        return Err(DeskError::invalid(
            FIELD,
            "is one word of letters, digits, - and _",
        ));
    }
    // The slash command for internal messages comes first (L-082).
    if name == "interna" {
        return Err(DeskError::invalid(FIELD, "is a command already"));
    }
    Ok(name)
}

/// A text, whose placeholders all exist (Z-36).
pub(super) fn text(text: &str, fields: &FieldKeys) -> Result<String, DeskError> {
    const FIELD: &str = "text";
    let text = text.trim();
    if text.is_empty() {
        return Err(DeskError::invalid(FIELD, "is empty"));
    }
    if text.chars().count() > LONGEST_TEXT {
        let reason = format!("has more than {LONGEST_TEXT} characters");
        return Err(DeskError::invalid(FIELD, reason));
    }
    if text.contains('\0') {
        return Err(DeskError::invalid(FIELD, "contains U+0000"));
    }
    placeholder::check(text, fields)
        .map_err(|problem| DeskError::invalid(FIELD, problem.to_string()))?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_is_one_word() {
        for (given, kept) in [
            ("/Bom-dia", "bom-dia"),
            (" pix ", "pix"),
            ("SAUDAÇÃO_2", "saudação_2"),
        ] {
            assert_eq!(short_name(given).unwrap(), kept);
        }
        for refused in [
            "",
            "/",
            "bom dia",
            "a/b",
            "a\nb",
            "{{x}}",
            "interna",
            &"é".repeat(33),
        ] {
            assert!(short_name(refused).is_err(), "{refused:?}");
        }
    }

    #[test]
    fn z36_an_unknown_placeholder_blocks_saving() {
        assert!(
            text(
                "Olá, {{contact.name | cliente}}! Seu protocolo é {protocolo}.",
                &FieldKeys::default()
            )
            .is_ok()
        );
        for refused in [
            "",
            "{{ticket.id}}",
            "Olá, {{nome}}",
            "a\0b",
            &"é".repeat(4_097),
        ] {
            assert!(text(refused, &FieldKeys::default()).is_err(), "{refused:?}");
        }
    }
}
