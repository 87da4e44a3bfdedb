//! Finding placeholders in a text, and filling them in.

use std::borrow::Cow;

use super::{FieldKeys, Placeholder};

/// Why a text cannot be saved, or sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// There is no such placeholder.
    #[error("there is no placeholder {0}")]
    Unknown(String),
    /// Nothing is known that could stand there, and no fallback is given.
    #[error("nothing is known for {0}, and it has no fallback")]
    Missing(String),
}

/// A placeholder where it stands.
struct Found<'text> {
    /// With its braces.
    source: &'text str,
    /// None: there is no such placeholder.
    placeholder: Option<Placeholder<'text>>,
    fallback: Option<&'text str>,
}

/// Whether every placeholder of a text exists.
pub fn check(text: &str, fields: &FieldKeys) -> Result<(), Problem> {
    Pieces { rest: text, fields }.try_for_each(|piece| match piece {
        Piece::Found(Found {
            source,
            placeholder: None,
            ..
        }) => Err(Problem::Unknown(source.to_owned())),
        _ => Ok(()),
    })
}

/// The text with everything filled in.
pub fn fill(
    text: &str,
    fields: &FieldKeys,
    value: impl Fn(Placeholder<'_>) -> Option<String>,
) -> Result<String, Problem> {
    check(text, fields)?;
    let pieces = Pieces { rest: text, fields }.map(|piece| match piece {
        Piece::Words(words) => Ok(Cow::Borrowed(words)),
        Piece::Found(found) => {
            let known = found.placeholder.and_then(&value);
            known
                .map(Cow::Owned)
                .or(found.fallback.map(Cow::Borrowed))
                .ok_or_else(|| Problem::Missing(found.source.to_owned()))
        }
    });
    pieces.collect()
}

/// The first placeholder of a text, known or not: a text that has one is not ready to be sent.
pub fn first_in<'text>(text: &'text str, fields: &FieldKeys) -> Option<&'text str> {
    Pieces { rest: text, fields }.find_map(|piece| match piece {
        Piece::Found(found) => Some(found.source),
        Piece::Words(_) => None,
    })
}

enum Piece<'text> {
    Words(&'text str),
    Found(Found<'text>),
}

/// A text taken apart: words and placeholders in turn.
struct Pieces<'text, 'fields> {
    rest: &'text str,
    fields: &'fields FieldKeys,
}

impl<'text> Iterator for Pieces<'text, '_> {
    type Item = Piece<'text>;

    fn next(&mut self) -> Option<Piece<'text>> {
        if self.rest.is_empty() {
            return None;
        }
        if let Some(found) = at_start(self.rest, self.fields) {
            self.rest = &self.rest[found.source.len()..];
            return Some(Piece::Found(found));
        }
        let mut braces = self.rest.match_indices('{').map(|(index, _)| index);
        let end = braces.find(|index| at_start(&self.rest[*index..], self.fields).is_some());
        let (words, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        Some(Piece::Words(words))
    }
}

/// The placeholder that a text begins with.
fn at_start<'text>(text: &'text str, fields: &FieldKeys) -> Option<Found<'text>> {
    if let Some((inner, length)) = enclosed(text, "{{", "}}") {
        let (name, fallback) = parts(inner);
        return Some(Found {
            source: &text[..length],
            placeholder: Placeholder::named(name, fields),
            fallback,
        });
    }
    let (inner, length) = enclosed(text, "{", "}")?;
    let (name, fallback) = parts(inner);
    // Braces around any other word are the writer's own.
    let placeholder = Placeholder::shortened(name, fields)?;
    Some(Found {
        source: &text[..length],
        placeholder: Some(placeholder),
        fallback,
    })
}

/// What stands between `open` and `close`, on one line and without braces; with the length of it all.
fn enclosed<'text>(text: &'text str, open: &str, close: &str) -> Option<(&'text str, usize)> {
    let inner = text.strip_prefix(open)?;
    let end = inner.find(['{', '}', '\n'])?;
    inner[end..]
        .starts_with(close)
        .then(|| (&inner[..end], open.len() + end + close.len()))
}

fn parts(inner: &str) -> (&str, Option<&str>) {
    match inner.split_once('|') {
        Some((name, fallback)) => (name.trim(), Some(fallback.trim())),
        None => (inner.trim(), None),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Cases {
        fields: Vec<String>,
        values: HashMap<String, String>,
        filled: Vec<(String, String)>,
        unknown: Vec<(String, String)>,
        missing: Vec<(String, String)>,
    }

    fn cases() -> Cases {
        serde_json::from_str(include_str!("cases.json")).unwrap()
    }

    #[test]
    fn the_table_that_the_app_keeps_too() {
        let cases = cases();
        let fields: FieldKeys = cases.fields.iter().cloned().collect();
        let value = |placeholder: Placeholder<'_>| cases.values.get(&*placeholder.name()).cloned();
        for (text, expected) in &cases.filled {
            assert_eq!(fill(text, &fields, value).as_ref(), Ok(expected), "{text}");
            assert_eq!(check(text, &fields), Ok(()), "{text}");
        }
        for (text, source) in &cases.unknown {
            assert_eq!(
                check(text, &fields),
                Err(Problem::Unknown(source.clone())),
                "Z-36: {text}"
            );
            assert_eq!(
                fill(text, &fields, value),
                Err(Problem::Unknown(source.clone())),
                "{text}"
            );
        }
        for (text, source) in &cases.missing {
            assert_eq!(
                fill(text, &fields, value),
                Err(Problem::Missing(source.clone())),
                "{text}"
            );
            assert_eq!(check(text, &fields), Ok(()), "{text}");
        }
    }

    #[test]
    fn every_one_that_is_offered_is_filled_in() {
        let fields: FieldKeys = ["plano".to_owned()].into_iter().collect();
        let own = [Placeholder::ContactField("plano")];
        for placeholder in Placeholder::ALL.into_iter().chain(own) {
            let text = format!("a {{{{{}}}}} b", placeholder.name());
            let filled = fill(&text, &fields, |it| {
                (it == placeholder).then(|| "X".to_owned())
            });
            assert_eq!(filled.as_deref(), Ok("a X b"), "Z-36: {text}");
            if let Some(short) = placeholder.short() {
                let filled = fill(&format!("{{{short}}}"), &fields, |it| {
                    (it == placeholder).then(|| "X".into())
                });
                assert_eq!(filled.as_deref(), Ok("X"), "L-074: {short}");
            }
        }
    }

    proptest! {
        /// Whatever is typed, nothing is lost, and what is filled in holds none that was there before.
        #[test]
        fn taking_apart_loses_nothing(text in r"[{}|a-z. \n]{0,40}|(\{\{contact\.name\}\}|\{nome\}|x| ){0,6}") {
            let fields: FieldKeys = ["x".to_owned()].into_iter().collect();
            let joined: String = Pieces { rest: &text, fields: &fields }
                .map(|piece| match piece {
                    Piece::Words(words) => words,
                    Piece::Found(found) => found.source,
                })
                .collect();
            prop_assert_eq!(&joined, &text);
            if let Ok(filled) = fill(&text, &fields, |_| Some(String::new())) {
                prop_assert!(filled.len() <= text.len());
            }
            prop_assert_eq!(first_in(&text, &fields).is_some(), Pieces { rest: &text, fields: &fields }.any(|it| matches!(it, Piece::Found(_))));
        }
    }
}
