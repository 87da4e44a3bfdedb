//! The table of known codes.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::kinds::{Language, RetryPolicy, Scope, Turn};
use crate::sentences::{self, Sentences};

/// One code of Meta's, with what is known about it.
#[derive(Debug)]
pub struct Failure {
    /// The code; the first one where a range shares a meaning.
    pub code: u32,
    /// Meta's own title.
    pub title: &'static str,
    /// The HTTP status that Meta documents for it. Never branch on it: webhooks have none.
    pub http_status: Option<u16>,
    /// What happened, in English, for operators and logs.
    pub meaning: &'static str,
    /// What helps, in English, for operators and logs.
    pub action: &'static str,
    /// What the machine may do by itself.
    pub retry: RetryPolicy,
    /// The part of the platform it belongs to.
    pub scope: Scope,
    /// Who can move things forward.
    pub turn: Turn,
    last_code: u32,
    pauses_channel: bool,
    sentences: Sentences,
}

impl Failure {
    /// What happened, in one plain sentence for an agent.
    pub fn explanation(&self, language: Language) -> &'static str {
        self.sentences.of(language).explanation
    }

    /// What to do next, in one plain sentence for an agent.
    pub fn advice(&self, language: Language) -> &'static str {
        self.sentences.of(language).advice
    }
}

/// A row of `catalogue.json`. Its texts hold no escapes, so they are borrowed from the program.
#[derive(Deserialize)]
struct Row {
    code: u32,
    code_max: Option<u32>,
    title: &'static str,
    http_status: Option<u16>,
    meaning: &'static str,
    action: &'static str,
    retry: RetryPolicy,
    scope: Scope,
    turn: Turn,
    #[serde(default)]
    pauses_channel: bool,
}

static CATALOGUE: LazyLock<Vec<Failure>> = LazyLock::new(|| {
    let rows: Vec<Row> = serde_json::from_str(include_str!("catalogue.json"))
        .expect("the catalogue is compiled in, and the tests read all of it");
    let mut sentences = sentences::load();
    let mut failures: Vec<Failure> = rows
        .into_iter()
        .map(|row| Failure {
            code: row.code,
            title: row.title,
            http_status: row.http_status,
            meaning: row.meaning,
            action: row.action,
            retry: row.retry,
            scope: row.scope,
            turn: row.turn,
            last_code: row.code_max.unwrap_or(row.code),
            pauses_channel: row.pauses_channel,
            sentences: sentences.take(row.code),
        })
        .collect();
    failures.sort_by_key(|failure| failure.code);
    failures
});

/// What is known about a code; `None` for codes that Meta has added since.
pub fn find(code: u32) -> Option<&'static Failure> {
    let after = CATALOGUE.partition_point(|failure| failure.code <= code);
    let candidate = CATALOGUE.get(after.checked_sub(1)?)?;
    (code <= candidate.last_code).then_some(candidate)
}

/// Every known failure, by ascending code.
pub fn all() -> impl Iterator<Item = &'static Failure> {
    CATALOGUE.iter()
}

/// What the machine may do after a code. An unknown one is left to people: repeating what is not
/// understood can send twice or deepen a restriction (Cloud API reference, section 16).
pub fn retry_policy(code: u32) -> RetryPolicy {
    find(code).map_or(RetryPolicy::AfterFix, |failure| failure.retry)
}

/// Who can move things forward after a code; an unknown one needs an administrator to read
/// Meta's words.
pub fn turn(code: u32) -> Turn {
    find(code).map_or(Turn::Administrator, |failure| failure.turn)
}

/// Whether every send on the channel would fail alike until somebody repairs the token, the
/// account or the number.
///
/// Only such codes may stop a channel. What concerns one recipient, one template, one request or
/// one kind of traffic never does, whatever its scope is called: 131064 limits templates while
/// answers still go, 130497 concerns one country, 133005 is a mistyped PIN.
pub fn pauses_channel(code: u32) -> bool {
    find(code).is_some_and(|failure| failure.pauses_channel)
}
