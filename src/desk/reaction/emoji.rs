//! What counts as an emoji.

use unicode_segmentation::UnicodeSegmentation;

use crate::error::DeskError;

/// The longest emoji sequences (flags of regions) have seven characters, families with skin tones up to eleven.
const LONGEST: usize = 16;

/// One emoji, as a person sees it: a single grapheme without letters. Meta refuses anything else (131009).
pub(super) fn one_emoji(text: &str) -> Result<String, DeskError> {
    let text = text.trim();
    let is_one = text.graphemes(true).count() == 1
        && text.chars().count() <= LONGEST
        && !text.chars().any(|c| c.is_alphabetic() || c.is_control())
        && text.chars().any(is_pictorial);
    if is_one {
        return Ok(text.to_owned());
    }
    Err(DeskError::invalid("emoji", "this is not one emoji"))
}

/// Whether a character is drawn as a picture: the pictographic planes, the symbols that have an emoji form, and the
/// combining key that makes one of a digit.
const fn is_pictorial(c: char) -> bool {
    matches!(
        c as u32,
        0x20E3 | 0x00A9 | 0x00AE | 0x203C | 0x2049 | 0x2122 | 0x2139
            | 0x2194..=0x21AA
            | 0x231A..=0x23FF
            | 0x24C2
            | 0x25AA..=0x27BF
            | 0x2934..=0x2935
            | 0x2B05..=0x2B55
            | 0x3030 | 0x303D | 0x3297 | 0x3299
            | 0x1F000..=0x1FAFF
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_emoji_is_one_picture() {
        for emoji in [
            "👍",
            "👍🏽",
            "❤️",
            "❤",
            "👨‍👩‍👧‍👦",
            "🇧🇷",
            "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
            "1️⃣",
            "©️",
            "☺️",
            "🫠",
        ] {
            assert_eq!(one_emoji(&format!(" {emoji}\n")).unwrap(), emoji);
        }
        for other in [
            "", " ", "a", "ok", "1", "#", "👍👍", "👍 ", "👍a", "!", "…", "\u{200D}", "é", "日",
        ] {
            let refused = one_emoji(other).is_err() || other.trim() == "👍";
            assert!(refused, "{other:?}");
        }
    }

    proptest! {
        #[test]
        fn words_are_none(text in "[a-zA-Zà-ü0-9 .,!?]{1,20}") {
            prop_assert!(one_emoji(&text).is_err());
        }
    }
}
