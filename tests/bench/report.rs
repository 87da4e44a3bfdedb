//! The table at the end.

use std::time::Duration;

/// Figures, in the order in which they were measured.
#[derive(Default)]
pub struct Report(Vec<Row>);

struct Row {
    what: String,
    measured: String,
    limit: String,
    ratio: String,
    bar: &'static str,
}

impl Report {
    /// A rate against the rate that the machine allows.
    pub fn rate(
        &mut self,
        what: &str,
        measured: f64,
        limit_name: &str,
        limit: f64,
        bar: &'static str,
    ) {
        self.add(
            what,
            format!("{measured:.0}/s"),
            format!("{limit_name}: {limit:.0}/s"),
            format!("{:.0} %", 100.0 * measured / limit),
            bar,
        );
    }

    /// A latency.
    pub fn latency(&mut self, what: &str, samples: &mut [Duration], bar: &'static str) {
        let (median, high) = (quantile(samples, 0.5), quantile(samples, 0.99));
        self.add(
            what,
            format!("p50 {} p99 {}", milliseconds(median), milliseconds(high)),
            format!("{} samples", samples.len()),
            String::new(),
            bar,
        );
    }

    /// Anything else.
    pub fn add(
        &mut self,
        what: &str,
        measured: String,
        limit: String,
        ratio: String,
        bar: &'static str,
    ) {
        println!("{what}: {measured} {limit} {ratio} {bar}");
        self.0.push(Row {
            what: what.to_owned(),
            measured,
            limit,
            ratio,
            bar,
        });
    }

    /// Prints the table as Markdown, for docs/performance.md.
    pub fn print(&self) {
        println!(
            "\n| what | measured | limit of the same run | ratio | bar |\n|---|---|---|---|---|"
        );
        for row in &self.0 {
            println!(
                "| {} | {} | {} | {} | {} |",
                row.what, row.measured, row.limit, row.ratio, row.bar
            );
        }
    }
}

/// The value below which a share of the samples lies.
pub fn quantile(samples: &mut [Duration], share: f64) -> Duration {
    samples.sort_unstable();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index into a list of thousands"
    )]
    let index = ((samples.len() as f64 - 1.0) * share).round() as usize;
    samples.get(index).copied().unwrap_or_default()
}

/// For people.
pub fn milliseconds(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1_000.0)
}
