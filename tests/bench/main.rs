//! What the program does in a second, each figure as a ratio to a limit measured in the same run: machines
//! are noisy, ratios are not.
//!
//! `make bench` runs everything at a tenth of the full size. An argument runs one part alone, such as `guiche-bench
//! intake`; `guiche-bench pages 1` fills the database with a million conversations and ten million messages.

mod fanout;
mod footprint;
mod intake;
mod live;
mod load;
mod media;
mod pages;
mod push_crypto;
mod report;
mod voice_notes;
mod yardstick;

use report::Report;

#[tokio::main]
async fn main() {
    drop(rustls::crypto::ring::default_provider().install_default());
    let part = std::env::args().nth(1);
    let wanted = |name: &str| part.as_deref().is_none_or(|part| part == name);
    let mut report = Report::default();
    if wanted("intake") {
        intake::measure(&mut report).await;
    }
    if wanted("live") {
        live::measure(&mut report).await;
    }
    if wanted("fanout") {
        fanout::measure(&mut report).await;
    }
    if wanted("push") {
        push_crypto::measure(&mut report);
    }
    if wanted("voice") {
        voice_notes::measure(&mut report);
    }
    if wanted("footprint") {
        footprint::measure(&mut report).await;
    }
    if wanted("media") {
        media::measure(&mut report).await;
    }
    if wanted("pages") {
        pages::measure(&mut report).await;
    }
    report.print();
}
