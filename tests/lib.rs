//! Whole-system tests and what they stand on: the real program in processes of its own, fakes of the
//! outside world as real programs, clients that talk as browsers and integrators do.
//!
//! The tests themselves are in `tests/use_cases/` (what people do), `tests/faults/` (what goes wrong, each named
//! after its fault) and `tests/architecture.rs` (which room may know which).

pub mod fakes;
pub mod support;

/// The client of all tests.
pub fn http() -> reqwest::Client {
    static CLIENT: std::sync::OnceLock<reqwest::Client> = std::sync::OnceLock::new();
    CLIENT
        .get_or_init(|| {
            // Fails only when another test of this process was first.
            drop(rustls::crypto::ring::default_provider().install_default());
            reqwest::Client::builder()
                .no_proxy()
                .build()
                .expect("a client")
        })
        .clone()
}
