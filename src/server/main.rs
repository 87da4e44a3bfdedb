//! The `guiche` program.

fn main() -> std::process::ExitCode {
    guiche::cli::run()
}
