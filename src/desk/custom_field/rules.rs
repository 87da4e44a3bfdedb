//! What a field may be called, and what may be written under it.

use crate::error::DeskError;
use crate::placeholder::Placeholder;

/// The longest key, in characters: it is typed with a thumb.
const LONGEST_KEY: usize = 32;
/// The longest text, in characters.
const LONGEST_TEXT: usize = 1_000;

/// A key: lower-case letters without accents, digits and `_`, beginning with a letter.
pub(super) fn key(text: &str) -> Result<String, DeskError> {
    let refused = |reason: &str| Err(DeskError::invalid("key", reason.to_owned()));
    let key = text.trim();
    let is_word = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !is_word || key.len() > LONGEST_KEY {
        return refused("is one word of a to z, digits and _, beginning with a letter");
    }
    if Placeholder::reserves(key) {
        return refused("stands for something else already");
    }
    Ok(key.to_owned())
}

/// A line of text; none when it says nothing.
pub(super) fn text(text: &str) -> Result<Option<String>, DeskError> {
    const FIELD: &str = "text";
    let text = text.trim();
    if text.chars().count() > LONGEST_TEXT {
        let reason = format!("has more than {LONGEST_TEXT} characters");
        return Err(DeskError::invalid(FIELD, reason));
    }
    // It goes into other texts, where braces would be placeholders again (Z-36).
    if text
        .chars()
        .any(|c| c.is_control() || matches!(c, '{' | '}'))
    {
        return Err(DeskError::invalid(
            FIELD,
            "one line of plain text without braces",
        ));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_word_that_nothing_else_has() {
        for taken in ["foto", "plano_2", "x", &"a".repeat(32)] {
            assert!(key(taken).is_ok(), "{taken}");
        }
        for refused in [
            "",
            "Foto",
            "situação",
            "2x",
            "_x",
            "a b",
            "a-b",
            "a.b",
            "a|b",
            "{a}",
            "nome",
            "protocolo",
            "name",
            "phone",
            &"a".repeat(33),
        ] {
            assert!(key(refused).is_err(), "{refused:?}");
        }
    }

    #[test]
    fn a_text_is_one_line_without_braces() {
        assert_eq!(text(" Ouro ").unwrap().as_deref(), Some("Ouro"));
        assert_eq!(text("  ").unwrap(), None);
        for refused in ["a\nb", "a\0", "{nome}", "a}", &"é".repeat(1_001)] {
            assert!(text(refused).is_err(), "{refused:?}");
        }
    }
}
