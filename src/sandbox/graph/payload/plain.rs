//! Texts, places, contact cards and reactions.

use super::super::GraphError;
use super::super::parameters::Parameters;

/// Characters of a text message.
const TEXT_LIMIT: usize = 4_096;
const CARDS_LIMIT: usize = 257;

pub(super) fn text(text: &Parameters<'_>) -> Result<(), GraphError> {
    text.short_text("body", TEXT_LIMIT)?;
    text.optional_flag("preview_url")?;
    Ok(())
}

pub(super) fn location(location: &Parameters<'_>) -> Result<(), GraphError> {
    for (key, limit) in [("latitude", 90.0), ("longitude", 180.0)] {
        if location.number(key)?.abs() > limit {
            return Err(GraphError::invalid(&location.name(key), "is out of range"));
        }
    }
    location.optional_text("name")?;
    location.optional_text("address")?;
    Ok(())
}

pub(super) fn contacts(cards: &[Parameters<'_>]) -> Result<(), GraphError> {
    if cards.is_empty() {
        return Err(GraphError::missing("contacts"));
    }
    if cards.len() > CARDS_LIMIT {
        let why = format!("must have at most {CARDS_LIMIT} items");
        return Err(GraphError::malformed("contacts", &why));
    }
    for card in cards {
        card.object("name")?.short_text("formatted_name", 512)?;
        for list in ["phones", "emails", "addresses", "urls"] {
            if card.has(list) {
                card.objects(list)?;
            }
        }
    }
    Ok(())
}

/// An empty emoji takes the reaction away. That its target exists is told by webhook, not here.
pub(super) fn reaction(reaction: &Parameters<'_>) -> Result<(), GraphError> {
    let id = reaction.short_text("message_id", 512)?;
    if !id.starts_with("wamid.") {
        return Err(GraphError::invalid(
            "reaction.message_id",
            "is not a message id",
        ));
    }
    let emoji = reaction.text("emoji")?;
    // The longest sequences (families, flags of regions) have fewer characters; words have no place here.
    if emoji.chars().count() > 16 || emoji.chars().any(char::is_alphabetic) {
        return Err(GraphError::invalid("reaction.emoji", "is not one emoji"));
    }
    Ok(())
}
