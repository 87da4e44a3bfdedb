//! Numbers that are one person in two spellings.
//!
//! A WhatsApp id usually is the phone number, but in three countries one person appears under
//! two (Cloud API reference, section 3.1): Brazil with and without the mobile's ninth digit,
//! Mexico with and without the `1` after `52`, Argentina with and without the `9` after `54`.
//! These functions tell when two ids are the same person, and never when they are not.

use crate::identifiers::WaId;

/// A text that is equal for all spellings of one number and different for different people.
/// To be stored and compared, not shown or dialled.
pub fn match_key(wa_id: &WaId) -> String {
    Spelling::of(wa_id.as_str()).map_or_else(|| wa_id.as_str().to_owned(), |it| it.long())
}

/// Every spelling under which the number may appear, the given one included.
pub fn variants(wa_id: &WaId) -> Vec<String> {
    match Spelling::of(wa_id.as_str()) {
        Some(spelling) => vec![spelling.long(), spelling.short()],
        None => vec![wa_id.as_str().to_owned()],
    }
}

/// A number of a country that spells its numbers in two ways: what both have in common.
struct Spelling<'a> {
    before: &'a str,
    optional: &'static str,
    after: &'a str,
}

impl<'a> Spelling<'a> {
    fn of(digits: &'a str) -> Option<Self> {
        let (country, national) = digits.split_at_checked(2)?;
        match country {
            "55" => brazilian_mobile(digits),
            "52" => mexican(country, national),
            "54" => argentinian(country, national),
            _ => None,
        }
    }

    fn long(&self) -> String {
        [self.before, self.optional, self.after].concat()
    }

    fn short(&self) -> String {
        [self.before, self.after].concat()
    }
}

/// Mobiles had eight digits beginning with 6 to 9 before the ninth digit, always a 9, was put in
/// front. Numbers given out since may go on with 1 to 5 after that 9: without it they would be
/// somebody's landline, so they have one spelling only.
fn brazilian_mobile(digits: &str) -> Option<Spelling<'_>> {
    let (before, subscriber) = digits.split_at_checked(4)?;
    if before[2..].contains('0') {
        return None;
    }
    let after = match subscriber.len() {
        9 => subscriber.strip_prefix('9')?,
        8 => subscriber,
        _ => return None,
    };
    after.starts_with(['6', '7', '8', '9']).then_some(Spelling {
        before,
        optional: "9",
        after,
    })
}

/// National numbers have ten digits and never begin with 0 or 1.
fn mexican<'a>(country: &'a str, national: &'a str) -> Option<Spelling<'a>> {
    let after = match national.len() {
        11 => national.strip_prefix('1')?,
        10 => national,
        _ => return None,
    };
    (!after.starts_with(['0', '1'])).then_some(Spelling {
        before: country,
        optional: "1",
        after,
    })
}

/// National numbers have ten digits and begin with 1, 2 or 3; no block is given to mobiles and
/// landlines alike, so the 9 never makes another person.
fn argentinian<'a>(country: &'a str, national: &'a str) -> Option<Spelling<'a>> {
    let after = match national.len() {
        11 => national.strip_prefix('9')?,
        10 => national,
        _ => return None,
    };
    after.starts_with(['1', '2', '3']).then_some(Spelling {
        before: country,
        optional: "9",
        after,
    })
}

/// The number as people read it, such as `+55 11 98765-4321`. A Brazilian mobile is shown with
/// its ninth digit, as it is dialled, however WhatsApp spells it.
pub fn display(wa_id: &WaId) -> String {
    let digits = wa_id.as_str();
    let (country, national) = country_and_national(digits);
    match (country, national.len()) {
        ("55", 10 | 11) => brazilian(wa_id),
        ("1", 10) => {
            format!(
                "+1 {} {}-{}",
                &national[..3],
                &national[3..6],
                &national[6..]
            )
        }
        ("52", 10 | 11) => {
            let national = &national[national.len() - 10..];
            format!(
                "+52 {} {} {}",
                &national[..2],
                &national[2..6],
                &national[6..]
            )
        }
        ("54", 11) if national.starts_with('9') => {
            format!(
                "+54 9 {} {}-{}",
                &national[1..3],
                &national[3..7],
                &national[7..]
            )
        }
        _ => format!("+{country} {}", in_groups(national)),
    }
}

fn brazilian(wa_id: &WaId) -> String {
    let key = match_key(wa_id);
    let (area, subscriber) = key[2..].split_at(2);
    let (first, last) = subscriber.split_at(subscriber.len() - 4);
    format!("+55 {area} {first}-{last}")
}

/// Groups of three; the last may have up to four, so that no digit stands alone.
fn in_groups(digits: &str) -> String {
    let mut groups = Vec::new();
    let mut rest = digits;
    while rest.len() > 4 {
        let (group, further) = rest.split_at(3);
        groups.push(group);
        rest = further;
    }
    groups.push(rest);
    groups.join(" ")
}

/// Country codes are one digit (1, 7), two, or three; no code begins another.
fn country_and_national(digits: &str) -> (&str, &str) {
    const OF_TWO_DIGITS: [&str; 44] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
        "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
        "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    let length = match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        [_, _, ..] if OF_TWO_DIGITS.contains(&&digits[..2]) => 2,
        _ => 3.min(digits.len()),
    };
    digits.split_at(length)
}

/// Reads a number that somebody typed or pasted, in international form: with `+` or `00`, or
/// bare if it is too long to be a national number. Blanks, brackets, dots, hyphens and invisible
/// direction marks are skipped. `None` for anything else: a number without its country would
/// reach a stranger.
pub fn parse_dialed(text: &str) -> Option<WaId> {
    const SHORTEST: usize = 8;
    const LONGEST: usize = 15;
    const LONGEST_NATIONAL: usize = 11;
    let text: String = text.chars().filter(|mark| !is_separator(*mark)).collect();
    let international = text.strip_prefix('+').or_else(|| text.strip_prefix("00"));
    let digits = match international {
        Some(digits) => digits,
        None if text.len() > LONGEST_NATIONAL => text.as_str(),
        None => return None,
    };
    let plausible = (SHORTEST..=LONGEST).contains(&digits.len()) && !digits.starts_with('0');
    if plausible {
        WaId::new(digits).ok()
    } else {
        None
    }
}

fn is_separator(mark: char) -> bool {
    mark.is_whitespace()
        || matches!(mark, '(' | ')' | '-' | '.' | '/' | '\u{2010}'..='\u{2013}')
        || matches!(mark, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests;
