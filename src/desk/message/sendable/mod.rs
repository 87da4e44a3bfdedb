//! What a person may write, kind by kind, in the form in which it is kept.
//!
//! The limits are Meta's (Cloud API reference, section 7): what the desk takes, leaves.

mod contacts;
mod interactive;
mod location;

pub(super) use contacts::contacts;
pub(super) use interactive::interactive;
pub(super) use location::location;

use crate::error::DeskError;

/// The longest text that Meta takes, in characters.
const LONGEST_TEXT: usize = 4_096;

/// A text.
pub(super) fn text(text: &str) -> Result<String, DeskError> {
    words("text", LONGEST_TEXT, text)
}

/// A text: trimmed, 1 to `longest` characters.
fn words(field: &'static str, longest: usize, text: &str) -> Result<String, DeskError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DeskError::invalid(field, "is empty"));
    }
    if text.chars().count() > longest {
        return Err(DeskError::invalid(
            field,
            format!("has more than {longest} characters"),
        ));
    }
    if text.contains('\0') {
        return Err(DeskError::invalid(field, "contains U+0000"));
    }
    Ok(text.to_owned())
}

/// The same on one line.
fn line(field: &'static str, longest: usize, text: &str) -> Result<String, DeskError> {
    let text = words(field, longest, text)?;
    if text.chars().any(char::is_control) {
        return Err(DeskError::invalid(field, "has more than one line"));
    }
    Ok(text)
}

/// A line that may be left out; blank is the same as left out.
fn optional_line(
    field: &'static str,
    longest: usize,
    text: Option<&str>,
) -> Result<Option<String>, DeskError> {
    text.filter(|text| !text.trim().is_empty())
        .map(|text| line(field, longest, text))
        .transpose()
}
