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
