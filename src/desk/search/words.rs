//! The form in which words are compared: here, and in the app's own search of what a device holds, which must find
//! the same.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::message::Content;

/// `text` without case, accents and line breaks: compatibility forms are taken apart, marks dropped, letters made small, and
/// every stretch of white space becomes one space.
pub fn comparable(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut pending_space = false;
    let plain: String = text
        .nfkd()
        .filter(|character| !is_combining_mark(*character))
        .collect();
    // As a whole: a final sigma is told from its neighbours, and folded with the others here.
    for character in plain.to_lowercase().chars() {
        if character.is_whitespace() || character == '\u{feff}' {
            pending_space = !words.is_empty();
            continue;
        }
        if std::mem::take(&mut pending_space) {
            words.push(' ');
        }
        words.push(if character == 'ς' { 'σ' } else { character });
    }
    words
}

/// What can be found of a message; empty when there is nothing to find.
pub(super) fn of(content: &Content) -> String {
    let mut parts: Vec<&str> = Vec::new();
    match content {
        // What the desk writes itself is found by its look, not by its words.
        Content::System { .. } => return String::new(),
        Content::Media {
            caption, file_name, ..
        } => parts.extend(caption.iter().chain(file_name).map(String::as_str)),
        Content::Location { name, address, .. } => {
            parts.extend(name.iter().chain(address).map(String::as_str));
        }
        Content::Contacts { cards } => {
            for card in cards {
                parts.push(&card.name);
                parts.extend(card.phones.iter().chain(&card.emails).map(String::as_str));
                parts.extend(card.organization.as_deref());
            }
        }
        Content::InteractiveReply {
            title, description, ..
        } => {
            parts.push(title);
            parts.extend(description.as_deref());
        }
        other => parts.extend(other.preview()),
    }
    comparable(&parts.join("\n"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::comparable;

    /// The same table stands in the app's tests.
    #[test]
    fn case_accents_and_line_breaks_do_not_count() {
        let table = [
            ("Não", "nao"),
            ("NÃO", "nao"),
            ("Na\u{303}o", "nao"),
            ("Ação  às\n10h", "acao as 10h"),
            ("  Olá,\tmundo ", "ola, mundo"),
            ("ＡＢＣ①ﬁm", "abc1fim"),
            ("Ιησούς ΙΗΣΟΥΣ", "ιησουσ ιησουσ"),
            ("İstanbul Straße", "istanbul straße"),
            ("mañana ¿Qué?", "manana ¿que?"),
            ("👍🏽 ok", "👍🏽 ok"),
            ("", ""),
        ];
        for (written, compared) in table {
            assert_eq!(comparable(written), compared, "{written}");
        }
    }

    proptest! {
        /// What is compared is compared once.
        #[test]
        fn comparing_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = comparable(&text);
            prop_assert_eq!(comparable(&once), once);
        }

        /// A part of what somebody wrote, at the borders of words, is found in it.
        #[test]
        fn words_of_a_text_are_found_in_it(before in "[a-zA-ZÀ-ú ]{0,20}", word in "[a-zA-ZÀ-ÖØ-Þà-öø-ú]{1,12}", after in "[a-zA-ZÀ-ú ]{0,20}") {
            let text = comparable(&format!("{before} {word} {after}"));
            prop_assert!(text.contains(&comparable(&word)));
            prop_assert!(text.contains(&comparable(&word.to_uppercase())));
        }
    }
}
