//! Meta's limits as pure rules over plain values: when a window is open, how many messages one customer and one
//! number may take. They know no HTTP and no clock; the time is an argument.

mod pair_rate;
mod throughput;
mod window;

pub(crate) use pair_rate::PairRate;
pub(crate) use throughput::Throughput;
pub(crate) use window::{WINDOW_MS, is_open};
