//! Buttons and lists to send (Cloud API reference, section 7.5).

use std::collections::HashSet;

use super::{line, optional_line, words};
use crate::error::DeskError;
use crate::message::{Choice, Interactive, ListSection, Offer};

const LONGEST_EDGE: usize = 60;
const LONGEST_BODY_OF_BUTTONS: usize = 1_024;
const LONGEST_BODY_OF_LIST: usize = 4_096;
const LONGEST_LABEL: usize = 20;
const LONGEST_SECTION: usize = 24;
const LONGEST_DESCRIPTION: usize = 72;
const MOST_BUTTONS: usize = 3;
const MOST_ROWS: usize = 10;
const BUTTON: Limits = Limits { title: 20, id: 256 };
const ROW: Limits = Limits { title: 24, id: 200 };

/// The longest title and id of a choice, in characters.
struct Limits {
    title: usize,
    id: usize,
}

pub(in crate::message) fn interactive(message: Interactive) -> Result<Interactive, DeskError> {
    let (longest, offer) = match message.offer {
        Offer::Buttons { buttons } => (LONGEST_BODY_OF_BUTTONS, buttons_of(&buttons)?),
        Offer::List { label, sections } => {
            let label = line("label", LONGEST_LABEL, &label)?;
            let sections = sections_of(&sections)?;
            (LONGEST_BODY_OF_LIST, Offer::List { label, sections })
        }
    };
    Ok(Interactive {
        header: optional_line("header", LONGEST_EDGE, message.header.as_deref())?,
        body: words("body", longest, &message.body)?,
        footer: optional_line("footer", LONGEST_EDGE, message.footer.as_deref())?,
        offer,
    })
}

fn buttons_of(buttons: &[Choice]) -> Result<Offer, DeskError> {
    const FIELD: &str = "buttons";
    counted(FIELD, buttons.len(), MOST_BUTTONS)?;
    let buttons = choices(FIELD, buttons, 0, &BUTTON)?;
    different(
        FIELD,
        "two have the same id",
        buttons.iter().map(|it| &it.id),
    )?;
    different(
        FIELD,
        "two say the same",
        buttons.iter().map(|it| &it.title),
    )?;
    if buttons.iter().any(|button| button.description.is_some()) {
        return Err(DeskError::invalid(FIELD, "a button has no description"));
    }
    Ok(Offer::Buttons { buttons })
}

fn sections_of(sections: &[ListSection]) -> Result<Vec<ListSection>, DeskError> {
    const FIELD: &str = "sections";
    counted(
        FIELD,
        sections.iter().map(|it| it.rows.len()).sum(),
        MOST_ROWS,
    )?;
    let mut before = 0;
    let mut kept = Vec::new();
    for section in sections {
        let title = optional_line(FIELD, LONGEST_SECTION, section.title.as_deref())?;
        if section.rows.is_empty() {
            return Err(DeskError::invalid(FIELD, "a section has no rows"));
        }
        if title.is_none() && sections.len() > 1 {
            return Err(DeskError::invalid(
                FIELD,
                "with several sections each has a title",
            ));
        }
        let rows = choices(FIELD, &section.rows, before, &ROW)?;
        before += rows.len();
        kept.push(ListSection { title, rows });
    }
    let ids = kept.iter().flat_map(|section| &section.rows);
    different(FIELD, "two rows have the same id", ids.map(|row| &row.id))?;
    Ok(kept)
}

/// A choice without an id is named by its place.
fn choices(
    field: &'static str,
    choices: &[Choice],
    before: usize,
    limits: &Limits,
) -> Result<Vec<Choice>, DeskError> {
    let kept = choices.iter().enumerate().map(|(index, choice)| {
        let id = optional_line(field, limits.id, Some(&choice.id))?;
        let description = choice.description.as_deref();
        Ok(Choice {
            id: id.unwrap_or_else(|| (before + index + 1).to_string()),
            title: line(field, limits.title, &choice.title)?,
            description: optional_line(field, LONGEST_DESCRIPTION, description)?,
        })
    });
    kept.collect()
}

fn counted(field: &'static str, count: usize, most: usize) -> Result<(), DeskError> {
    if (1..=most).contains(&count) {
        return Ok(());
    }
    Err(DeskError::invalid(field, format!("there are 1 to {most}")))
}

fn different<'a>(
    field: &'static str,
    reason: &'static str,
    texts: impl Iterator<Item = &'a String>,
) -> Result<(), DeskError> {
    let mut seen = HashSet::new();
    for text in texts {
        if !seen.insert(text) {
            return Err(DeskError::invalid(field, reason));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn choice(title: &str) -> Choice {
        Choice {
            title: title.into(),
            ..Choice::default()
        }
    }

    fn offering(offer: Offer) -> Interactive {
        Interactive {
            header: None,
            body: "?".into(),
            footer: None,
            offer,
        }
    }

    fn buttons(buttons: Vec<Choice>) -> Interactive {
        offering(Offer::Buttons { buttons })
    }

    fn list(sections: Vec<ListSection>) -> Interactive {
        let label = "Ver".into();
        offering(Offer::List { label, sections })
    }

    fn section(title: Option<&str>, titles: &[&str]) -> ListSection {
        ListSection {
            title: title.map(Into::into),
            rows: titles.iter().map(|title| choice(title)).collect(),
        }
    }

    fn refused_for(message: Interactive) -> &'static str {
        match interactive(message) {
            Err(DeskError::Invalid { field, .. }) => field,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_limit_names_its_field() {
        let table = [
            (
                "body",
                Interactive {
                    body: " ".into(),
                    ..buttons(vec![choice("a")])
                },
            ),
            (
                "body",
                Interactive {
                    body: "é".repeat(1_025),
                    ..buttons(vec![choice("a")])
                },
            ),
            (
                "body",
                Interactive {
                    body: "é".repeat(4_097),
                    ..list(vec![section(None, &["a"])])
                },
            ),
            (
                "header",
                Interactive {
                    header: Some("é".repeat(61)),
                    ..buttons(vec![choice("a")])
                },
            ),
            (
                "footer",
                Interactive {
                    footer: Some("é".repeat(61)),
                    ..buttons(vec![choice("a")])
                },
            ),
            ("buttons", buttons(vec![choice(&"é".repeat(21))])),
            ("buttons", buttons(vec![choice("a"), choice("a")])),
            (
                "buttons",
                buttons(vec![Choice {
                    description: Some("d".into()),
                    ..choice("a")
                }]),
            ),
            (
                "label",
                offering(Offer::List {
                    label: "é".repeat(21),
                    sections: vec![section(None, &["a"])],
                }),
            ),
            (
                "sections",
                list(vec![section(None, &["a"]), section(Some("b"), &["b"])]),
            ),
            (
                "sections",
                list(vec![section(Some("é".repeat(25).as_str()), &["a"])]),
            ),
            (
                "sections",
                list(vec![section(None, &["é".repeat(25).as_str()])]),
            ),
            (
                "sections",
                list(vec![section(Some("a"), &["a"]), section(Some("b"), &[])]),
            ),
        ];
        for (field, message) in table {
            assert_eq!(refused_for(message.clone()), field, "{message:?}");
        }
        assert!(
            interactive(Interactive {
                body: "é".repeat(4_096),
                ..list(vec![section(None, &["a"])])
            })
            .is_ok()
        );
    }

    #[test]
    fn choices_without_ids_are_named_by_their_place() {
        let sections = vec![
            section(Some("Hoje"), &["8h", "9h"]),
            section(Some("Amanhã"), &["8h"]),
        ];
        let kept = interactive(list(sections)).unwrap();
        let Offer::List { sections, .. } = kept.offer else {
            panic!()
        };
        let ids: Vec<_> = sections
            .iter()
            .flat_map(|it| &it.rows)
            .map(|row| row.id.as_str())
            .collect();
        assert_eq!(ids, ["1", "2", "3"]);
        let clash = vec![
            Choice {
                id: "2".into(),
                ..choice("a")
            },
            choice("b"),
        ];
        assert_eq!(refused_for(buttons(clash)), "buttons");
    }

    proptest! {
        #[test]
        fn one_to_three_buttons_and_one_to_ten_rows(count in 0_usize..14) {
            let titles: Vec<_> = (0..count).map(|n| n.to_string()).collect();
            let offered = titles.iter().map(|title| choice(title)).collect();
            prop_assert_eq!(interactive(buttons(offered)).is_ok(), (1..=3).contains(&count));
            let rows: Vec<_> = titles.iter().map(String::as_str).collect();
            prop_assert_eq!(interactive(list(vec![section(None, &rows)])).is_ok(), (1..=10).contains(&count));
        }
    }
}
