use proptest::prelude::*;

use super::{display, match_key, parse_dialed, variants};
use crate::identifiers::WaId;

fn wa_id(digits: &str) -> WaId {
    WaId::new(digits).expect("digits")
}

#[test]
fn two_spellings_of_one_number_are_the_same_person() {
    let table = [
        ("5511987654321", "551187654321"),
        ("5531999998888", "553199998888"),
        ("5585966667777", "558566667777"),
        ("5215512345678", "525512345678"),
        ("5491123456789", "541123456789"),
        ("5493412345678", "543412345678"),
    ];
    for (long, short) in table {
        assert_eq!(match_key(&wa_id(long)), match_key(&wa_id(short)), "{long}");
        for spelling in [long, short] {
            let all = variants(&wa_id(spelling));
            assert!(
                all.iter().any(|it| it == long) && all.iter().any(|it| it == short),
                "{all:?}"
            );
        }
    }
}

#[test]
fn different_people_stay_different() {
    let table = [
        // A mobile whose number begins with 95 is not the landline without the 9.
        ("5511951234567", "551151234567"),
        // Landlines have no ninth digit.
        ("551132345678", "5511932345678"),
        // Another area.
        ("5511987654321", "5521987654321"),
        // No area code has a zero.
        ("5510987654321", "551087654321"),
        // Neighbours of the countries with two spellings.
        ("15550100199", "5515550100199"),
        ("5311234567", "53911234567"),
        ("5211512345678", "521512345678"),
    ];
    for (one, other) in table {
        assert_ne!(
            match_key(&wa_id(one)),
            match_key(&wa_id(other)),
            "{one} {other}"
        );
    }
}

#[test]
fn numbers_are_shown_as_people_write_them() {
    let table = [
        ("5511987654321", "+55 11 98765-4321"),
        ("551187654321", "+55 11 98765-4321"),
        ("551132345678", "+55 11 3234-5678"),
        ("15550100199", "+1 555 010-0199"),
        ("5215512345678", "+52 55 1234 5678"),
        ("525512345678", "+52 55 1234 5678"),
        ("5491123456789", "+54 9 11 2345-6789"),
        ("351912345678", "+351 912 345 678"),
        ("4915112345678", "+49 151 123 456 78"),
        ("447400123456", "+44 740 012 3456"),
        ("7", "+7 "),
    ];
    for (digits, shown) in table {
        assert_eq!(display(&wa_id(digits)), shown, "{digits}");
    }
}

#[test]
fn typed_numbers_are_understood_only_with_their_country() {
    let table = [
        ("+55 (11) 98765-4321", Some("5511987654321")),
        ("0055 11 98765 4321", Some("5511987654321")),
        ("5511987654321", Some("5511987654321")),
        (
            "\u{202A}+1\u{A0}555\u{2011}010\u{2011}0199\u{202C}",
            Some("15550100199"),
        ),
        ("11 98765-4321", None),
        ("98765-4321", None),
        ("015 11 98765-4321", None),
        ("+55 11 CALL-ME", None),
        ("+", None),
        ("", None),
        ("+1234567890123456", None),
        ("++5511987654321", None),
    ];
    for (typed, expected) in table {
        let parsed = parse_dialed(typed);
        assert_eq!(parsed.as_ref().map(AsRef::as_ref), expected, "{typed}");
    }
}

fn any_wa_id() -> impl Strategy<Value = WaId> {
    let country = prop_oneof![
        Just("55"),
        Just("52"),
        Just("54"),
        Just("1"),
        Just("351"),
        Just("")
    ];
    (country, "[0-9]{1,12}").prop_map(|(country, rest)| wa_id(&format!("{country}{rest}")))
}

proptest! {
    #![proptest_config(crate::testing::properties())]

    #[test]
    fn all_spellings_share_one_key_and_know_each_other(one in any_wa_id()) {
        let spellings = variants(&one);
        prop_assert!(spellings.iter().any(|it| it == one.as_str()));
        for spelling in &spellings {
            let other = wa_id(spelling);
            prop_assert_eq!(match_key(&other), match_key(&one));
            prop_assert_eq!(variants(&other), spellings.clone());
        }
    }

    #[test]
    fn a_key_is_shared_by_spellings_of_one_number_only(one in any_wa_id(), other in any_wa_id()) {
        let same = match_key(&one) == match_key(&other);
        prop_assert_eq!(same, variants(&one).iter().any(|it| it == other.as_str()));
    }

    /// Spellings differ by one inserted digit and nothing else, so neighbours cannot meet.
    #[test]
    fn one_other_digit_is_another_person(
        one in any_wa_id(), at in any::<prop::sample::Index>(), digit in 0..10_u8,
    ) {
        let mut digits = one.as_str().as_bytes().to_vec();
        let place = at.index(digits.len());
        digits[place] = b'0' + digit;
        let other = wa_id(std::str::from_utf8(&digits).expect("digits"));
        prop_assert_eq!(match_key(&one) == match_key(&other), one == other);
    }

    #[test]
    fn what_is_shown_can_be_typed_again(one in "55[1-9][1-9]9[1-9][0-9]{7}") {
        let one = wa_id(&one);
        prop_assert_eq!(parse_dialed(&display(&one)), Some(one));
    }

    #[test]
    fn nothing_typed_panics(text in ".{0,40}") {
        if let Some(parsed) = parse_dialed(&text) {
            display(&parsed);
        }
    }

    #[test]
    fn nothing_shown_panics(digits in "[0-9]{1,20}") {
        prop_assert!(display(&wa_id(&digits)).starts_with('+'));
    }
}
