//! CPF and CNPJ numbers in running text: of people and of companies in Brazil.
//!
//! Found by their two check digits, with or without punctuation. Since July 2026 a CNPJ may hold letters; one with letters
//! is found when it is punctuated. The last two digits stay.

use super::Finding;

/// How a number is written: `9` a digit, `A` a digit or a letter, the rest as it stands.
const SHAPES: &[(&str, Kind)] = &[
    ("999.999.999-99", Kind::Cpf),
    ("99999999999", Kind::Cpf),
    ("AA.AAA.AAA/AAAA-99", Kind::Cnpj),
    ("99999999999999", Kind::Cnpj),
];

#[derive(Clone, Copy)]
enum Kind {
    Cpf,
    Cnpj,
}

/// The numbers in `text`.
pub(super) fn find(text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut before: Option<char> = None;
    let mut passed = 0;
    for (at, character) in text.char_indices() {
        let begins = at >= passed && !before.is_some_and(char::is_alphanumeric);
        before = Some(character);
        if begins && let Some(end) = number_at(&text[at..]) {
            passed = at + end;
            found.push(Finding {
                place: at..passed,
                mask: format!("•••{}", &text[passed - 2..passed]),
            });
        }
    }
    found
}

/// The length of the number that `text` begins with, in bytes.
fn number_at(text: &str) -> Option<usize> {
    SHAPES.iter().find_map(|(shape, kind)| {
        let written = text.get(..shape.len())?;
        let follows = text[shape.len()..].chars().next();
        if follows.is_some_and(char::is_alphanumeric) || !fits(written, shape) {
            return None;
        }
        let values: Vec<u8> = written
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|byte| byte.to_ascii_uppercase() - b'0')
            .collect();
        let is_right = match kind {
            Kind::Cpf => is_cpf(&values),
            Kind::Cnpj => is_cnpj(&values),
        };
        is_right.then_some(shape.len())
    })
}

fn fits(written: &str, shape: &str) -> bool {
    written
        .bytes()
        .zip(shape.bytes())
        .all(|(byte, expected)| match expected {
            b'9' => byte.is_ascii_digit(),
            b'A' => byte.is_ascii_alphanumeric(),
            other => byte == other,
        })
}

fn is_cpf(values: &[u8]) -> bool {
    let weights = |count: u32| (2..2 + count).rev();
    values.iter().any(|value| *value != values[0])
        && check_digit(&values[..9], weights(9)) == values[9]
        && check_digit(&values[..10], weights(10)) == values[10]
}

/// Whether the check digits are those of a CNPJ; `values` are the 14 characters' codes less that of `0`.
pub(super) fn is_cnpj(values: &[u8]) -> bool {
    const FIRST: [u32; 12] = [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
    const SECOND: [u32; 13] = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
    values.iter().any(|value| *value != values[0])
        && check_digit(&values[..12], FIRST.into_iter()) == values[12]
        && check_digit(&values[..13], SECOND.into_iter()) == values[13]
}

/// Modulo 11, as the revenue service defines it.
fn check_digit(values: &[u8], weights: impl Iterator<Item = u32>) -> u8 {
    let sum: u32 = values
        .iter()
        .zip(weights)
        .map(|(value, weight)| u32::from(*value) * weight)
        .sum();
    match sum % 11 {
        0 | 1 => 0,
        rest => u8::try_from(11 - rest).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::redaction::Redaction;

    fn redacted(text: &str) -> String {
        Redaction { tax_numbers: true }
            .text(text)
            .unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn numbers_of_people_and_companies_are_found() {
        let table = [
            ("529.982.247-25", "•••25"),
            ("meu cpf é 52998224725.", "meu cpf é •••25."),
            ("11.222.333/0001-81", "•••81"),
            ("11222333000181", "•••81"),
            // The letters of 2026; the revenue service's own example.
            ("12.ABC.345/01DE-35", "•••35"),
        ];
        for (written, kept) in table {
            assert_eq!(redacted(written), kept, "{written}");
        }
    }

    #[test]
    fn other_numbers_stay_as_they_are() {
        for text in [
            "529.982.247-26",
            "52998224726",
            "111.111.111-11",
            "11.222.333/0001-82",
            "pedido A52998224725",
            "529982247250",
            "protocolo 202611210007",
        ] {
            assert_eq!(redacted(text), text);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "\\PC{0,80}") {
            let kept = redacted(&text);
            prop_assert!(kept == text || kept.contains("•••"));
        }
    }
}
