//! The variables of a text: `{{1}}`, `{{2}}` or `{{first_name}}`.

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it stands.
    Words(&'a str),
    /// The name of a variable.
    Variable(&'a str),
}

/// Takes a text apart. Braces that do not close are words.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        let Some(length) = rest[start + 2..].find("}}") else {
            break;
        };
        if start > 0 {
            pieces.push(Piece::Words(&rest[..start]));
        }
        pieces.push(Piece::Variable(rest[start + 2..start + 2 + length].trim()));
        rest = &rest[start + length + 4..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest));
    }
    pieces
}

/// The variables, each once: numbered ones by their number, named ones as they appear.
pub fn variables(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for piece in pieces(text) {
        if let Piece::Variable(name) = piece
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    if !is_named(&names) {
        names.sort_by_key(|name| name.parse::<u32>().unwrap_or(u32::MAX));
    }
    names
}

/// Whether variables go by name: then each parameter carries it.
pub fn is_named(names: &[&str]) -> bool {
    names.iter().any(|name| name.parse::<u32>().is_err())
}

/// The text with `value` in the place of each variable that it knows.
pub fn replaced(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.to_owned(),
            Piece::Variable(name) => value(name).unwrap_or_else(|| format!("{{{{{name}}}}}")),
        })
        .collect()
}
