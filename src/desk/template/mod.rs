//! Message templates: what Meta has approved, as it stands now, and messages made from them.
//!
//! Templates belong to a business account and are shared by its numbers. They are listed from Meta at start, every few
//! hours and on request; webhooks about them are applied as they come. What a template asks for and what it says is
//! the knowledge of the crate [`templates`]. A template that Meta lists no longer leaves the picker; messages keep what
//! they said.

mod change;
mod compose;
mod favourite;
mod query;
mod send;
mod start;
mod sync;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use change::apply_in;
pub use change::{TemplateChange, TemplateNews};
pub use send::SendTemplate;
pub use start::{Standing, StartConversation, Started};
pub(crate) use sync::request_in;
pub use sync::{DueAccount, ListedTemplate};
pub use view::{TemplateList, TemplateView, Unsendable};
