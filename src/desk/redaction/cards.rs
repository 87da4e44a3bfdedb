//! Card numbers in running text.
//!
//! A number counts as a card's when its check digit is right (ISO/IEC 7812, Luhn), it has 13 to 19 digits, and a
//! card network issues such numbers: one in ten of all numbers passes the check digit alone, and a desk is full of
//! protocol numbers (`20261121…`), phone numbers and bar codes.

use super::{Finding, digit};

const FEWEST: usize = 13;
const MOST: usize = 19;
/// How people and cards group the digits, besides in fours.
const LAYOUTS: &[&[usize]] = &[
    &[4, 4, 4, 4, 1],
    &[4, 4, 4, 4, 2],
    &[4, 4, 4, 4, 3],
    &[4, 6, 5],
    &[4, 6, 4],
    &[4, 3, 3, 3],
    &[6, 13],
];
/// How many characters may stand between two groups: `4111 - 1111`.
const WIDEST_GAP: usize = 3;

/// Digits that stand together.
struct Group {
    start: usize,
    end: usize,
    digits: Vec<u8>,
}

/// Groups that only separators divide.
#[derive(Default)]
struct Run {
    groups: Vec<Group>,
    /// A letter stands right before or after it: part of a code rather than a number that was typed.
    touches_letters: bool,
    /// It stands behind a `+`, as phone numbers do.
    international: bool,
}

/// The card numbers in `text`.
pub(super) fn find(text: &str) -> Vec<Finding> {
    // Nearly every message ends here.
    if text.chars().filter(|it| digit(*it).is_some()).count() < FEWEST {
        return Vec::new();
    }
    runs(text)
        .iter()
        .filter(|run| !is_exempt(text, run))
        .flat_map(cards_in)
        .collect()
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut run = Run::default();
    let mut gap = 0;
    let mut before = None;
    for (at, character) in text.char_indices() {
        if let Some(digit) = digit(character) {
            if run.groups.is_empty() {
                run.touches_letters = before.is_some_and(char::is_alphabetic);
                run.international = before == Some('+');
            }
            let end = at + character.len_utf8();
            match run.groups.last_mut() {
                Some(group) if group.end == at => {
                    group.end = end;
                    group.digits.push(digit);
                }
                _ => run.groups.push(Group {
                    start: at,
                    end,
                    digits: vec![digit],
                }),
            }
            gap = 0;
        } else if !run.groups.is_empty() {
            gap += 1;
            if !is_separator(character) || gap > WIDEST_GAP {
                run.touches_letters |= gap == 1 && character.is_alphabetic();
                runs.push(std::mem::take(&mut run));
                gap = 0;
            }
        }
        before = Some(character);
    }
    if !run.groups.is_empty() {
        runs.push(run);
    }
    runs
}

/// Spaces and dashes of all kinds, and characters that are not seen; no line break: numbers in a list are
/// separate numbers.
const fn is_separator(character: char) -> bool {
    matches!(
        character,
        ' ' | '-' | '.' | '_' | '\u{a0}' | '\u{ad}' | '\u{2000}'..='\u{200f}' | '\u{2010}'..='\u{2015}'
            | '\u{202f}' | '\u{2060}' | '\u{3000}' | '\u{feff}'
    )
}

/// Addresses of web pages and Pix codes are copied and must work; both are full of digits.
fn is_exempt(text: &str, run: &Run) -> bool {
    let Some(start) = run.groups.first().map(|group| group.start) else {
        return true;
    };
    let word_begins = text[..start]
        .char_indices()
        .rev()
        .find(|(_, character)| character.is_whitespace())
        .map_or(0, |(at, space)| at + space.len_utf8());
    let word = text[word_begins..].split_whitespace().next().unwrap_or("");
    let before = &text[word_begins..start];
    before.contains("://")
        || before.contains("wa.me/")
        || word.to_ascii_lowercase().contains("br.gov.bcb.pix")
}

fn cards_in(run: &Run) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut first = 0;
    while first < run.groups.len() {
        let last = (first..run.groups.len())
            .rev()
            .find(|last| is_card(run, first, *last));
        let Some(last) = last else {
            first += 1;
            continue;
        };
        let digits = digits_of(&run.groups[first..=last]);
        let mask: String = digits[digits.len() - 4..]
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect();
        found.push(Finding {
            place: run.groups[first].start..run.groups[last].end,
            mask: format!("•••• {mask}"),
        });
        first = last + 1;
    }
    found
}

fn is_card(run: &Run, first: usize, last: usize) -> bool {
    let groups = &run.groups[first..=last];
    let length: usize = groups.iter().map(|group| group.digits.len()).sum();
    if !(FEWEST..=MOST).contains(&length) || !is_laid_out_as_a_card(run, first, last) {
        return false;
    }
    let is_phone = run.international && first == 0 && length <= 15;
    let digits = digits_of(groups);
    !is_phone && is_issued(&digits) && luhn(&digits) && !is_cnpj(&digits)
}

/// Any grouping will do for a number that stands alone. Among further digits only a grouping that cards have does,
/// or a bar code (`23793.38128 60007.827136 …`) would sooner or later hold a card.
fn is_laid_out_as_a_card(run: &Run, first: usize, last: usize) -> bool {
    let groups = &run.groups[first..=last];
    let stands_alone = first == 0 && last + 1 == run.groups.len();
    if let [single] = groups {
        return stands_alone || matches!(single.digits.len(), 15 | 16);
    }
    let sizes: Vec<usize> = groups.iter().map(|group| group.digits.len()).collect();
    let in_fours = sizes.iter().all(|size| size % 4 == 0);
    (stands_alone && !run.touches_letters) || in_fours || LAYOUTS.contains(&sizes.as_slice())
}

fn digits_of(groups: &[Group]) -> Vec<u8> {
    groups
        .iter()
        .flat_map(|group| group.digits.iter().copied())
        .collect()
}

/// Whether a network issues numbers that begin like this, with this many digits: Visa, Mastercard, American Express,
/// Diners, Discover, JCB, `UnionPay`, Mir, Maestro, and Elo, Hipercard and Cabal of Brazil, which lie among 4, 5 and 6.
fn is_issued(digits: &[u8]) -> bool {
    let prefix = |count: usize| {
        digits[..count]
            .iter()
            .fold(0_u32, |value, digit| value * 10 + u32::from(*digit))
    };
    let length = digits.len();
    match digits[0] {
        2 => match prefix(4) {
            2200..=2204 => length >= 16,
            2221..=2720 => length == 16,
            _ => false,
        },
        3 => match prefix(2) {
            34 | 37 => length == 15,
            30 | 36 | 38 | 39 => length == 14 || length >= 16,
            35 => length >= 16,
            _ => false,
        },
        4 => matches!(length, 13 | 16 | 19),
        5 => match prefix(2) {
            51..=55 => length == 16,
            // Maestro and Elo.
            50 | 56..=59 => length >= 16,
            _ => false,
        },
        6 => length >= 16,
        8 => prefix(2) == 81 && length >= 16,
        _ => false,
    }
}

/// The check digit of ISO/IEC 7812.
fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let doubled = u32::from(*digit) * (1 + u32::from(index % 2 == 1));
            doubled / 10 + doubled % 10
        })
        .sum();
    let varied = digits.iter().any(|digit| *digit != digits[0]);
    varied && sum.is_multiple_of(10)
}

/// A company's number has as many digits as an old Diners card, and two check digits of its own.
fn is_cnpj(digits: &[u8]) -> bool {
    digits.len() == 14 && super::tax_numbers::is_cnpj(digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::redaction::Redaction;

    fn redacted(text: &str) -> String {
        Redaction::default()
            .text(text)
            .unwrap_or_else(|| text.to_owned())
    }

    /// Z-17.
    #[test]
    fn card_numbers_are_found_however_they_are_written() {
        let table = [
            ("4111111111111111", "•••• 1111"),
            ("4111 1111 1111 1111", "•••• 1111"),
            ("4111-1111-1111-1111", "•••• 1111"),
            ("4111.1111.1111.1111", "•••• 1111"),
            ("4111 - 1111 - 1111 - 1111", "•••• 1111"),
            ("4111\u{a0}1111\u{200b}11111111", "•••• 1111"),
            ("411 111 111 111 111 1", "•••• 1111"),
            ("４１１１１１１１１１１１１１１１", "•••• 1111"),
            (
                "meu cartão é 5555555555554444, validade 12/29 cvv 123",
                "meu cartão é •••• 4444, validade 12/29 cvv 123",
            ),
            ("5555 5555 5555 4444 12/29", "•••• 4444 12/29"),
            ("5555555555554444 123", "•••• 4444 123"),
            ("amex 3782 822463 10005", "amex •••• 0005"),
            ("diners 30569309025904", "diners •••• 5904"),
            ("elo 6362970000457013", "elo •••• 7013"),
            ("hiper 6062825624254001", "hiper •••• 4001"),
            ("visa 4222222222222", "visa •••• 2222"),
            ("union 6200000000000000000", "union •••• 0000"),
            ("cartão4111111111111111", "cartão•••• 1111"),
            ("*4111111111111111*", "*•••• 1111*"),
            (
                "4111111111111111 e 5555555555554444",
                "•••• 1111 e •••• 4444",
            ),
            ("4111111111111111 5555555555554444", "•••• 1111 •••• 4444"),
            ("4111111111111111\n5555555555554444", "•••• 1111\n•••• 4444"),
        ];
        for (written, kept) in table {
            assert_eq!(redacted(written), kept, "{written}");
        }
    }

    #[test]
    fn other_numbers_stay_as_they_are() {
        let table = [
            // The check digit is wrong.
            "4111111111111112",
            "4111 1111 1111 1112",
            // Too short, too long.
            "411111111111",
            "41111111111111111111",
            // Protocol numbers, also those that pass the check digit.
            "protocolo 2026112112345",
            "2026112100016",
            // Phone numbers.
            "+55 11 98765-4321",
            "5511987654321",
            "+49 1512 3456789",
            "https://wa.me/4915123456789",
            // A bar code to pay, in both ways of writing it.
            "23793.38128 60007.827136 95000.063305 9 84660000012345",
            "23793381286000782713695000063305984660000012345",
            "836200000005 667800481000 180975657313 001589636081",
            // Pix, to be copied.
            "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D",
            // Ids.
            "123e4567-e12b-12d1-a456-426655440000",
            "https://example.com/photo/4111111111111111",
            // A company's number.
            "36.012.345/0001-95",
            // Nothing but one digit, repeated.
            "0000000000000000",
            "6666666666666666666",
            // Prices and dates.
            "R$ 1.234,56 em 21/11/2026 às 13:35:09",
        ];
        for text in table {
            assert_eq!(redacted(text), text);
        }
    }

    /// A number of the network that `prefix` stands for.
    fn complete(prefix: &str, length: usize, filler: &[u8]) -> String {
        let mut digits: Vec<u8> = prefix.bytes().map(|byte| byte - b'0').collect();
        digits.extend(filler.iter().take(length - 1 - digits.len()));
        for check in 0..10 {
            digits.push(check);
            if luhn(&digits) {
                break;
            }
            digits.pop();
        }
        digits
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect()
    }

    fn card() -> impl Strategy<Value = String> {
        let networks = prop::sample::select(vec![
            ("4", 16),
            ("51", 16),
            ("2221", 16),
            ("34", 15),
            ("6011", 16),
            ("3528", 16),
            ("509", 16),
            ("62", 19),
        ]);
        (networks, prop::collection::vec(0_u8..10, 18))
            .prop_map(|((prefix, length), filler)| complete(prefix, length, &filler))
            .prop_filter("complete", |card| card.len() >= 15)
    }

    proptest! {
        /// Z-17: whatever the separators and the words around it, the number is gone but for its last four digits.
        #[test]
        fn no_card_number_survives(
            card in card(),
            separators in prop::collection::vec(prop::sample::select(vec!["", " ", "-", ".", "\u{a0}"]), 19),
            before in "[a-zç ,:]{0,12}[a-z :,]",
            after in "[a-z,;!]{1,12}",
        ) {
            let mut written = before.clone();
            // In groups of four, as on a card.
            for (index, digit) in card.chars().enumerate() {
                if index > 0 && index % 4 == 0 && card.len() == 16 {
                    written.push_str(separators[index]);
                }
                written.push(digit);
            }
            written.push(' ');
            written.push_str(&after);
            let kept = redacted(&written);
            prop_assert_eq!(&kept, &format!("{before}•••• {} {after}", &card[card.len() - 4..]), "{}", written);
            prop_assert_eq!(redacted(&kept), kept, "once is enough");
        }

        /// A phone number of Brazil is never a card's, nor is a protocol number.
        #[test]
        fn phone_and_protocol_numbers_are_never_touched(area in 11_u32..99, line in 0_u32..1_0000_0000, number in 1_u32..99_999) {
            for text in [
                format!("55{area}9{line:08}"),
                format!("+55 {area} 9{:04}-{:04}", line / 10_000, line % 10_000),
                format!("20261121{number:04}"),
                format!("20261121{number:05}"),
            ] {
                prop_assert_eq!(redacted(&text), text);
            }
        }

        /// Any text at all: no panic, and what is changed holds a mask.
        #[test]
        fn any_text_is_survived(text in "\\PC{0,80}") {
            let kept = redacted(&text);
            prop_assert!(kept == text || kept.contains("•••• "));
        }
    }
}
