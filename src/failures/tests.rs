use std::collections::HashSet;

use crate::{Language, RetryPolicy, Turn, all, explain, find, pauses_channel, retry_policy, turn};

#[test]
fn every_code_has_its_sentences_in_every_language() {
    for failure in all() {
        for language in Language::ALL {
            for sentence in [failure.explanation(*language), failure.advice(*language)] {
                assert!(
                    sentence.len() > 10 && sentence.len() < 120,
                    "{}: {sentence:?}",
                    failure.code
                );
                assert!(
                    sentence.ends_with(['.', '?', '!']),
                    "{}: {sentence:?}",
                    failure.code
                );
            }
        }
    }
}

#[test]
fn no_sentence_belongs_to_a_code_that_is_not_in_the_catalogue() {
    let mut books = crate::sentences::load();
    for failure in all() {
        books.take(failure.code);
    }
    assert!(books.is_empty());
}

#[test]
fn the_three_languages_do_not_repeat_each_other() {
    for failure in all() {
        let said: HashSet<_> = Language::ALL
            .iter()
            .map(|it| failure.explanation(*it))
            .collect();
        assert_eq!(said.len(), Language::ALL.len(), "{}", failure.code);
    }
}

#[test]
fn the_catalogue_holds_all_161_codes_once_each() {
    let codes: HashSet<_> = all().map(|failure| failure.code).collect();
    assert_eq!((codes.len(), all().count()), (161, 161));
    assert!(all().all(|failure| find(failure.code).is_some_and(|it| it.code == failure.code)));
}

#[test]
fn the_codes_that_are_often_got_wrong_have_their_policy() {
    let table = [
        (131_047, RetryPolicy::Window, Turn::Agent),
        (470, RetryPolicy::Window, Turn::Agent),
        (131_056, RetryPolicy::PairRate, Turn::Nobody),
        (130_429, RetryPolicy::Backoff, Turn::Nobody),
        (131_049, RetryPolicy::Later, Turn::Nobody),
        (131_026, RetryPolicy::Never, Turn::Agent),
        (131_050, RetryPolicy::Never, Turn::Customer),
        (131_000, RetryPolicy::Backoff, Turn::Meta),
        (131_042, RetryPolicy::AfterFix, Turn::Administrator),
        (190, RetryPolicy::AfterFix, Turn::Administrator),
        (132_000, RetryPolicy::AfterFix, Turn::Agent),
    ];
    for (code, policy, whose) in table {
        assert_eq!((retry_policy(code), turn(code)), (policy, whose), "{code}");
    }
}

#[test]
fn a_range_answers_for_each_of_its_codes_and_for_no_neighbour() {
    for code in [200, 201, 250, 299] {
        assert_eq!(find(code).map(|failure| failure.code), Some(200), "{code}");
    }
    for code in [199, 300, 5, u32::MAX] {
        assert!(find(code).is_none(), "{code}");
    }
}

#[test]
fn only_what_breaks_every_send_pauses_the_channel() {
    let pausing: Vec<_> = all()
        .map(|failure| failure.code)
        .filter(|code| pauses_channel(*code))
        .collect();
    assert_eq!(
        pausing,
        [
            0, 3, 10, 33, 104, 190, 200, 368, 131_005, 131_031, 131_037, 131_042, 131_045, 133_010
        ]
    );
    assert!(pauses_channel(299));
    for code in [
        1, 100, 130_497, 131_009, 131_026, 131_047, 131_048, 131_056, 131_064, 132_015, 133_005,
        133_016, 999_999,
    ] {
        assert!(!pauses_channel(code), "{code}");
    }
}

#[test]
fn what_pauses_a_channel_waits_for_a_fix() {
    for failure in all().filter(|failure| pauses_channel(failure.code)) {
        assert_eq!(failure.retry, RetryPolicy::AfterFix, "{}", failure.code);
    }
}

#[test]
fn an_unknown_code_leads_to_the_words_of_meta() {
    assert_eq!(retry_policy(999_999), RetryPolicy::AfterFix);
    assert_eq!(turn(999_999), Turn::Administrator);
    for language in Language::ALL {
        let (explanation, advice) = explain(Some(999_999), *language);
        assert!(explanation.contains("999999"));
        assert!(advice.contains("Meta"));
        assert!(explain(None, *language).1.contains("Meta"));
    }
}

#[test]
fn a_known_code_is_explained_in_the_language_asked_for() {
    let failure = find(131_047).expect("the closed window is in the catalogue");
    for language in Language::ALL {
        let (explanation, advice) = explain(Some(131_047), *language);
        assert_eq!(explanation, failure.explanation(*language));
        assert_eq!(advice, failure.advice(*language));
    }
}

#[test]
fn a_language_tag_is_understood_with_and_without_its_region() {
    let table = [
        ("pt", Some(Language::PtBr)),
        ("pt-BR", Some(Language::PtBr)),
        ("EN-us", Some(Language::En)),
        ("es_MX", Some(Language::Es)),
        ("de", None),
        ("", None),
    ];
    for (tag, language) in table {
        assert_eq!(Language::from_tag(tag), language, "{tag}");
    }
}
