//! The name of a file that a customer will see.

/// Characters that Meta takes.
const LONGEST: usize = 240;
/// Characters of an extension that is worth keeping when a name is cut.
const LONGEST_EXTENSION: usize = 10;

/// A name without path, control characters and marks that let it read otherwise than it is. None when nothing
/// is left.
pub(crate) fn harmless(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !deceives(*c)).collect();
    let clean = clean.trim_matches(|c: char| c.is_whitespace() || c == '.');
    if clean.is_empty() {
        return None;
    }
    if clean.chars().count() <= LONGEST {
        return Some(clean.to_owned());
    }
    let extension = clean
        .rsplit_once('.')
        .map(|(_, extension)| extension)
        .filter(|extension| extension.chars().count() <= LONGEST_EXTENSION)
        .map_or_else(String::new, |extension| format!(".{extension}"));
    let kept = LONGEST - extension.chars().count();
    Some(clean.chars().take(kept).chain(extension.chars()).collect())
}

fn deceives(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_it_looks_like() {
        let table = [
            ("contrato.pdf", Some("contrato.pdf")),
            ("C:\\fotos\\praia.jpg", Some("praia.jpg")),
            ("../../etc/passwd", Some("passwd")),
            ("nota\u{202e}fdp.exe", Some("notafdp.exe")),
            (" orçamento 2026 .txt\n", Some("orçamento 2026 .txt")),
            ("..", None),
            ("a/", None),
            ("", None),
        ];
        for (given, kept) in table {
            assert_eq!(harmless(given).as_deref(), kept, "{given:?}");
        }
        let long = harmless(&format!("{}.docx", "ã".repeat(500))).expect("a name");
        assert_eq!(long.chars().count(), LONGEST);
        assert!(long.ends_with("ã.docx"));
    }
}
