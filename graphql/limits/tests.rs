use std::fmt::Write as _;
use std::time::{Duration, Instant};

use async_graphql::parser::parse_query;

use super::*;

fn judge(source: &str, limits: &Limits) -> Result<(), TooLarge> {
    limits.check_source(source)?;
    let document = parse_query(source).expect("the document parses");
    limits.check_document(&document)
}

/// Fragments of which each spreads the next one `width` times.
fn bomb(levels: usize, width: usize) -> String {
    let mut source = String::from("{...f0}");
    for level in 0..levels {
        let spreads = format!("...f{}", level + 1).repeat(width);
        let _ = write!(source, "fragment f{level} on Query{{{spreads}}}");
    }
    let _ = write!(source, "fragment f{levels} on Query{{__typename}}");
    source
}

#[test]
fn nested_spreads_are_refused_before_they_cost_anything() {
    for source in [bomb(17, 2), bomb(11, 4)] {
        assert!(source.len() <= 1_024, "{}", source.len());
        let judged = |_| {
            let began = Instant::now();
            let refused = judge(&source, &Limits::default());
            assert_eq!(refused, Err(TooLarge::Expanded(4_000)));
            began.elapsed()
        };
        // The fastest of some: the machine has other things to do as well.
        let fastest = (0..10).map(judged).min().unwrap();
        assert!(fastest < Duration::from_millis(5), "{fastest:?}");
    }
}

#[test]
fn each_limit_has_its_own_answer() {
    let small = Limits {
        bytes: 400,
        tokens: 60,
        nesting: 6,
        expanded: 12,
        depth: 3,
        aliases: 2,
        directives: 2,
        root_fields: 3,
        complexity: 10,
    };
    let table: [(String, Result<(), TooLarge>); 14] = [
        ("{a}".into(), Ok(())),
        ("{a{b{c}}}".into(), Ok(())),
        ("{a{b{c{d}}}}".into(), Err(TooLarge::Depth(3))),
        (format!("{{a #{}\n}}", "x".repeat(400)), Err(TooLarge::Bytes(400))),
        ("{a(b:[1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4])}".into(), Err(TooLarge::Tokens(60))),
        ("{a(b:[[[[[1]]]]])}".into(), Err(TooLarge::Nesting(6))),
        ("{x:a y:a}".into(), Ok(())),
        ("{x:a y:a z:a}".into(), Err(TooLarge::Aliases(2))),
        ("{a@b@c@d}".into(), Err(TooLarge::Directives(2))),
        ("{a b c}".into(), Ok(())),
        ("{...f ...f} fragment f on Query{a b}".into(), Err(TooLarge::RootFields(3))),
        ("{a{b c d e f g h i j k l m n}}".into(), Err(TooLarge::Expanded(12))),
        ("{...f} fragment f on Query{...f}".into(), Err(TooLarge::Cycle("f".into()))),
        (
            "{...a} fragment a on Q{...b} fragment b on Q{...a}".into(),
            Err(TooLarge::Cycle("a".into())),
        ),
    ];
    for (source, expected) in table {
        assert_eq!(judge(&source, &small), expected, "{source}");
    }
}

#[test]
fn a_long_chain_of_fragments_is_refused_from_whichever_end_it_is_measured() {
    let mut source = String::from("{a}");
    for index in 0..600 {
        let _ = write!(source, "fragment f{index} on Q{{...f{}}}", index + 1);
    }
    source.push_str("fragment f600 on Q{a}");
    let limits = Limits {
        expanded: u64::MAX,
        tokens: usize::MAX,
        ..Limits::default()
    };
    assert_eq!(judge(&source, &limits), Err(TooLarge::Chain(40)));
}

#[test]
fn white_space_commas_and_comments_do_not_tell_documents_apart() {
    let written =
        "subscription  Live($after: Cursor,) { # all of it\n events(after: $after) { at } }";
    let packed = "subscription Live($after:Cursor){events(after:$after){at}}";
    assert_eq!(normalise(written), normalise(packed));
    assert_ne!(
        normalise(packed),
        normalise(&packed.replace("at", "cursor"))
    );
    assert_ne!(normalise(r#"{a(b:"x  y")}"#), normalise(r#"{a(b:"x y")}"#));
}

#[test]
fn text_in_strings_is_one_token() {
    for source in [
        r#"{a(b:"} # ,")}"#,
        r#"{a(b:"\"}")}"#,
        "{a(b:\"\"\"} \" \\\"\"\" }\"\"\")}",
    ] {
        assert_eq!(normalise(source).split(" : ").count(), 2, "{source}");
        assert_eq!(
            Limits {
                tokens: 9,
                ..Limits::default()
            }
            .check_source(source),
            Ok(()),
            "{source}"
        );
    }
}

#[test]
fn occurrences_of_a_variable_are_counted_by_its_whole_name() {
    let source = "query($after:Cursor,$afterwards:Int){a(b:$after,c:$afterwards) after}";
    assert_eq!(occurrences(source, "after"), 2);
    assert_eq!(occurrences(source, "afterwards"), 2);
    assert_eq!(occurrences(source, "b"), 0);
}
