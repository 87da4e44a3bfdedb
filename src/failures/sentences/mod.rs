//! The sentences that agents read, one file per language, keyed by code.

use std::collections::HashMap;

use serde::Deserialize;

use crate::catalogue;
use crate::kinds::Language;

/// What happened and what to do, in one language.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Sentence {
    pub(crate) explanation: &'static str,
    pub(crate) advice: &'static str,
}

/// One code's sentences in every language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sentences {
    portuguese: Sentence,
    english: Sentence,
    spanish: Sentence,
}

impl Sentences {
    pub(crate) fn of(&self, language: Language) -> Sentence {
        match language {
            Language::PtBr => self.portuguese,
            Language::En => self.english,
            Language::Es => self.spanish,
        }
    }
}

type Book = HashMap<u32, Sentence>;

/// The three files while the catalogue is put together.
pub(crate) struct Books {
    portuguese: Book,
    english: Book,
    spanish: Book,
}

pub(crate) fn load() -> Books {
    Books {
        portuguese: read(include_str!("pt-BR.json")),
        english: read(include_str!("en.json")),
        spanish: read(include_str!("es.json")),
    }
}

fn read(file: &'static str) -> Book {
    serde_json::from_str(file)
        .expect("the sentences are compiled in, and the tests read all of them")
}

impl Books {
    /// The sentences of a code; taking them leaves behind those that belong to no code.
    pub(crate) fn take(&mut self, code: u32) -> Sentences {
        let mut take = |book: fn(&mut Self) -> &mut Book| {
            book(self)
                .remove(&code)
                .expect("the tests see to it that every code has its sentences")
        };
        Sentences {
            portuguese: take(|books| &mut books.portuguese),
            english: take(|books| &mut books.english),
            spanish: take(|books| &mut books.spanish),
        }
    }

    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.portuguese.is_empty() && self.english.is_empty() && self.spanish.is_empty()
    }
}

/// Explanation and advice for a failure, known or not. `None` stands for a failure that came
/// without any code.
pub fn explain(code: Option<u32>, language: Language) -> (String, String) {
    match code.map(|code| (code, catalogue::find(code))) {
        Some((_, Some(failure))) => (
            failure.explanation(language).to_owned(),
            failure.advice(language).to_owned(),
        ),
        Some((code, None)) => unknown(code, language),
        None => without_code(language),
    }
}

fn unknown(code: u32, language: Language) -> (String, String) {
    let (explanation, advice) = match language {
        Language::PtBr => (
            format!("O WhatsApp recusou por um motivo que ainda não conhecemos (código {code})."),
            "Leia abaixo a explicação da Meta e mostre o código a um administrador.",
        ),
        Language::En => (
            format!("WhatsApp refused this for a reason we do not know yet (code {code})."),
            "Read Meta's own explanation below and show the code to an administrator.",
        ),
        Language::Es => (
            format!("WhatsApp lo rechazó por un motivo que aún no conocemos (código {code})."),
            "Lee abajo la explicación de Meta y muestra el código a un administrador.",
        ),
    };
    (explanation, advice.to_owned())
}

fn without_code(language: Language) -> (String, String) {
    let (explanation, advice) = match language {
        Language::PtBr => (
            "O WhatsApp recusou sem dizer o código do motivo.",
            "Leia abaixo o que a Meta respondeu; se não ajudar, chame um administrador.",
        ),
        Language::En => (
            "WhatsApp refused this without giving a code.",
            "Read what Meta answered below; if it does not help, ask an administrator.",
        ),
        Language::Es => (
            "WhatsApp lo rechazó sin indicar un código.",
            "Lee abajo lo que respondió Meta; si no ayuda, pide ayuda a un administrador.",
        ),
    };
    (explanation.to_owned(), advice.to_owned())
}
