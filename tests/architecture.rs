//! The house stands as docs/ARCHITECTURE.md draws it: which room may know which, and who owns which
//! heavy library.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// A room and the rooms that it may know.
const ROOMS: &[(&str, &[&str])] = &[
    ("entity", &[]),
    ("failures", &[]),
    ("files", &[]),
    ("migrations", &[]),
    ("push", &[]),
    ("templates", &[]),
    ("voice", &[]),
    ("whatsapp", &["failures", "templates"]),
    ("sandbox", &["failures"]),
    ("desk", &["entity", "failures", "templates"]),
    ("intake", &["desk", "entity", "whatsapp"]),
    (
        "consumers",
        &[
            "desk",
            "entity",
            "failures",
            "files",
            "push",
            "templates",
            "voice",
            "whatsapp",
        ],
    ),
    (
        "graphql",
        &["desk", "entity", "failures", "push", "templates"],
    ),
    (
        "guiche",
        &[
            "consumers",
            "desk",
            "entity",
            "failures",
            "files",
            "graphql",
            "intake",
            "migrations",
            "push",
            "sandbox",
            "voice",
            "whatsapp",
        ],
    ),
];

/// A heavy library and the rooms that may use it.
const OWNERS: &[(&str, &[&str])] = &[
    ("async-graphql", &["graphql"]),
    ("async-nats", &["guiche"]),
    ("argon2", &["desk"]),
    ("clap", &["guiche"]),
    ("infer", &["files"]),
    ("object_store", &["files", "guiche"]),
    ("opus-pure", &["voice"]),
    ("sea-orm", &["desk", "entity", "guiche"]),
    ("sea-orm-migration", &["migrations"]),
    ("symphonia", &["voice"]),
    ("web-push", &["push"]),
];

fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .expect("cargo metadata");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| {
            let normal = package["dependencies"]
                .as_array()
                .expect("dependencies")
                .iter()
                .filter(|dependency| dependency["kind"].is_null())
                .map(|dependency| text(&dependency["name"]));
            (text(&package["name"]), normal.collect())
        })
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

#[test]
fn no_room_knows_what_lies_above_it() {
    let dependencies = dependencies();
    let rooms: BTreeSet<_> = ROOMS.iter().map(|(room, _)| *room).collect();
    for (room, allowed) in ROOMS {
        let known = dependencies
            .get(*room)
            .unwrap_or_else(|| panic!("the room {room} is gone"));
        for other in known.iter().filter(|other| rooms.contains(other.as_str())) {
            assert!(
                allowed.contains(&other.as_str()),
                "{room} must not know {other}"
            );
        }
    }
    let drawn = rooms
        .iter()
        .map(|room| (*room).to_owned())
        .collect::<BTreeSet<_>>();
    let built: BTreeSet<_> = dependencies
        .keys()
        .filter(|name| !["guiche-tests", "test-postgres"].contains(&name.as_str()))
        .cloned()
        .collect();
    assert_eq!(
        built, drawn,
        "draw the new room in docs/ARCHITECTURE.md and here"
    );
}

#[test]
fn heavy_libraries_stay_with_their_owners() {
    let dependencies = dependencies();
    for (library, owners) in OWNERS {
        for (room, _) in ROOMS {
            if dependencies[*room].contains(*library) {
                assert!(owners.contains(room), "{room} must not use {library}");
            }
        }
    }
}
