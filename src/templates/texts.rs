//! What Meta takes as the value of a variable (Cloud API reference, section 7.6).

use crate::fill::Problem;

/// Longer than any template's body, so that a mistaken paste is stopped; in characters.
pub const LONGEST_TEXT: usize = 1_024;
/// The longest end of an address, in characters.
pub const LONGEST_SUFFIX: usize = 2_000;
/// The longest code of a coupon, in characters.
pub const LONGEST_COUPON: usize = 20;
/// The longest one-time code, in characters.
pub const LONGEST_CODE: usize = 15;
/// The longest payload of a quick reply, in characters.
pub const LONGEST_PAYLOAD: usize = 256;
/// The longest words beside an amount or a moment, in characters.
pub const LONGEST_FALLBACK: usize = 60;

/// One line that says something: no line break, no tab, no more than four blanks in a row.
pub fn line(text: &str, longest: usize) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    if text.chars().count() > longest {
        return Err(Problem::TooLong { longest });
    }
    if text.contains(char::is_control) || text.contains("     ") {
        return Err(Problem::Character);
    }
    Ok(text.to_owned())
}

/// Something that is copied or travels in an address: no blanks at all.
pub fn word(text: &str, longest: usize) -> Result<String, Problem> {
    let word = line(text, longest)?;
    if word.contains(char::is_whitespace) {
        return Err(Problem::Character);
    }
    Ok(word)
}

/// The end of an address: no blanks, and no address of its own.
pub fn suffix(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    if text.chars().count() > LONGEST_SUFFIX {
        return Err(Problem::TooLong {
            longest: LONGEST_SUFFIX,
        });
    }
    if text.contains(|character: char| character.is_whitespace() || character.is_control())
        || text.contains("://")
        || text.starts_with("//")
    {
        return Err(Problem::Suffix);
    }
    Ok(text.to_owned())
}

/// An address from which Meta fetches a file.
pub fn link(url: &str) -> Result<String, Problem> {
    let url = url.trim();
    let host = url.strip_prefix("https://").unwrap_or_default();
    let plain =
        !url.contains(|character: char| character.is_whitespace() || character.is_control());
    if host.is_empty() || host.starts_with('/') || !plain || url.len() > LONGEST_SUFFIX {
        return Err(Problem::Link);
    }
    Ok(url.to_owned())
}
