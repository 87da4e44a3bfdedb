//! The lexical tokens of a document (GraphQL specification, section 2.1), as far as counting and
//! comparing need them.

/// The tokens of a document; white space, commas and comments are ignored.
pub(super) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(super) const fn new(source: &'a str) -> Self {
        Self { rest: source }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.rest = skip_ignored(self.rest);
        if self.rest.is_empty() {
            return None;
        }
        let (token, rest) = self.rest.split_at(length(self.rest));
        self.rest = rest;
        Some(token)
    }
}

fn skip_ignored(mut text: &str) -> &str {
    loop {
        text = text.trim_start_matches([' ', '\t', '\n', '\r', ',', '\u{feff}']);
        match text.strip_prefix('#') {
            Some(comment) => text = comment.find(['\n', '\r']).map_or("", |end| &comment[end..]),
            None => return text,
        }
    }
}

/// The length in bytes of the token that `text` begins with.
fn length(text: &str) -> usize {
    if let Some(block) = text.strip_prefix("\"\"\"") {
        return 3 + end_of_block_string(block);
    }
    if let Some(string) = text.strip_prefix('"') {
        return 1 + end_of_string(string);
    }
    if text.starts_with("...") {
        return 3;
    }
    let word = text
        .find(|character: char| !character.is_ascii_alphanumeric() && character != '_')
        .unwrap_or(text.len());
    word.max(text.chars().next().map_or(0, char::len_utf8))
}

fn end_of_block_string(text: &str) -> usize {
    let mut from = 0;
    while let Some(found) = text[from..].find("\"\"\"") {
        let end = from + found;
        if !text[..end].ends_with('\\') {
            return end + 3;
        }
        from = end + 3;
    }
    text.len()
}

fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    for (index, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return index + 1,
            '\n' | '\r' => return index,
            _ => {}
        }
    }
    text.len()
}

/// A form that is equal for documents that differ only in white space, commas and comments.
pub(crate) fn normalise(source: &str) -> String {
    Tokens::new(source).collect::<Vec<_>>().join(" ")
}

/// How often the variable `name` occurs, its definition included.
pub(crate) fn occurrences(source: &str, name: &str) -> usize {
    let mut after_dollar = false;
    Tokens::new(source)
        .filter(|token| {
            let found = after_dollar && *token == name;
            after_dollar = *token == "$";
            found
        })
        .count()
}
