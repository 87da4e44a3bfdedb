//! What the property tests of this crate share.

use proptest::test_runner::Config;

/// Failures are printed, not filed: proptest would file them in a folder beside this crate, where
/// the workspace expects crates only.
pub(crate) fn properties() -> Config {
    Config {
        failure_persistence: None,
        ..Config::default()
    }
}
