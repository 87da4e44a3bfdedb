//! A text that still holds a placeholder is never sent (Z-36).

use sea_orm::ConnectionTrait;

use super::Content;
use crate::error::DeskError;
use crate::placeholder::{FieldKeys, first_in};

/// Refuses what a customer would see braces in.
pub(super) async fn require_filled<C: ConnectionTrait>(
    connection: &C,
    content: &Content,
) -> Result<(), DeskError> {
    for (field, text) in texts(content) {
        let fields = FieldKeys::for_text(connection, text).await?;
        if let Some(placeholder) = first_in(text, &fields) {
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
