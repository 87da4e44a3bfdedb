//! Contact cards to send (L-078).

use super::{line, optional_line};
use crate::error::DeskError;
use crate::message::{CardPhone, ContactCard};

/// The most cards in one message (Cloud API reference, section 7.3).
const MOST_CARDS: usize = 257;
/// The most entries of one kind on a card. Meta names no limit; this is ours.
const MOST_ENTRIES: usize = 20;
/// The longest name, in characters. Meta names no limit; this is ours.
const LONGEST_NAME: usize = 200;
/// The longest of the other entries, in characters.
const LONGEST_ENTRY: usize = 500;

pub(in crate::message) fn contacts(cards: &[ContactCard]) -> Result<Vec<ContactCard>, DeskError> {
    if cards.is_empty() || cards.len() > MOST_CARDS {
        return Err(DeskError::invalid("cards", "has 1 to 257 entries"));
    }
    cards.iter().map(card).collect()
}

fn card(card: &ContactCard) -> Result<ContactCard, DeskError> {
    let phones = numbers(card)?;
    let entry =
        |text: Option<&String>| optional_line("cards", LONGEST_ENTRY, text.map(String::as_str));
    let card = ContactCard {
        name: line("cards", LONGEST_NAME, &card.name)?,
        first_name: entry(card.first_name.as_ref())?,
        last_name: entry(card.last_name.as_ref())?,
        phones: phones.iter().map(|number| number.phone.clone()).collect(),
        numbers: phones,
        emails: emails(&card.emails)?,
        organization: entry(card.organization.as_ref())?,
        department: entry(card.department.as_ref())?,
        title: entry(card.title.as_ref())?,
        addresses: lines(&card.addresses)?,
        urls: lines(&card.urls)?,
        birthday: entry(card.birthday.as_ref())?,
    };
    Ok(card)
}

/// A card that was picked knows more of a number than its digits; one that was typed does not.
fn numbers(card: &ContactCard) -> Result<Vec<CardPhone>, DeskError> {
    let given: Vec<CardPhone> = if card.numbers.is_empty() {
        card.phones.iter().cloned().map(CardPhone::typed).collect()
    } else {
        card.numbers.clone()
    };
    few(given.len())?;
    given
        .into_iter()
        .map(|number| {
            let phone = line("cards", LONGEST_ENTRY, &number.phone)?;
            if !phone.chars().any(|c| c.is_ascii_digit()) {
                return Err(DeskError::invalid("cards", "a telephone number has digits"));
            }
            let is_digits = |id: &String| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
            if number.wa_id.as_ref().is_some_and(|id| !is_digits(id)) {
                return Err(DeskError::invalid("cards", "a WhatsApp id is digits"));
            }
            let kind = optional_line("cards", LONGEST_ENTRY, number.kind.as_deref())?;
            Ok(CardPhone {
                phone,
                kind,
                wa_id: number.wa_id,
            })
        })
        .collect()
}

fn emails(emails: &[String]) -> Result<Vec<String>, DeskError> {
    let emails = lines(emails)?;
    if emails.iter().all(|email| email.contains('@')) {
        return Ok(emails);
    }
    Err(DeskError::invalid("cards", "a mail address has an @"))
}

fn lines(texts: &[String]) -> Result<Vec<String>, DeskError> {
    few(texts.len())?;
    texts
        .iter()
        .map(|text| line("cards", LONGEST_ENTRY, text))
        .collect()
}

fn few(count: usize) -> Result<(), DeskError> {
    if count <= MOST_ENTRIES {
        return Ok(());
    }
    Err(DeskError::invalid(
        "cards",
        format!("a card has at most {MOST_ENTRIES} entries of a kind"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> ContactCard {
        ContactCard {
            name: name.into(),
            ..ContactCard::default()
        }
    }

    #[test]
    fn a_card_has_a_name_and_what_is_on_it_says_something() {
        let table = [
            (named("Grace"), true),
            (named(" "), false),
            (named("two\nlines"), false),
            (named(&"é".repeat(201)), false),
            (
                ContactCard {
                    phones: vec!["+55 11 5550-0177".into()],
                    ..named("Grace")
                },
                true,
            ),
            (
                ContactCard {
                    phones: vec!["call me".into()],
                    ..named("Grace")
                },
                false,
            ),
            (
                ContactCard {
                    phones: vec!["1".into(); 21],
                    ..named("Grace")
                },
                false,
            ),
            (
                ContactCard {
                    emails: vec!["grace@example.com".into()],
                    ..named("Grace")
                },
                true,
            ),
            (
                ContactCard {
                    emails: vec!["grace".into()],
                    ..named("Grace")
                },
                false,
            ),
            (
                ContactCard {
                    urls: vec![String::new()],
                    ..named("Grace")
                },
                false,
            ),
        ];
        for (card, taken) in table {
            assert_eq!(
                contacts(std::slice::from_ref(&card)).is_ok(),
                taken,
                "{card:?}"
            );
        }
        assert!(contacts(&[]).is_err());
        assert!(contacts(&vec![named("Grace"); 258]).is_err());
    }

    #[test]
    fn a_typed_number_and_a_picked_one_end_up_the_same_way() {
        let typed = ContactCard {
            phones: vec![" +55 11 5550-0177 ".into()],
            ..named("Grace")
        };
        let kept = contacts(&[typed]).unwrap().remove(0);
        assert_eq!(kept.phones, ["+55 11 5550-0177"]);
        assert_eq!(kept.numbers, [CardPhone::typed("+55 11 5550-0177".into())]);
        let picked = CardPhone {
            wa_id: Some("551155500177".into()),
            ..CardPhone::typed("+55 11 5550-0177".into())
        };
        let kept = contacts(&[ContactCard {
            numbers: vec![picked.clone()],
            ..named("Grace")
        }])
        .unwrap()
        .remove(0);
        assert_eq!(
            (kept.phones, kept.numbers),
            (vec!["+55 11 5550-0177".to_owned()], vec![picked])
        );
        let odd = CardPhone {
            wa_id: Some("../1".into()),
            ..CardPhone::typed("1".into())
        };
        assert!(
            contacts(&[ContactCard {
                numbers: vec![odd],
                ..named("Grace")
            }])
            .is_err()
        );
    }
}
