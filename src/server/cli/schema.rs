//! `guiche schema`

/// Prints the contract, as `graphql/schema.graphql` holds it.
pub(super) fn run() {
    print!("{}", graphql::sdl());
}
