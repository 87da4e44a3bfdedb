//! What a document may cost, decided on its text and its syntax tree before anything walks it in full.
//!
//! Validation visits every fragment once per spread, so a few hundred bytes of nested spreads can keep
//! it busy for seconds. The bounds here are computed with each fragment visited once, whatever it costs
//! to expand; only what passes them is validated, and complexity is judged after that.

mod expansion;
mod tokens;

use async_graphql::parser::types::ExecutableDocument;

pub use expansion::TooLarge;
pub(crate) use tokens::{normalise, occurrences};

/// How large a document may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of source text.
    pub bytes: usize,
    /// Lexical tokens.
    pub tokens: usize,
    /// Brackets of any kind that are open at once.
    pub nesting: usize,
    /// Fields and fragments after every spread is expanded, over all definitions.
    pub expanded: u64,
    /// Fields above one another.
    pub depth: usize,
    /// Fields that are given another name.
    pub aliases: usize,
    /// Directives.
    pub directives: usize,
    /// Fields at the top of an operation.
    pub root_fields: u64,
    /// What the fields may cost together, with lists counted by the size that was asked for.
    pub complexity: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 * 1024,
            tokens: 8_000,
            nesting: 40,
            expanded: 4_000,
            depth: 16,
            aliases: 100,
            directives: 100,
            root_fields: 20,
            complexity: 25_000,
        }
    }
}

impl Limits {
    /// Judges the text, before it is parsed.
    pub(crate) fn check_source(&self, source: &str) -> Result<(), TooLarge> {
        if source.len() > self.bytes {
            return Err(TooLarge::Bytes(self.bytes));
        }
        let mut open = 0_usize;
        for (index, token) in tokens::Tokens::new(source).enumerate() {
            if index >= self.tokens {
                return Err(TooLarge::Tokens(self.tokens));
            }
            match token {
                "{" | "(" | "[" => open += 1,
                "}" | ")" | "]" => open = open.saturating_sub(1),
                _ => {}
            }
            if open > self.nesting {
                return Err(TooLarge::Nesting(self.nesting));
            }
        }
        Ok(())
    }

    /// Judges the syntax tree, before it is validated.
    pub(crate) fn check_document(&self, document: &ExecutableDocument) -> Result<(), TooLarge> {
        expansion::check(document, self)
    }
}

#[cfg(test)]
mod tests;
