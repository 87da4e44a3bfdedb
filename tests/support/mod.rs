//! What a whole-system test stands on: the real program in a process of its own, a sandbox that plays
//! Meta, and clients that talk to it as browsers and integrators do.

pub mod graphql;
pub mod installation;
pub mod line;
pub mod phones;
pub mod port;
pub mod process;
pub mod socket;
pub mod store;
pub mod storm;
pub mod upload;
pub mod watch;
pub mod webhook;

pub use graphql::Client;
pub use installation::{ACCESS_TOKEN, Differences, Installation};
pub use line::{Heard, Line};
pub use phones::Phones;
pub use port::Port;
pub use socket::Socket;
pub use store::Database;
pub use watch::Watch;

/// Makes two tests of each function: one on `SQLite`, one on `PostgreSQL`. A function gets a running
/// [`Installation`], which is checked and removed afterwards. With `with name => …` the function `name` says how the
/// installation differs from the usual one.
#[macro_export]
macro_rules! on_both_databases {
    ($($test:ident),+ $(,)?) => {
        $crate::on_both_databases!(@ ($crate::support::Differences::default()) $($test)+);
    };
    (with $differences:ident => $($test:ident),+ $(,)?) => {
        $crate::on_both_databases!(@ (super::$differences()) $($test)+);
    };
    (@ $differences:tt $($test:ident)+) => {$(
        mod $test {
            use $crate::support::{Database, Installation};

            #[tokio::test]
            async fn sqlite() {
                run(Database::Sqlite).await;
            }

            #[tokio::test]
            async fn postgresql() {
                run(Database::Postgres).await;
            }

            async fn run(database: Database) {
                let mut installation = Installation::start_with(database, $differences).await;
                super::$test(&mut installation).await;
                installation.finish().await;
            }
        }
    )+};
}
