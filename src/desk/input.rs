//! Text as people type it into a field.

use crate::error::DeskError;

/// The longest name of a person, department, channel or token, in characters.
const LONGEST_NAME: usize = 100;

/// A name: trimmed, neither empty nor overlong, on one line.
pub(crate) fn name(field: &'static str, text: &str) -> Result<String, DeskError> {
    let name = text.trim();
    if name.is_empty() {
        return Err(DeskError::invalid(field, "this is empty"));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(DeskError::invalid(
            field,
            format!("at most {LONGEST_NAME} characters"),
        ));
    }
    if name.chars().any(char::is_control) {
        return Err(DeskError::invalid(field, "one line of plain text"));
    }
    Ok(name.to_owned())
}

/// A name that something else made and nobody can correct: cut and cleaned rather than refused.
pub(crate) fn label(text: &str) -> String {
    let visible = text.chars().filter(|c| !c.is_control());
    let cut: String = visible.take(LONGEST_NAME).collect();
    cut.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_kept_on_one_line() {
        assert_eq!(name("name", "  Ana Souza ").unwrap(), "Ana Souza");
        assert_eq!(name("name", &"ã".repeat(100)).unwrap().chars().count(), 100);
        for refused in ["", "   ", "Ana\nSouza", "Ana\0", &"ã".repeat(101)] {
            assert!(name("name", refused).is_err(), "{refused:?}");
        }
    }

    #[test]
    fn a_label_is_never_refused() {
        assert_eq!(label(" Chrome\0 on\nAndroid "), "Chrome onAndroid");
        assert_eq!(label(&"x".repeat(500)).len(), 100);
        assert_eq!(label(""), "");
    }
}
