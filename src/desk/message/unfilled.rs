//! A text that still holds a placeholder is never sent (Z-36).

use super::Content;
use crate::error::DeskError;
use crate::placeholder::first_in;

/// Refuses what a customer would see braces in.
pub(super) fn require_filled(content: &Content) -> Result<(), DeskError> {
    for (field, text) in texts(content) {
        if let Some(placeholder) = first_in(text) {
            return Err(DeskError::invalid(
                field,
                format!("holds the placeholder {placeholder}"),
            ));
        }
    }
    Ok(())
}

fn texts(content: &Content) -> Vec<(&'static str, &str)> {
    match content {
        Content::Text { body, .. } => vec![("text", body)],
        Content::Media {
            caption: Some(caption),
            ..
        } => vec![("caption", caption)],
        Content::Interactive(message) => message.texts(),
        _ => Vec::new(),
    }
}
