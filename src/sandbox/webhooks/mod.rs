//! Everything that the sandbox posts to the client: the shapes of events, their signature, and a delivery that
//! repeats, batches and retries as Meta's does (section 2).

mod dispatcher;
mod settings;
pub(crate) mod shapes;
pub(crate) mod template_shapes;
mod wire;

pub(crate) use dispatcher::{Destination, Dispatcher, Parcel};
pub use settings::DeliverySettings;
use wire::{encode, sign};
