//! The committed contract.

use std::path::Path;

use crate::schema::sdl;

#[test]
fn the_committed_contract_is_the_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.graphql");
    let generated = sdl();
    #[expect(
        clippy::disallowed_methods,
        reason = "a switch for developers, not a setting"
    )]
    let update = std::env::var("UPDATE_SDL").is_ok();
    if update {
        std::fs::write(&path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(
        committed == generated,
        "schema.graphql is not what the types say: run UPDATE_SDL=1 cargo test -p graphql, and \
         look whether a client breaks"
    );
}

/// An integrator reads nothing but the contract.
#[test]
fn everything_in_the_contract_is_described() {
    let text = sdl();
    let mut described = false;
    let mut within = false;
    let mut undescribed = Vec::new();
    for line in text.lines() {
        let trimmed = line.trim();
        if within || trimmed.starts_with("\"\"\"") {
            let quotes = trimmed.matches("\"\"\"").count();
            within = if quotes == 1 { !within } else { within };
            described = true;
            continue;
        }
        let opens = [
            "type ",
            "enum ",
            "input ",
            "interface ",
            "union ",
            "scalar ",
        ]
        .iter()
        .any(|word| trimmed.starts_with(word));
        let ours = opens || line.starts_with(['\t', ' ']);
        if ours && !described && !trimmed.is_empty() && !trimmed.starts_with(['}', ')']) {
            undescribed.push(trimmed.to_owned());
        }
        described = false;
    }
    let expected = [
        "query: Query",
        "mutation: Mutation",
        "subscription: Subscription",
    ];
    undescribed.retain(|line| !expected.contains(&line.as_str()));
    assert!(
        undescribed.is_empty(),
        "without a description: {undescribed:#?}"
    );
}
