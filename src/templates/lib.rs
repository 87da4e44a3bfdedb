//! What a message template is, which values it asks for, and what it says once they are filled in.
//!
//! Four rooms need the same answers: the form that an agent fills, the check before anything is stored, the message
//! as the thread keeps it, and the parameters that leave for Meta. They come from one description here, so that a form
//! that can be completed is a message that Meta takes. Pure data and functions; Meta's JSON is read and written by
//! `whatsapp`, tables belong to the desk.
//!
//! | module | what it is for |
//! |---|---|
//! | [`definition`] | the approved structure (Cloud API reference, section 9) |
//! | [`form`] | the slots that have to be filled, each with a key |
//! | [`fill`] | values against slots: the parameters to send and the layout to show, or what is wrong |
//! | [`layout`] | header, body, footer, buttons and cards as a customer sees them |
//! | [`standing`] | category, status and quality: whether it may be sent |

pub mod definition;
pub mod fill;
pub mod form;
pub mod layout;
mod phrases;
mod placeholders;
pub mod standing;
#[cfg(test)]
mod tests;
mod texts;
pub mod value;

pub use definition::Definition;
pub use fill::{Filled, Problem, Refusal, fill};
pub use form::{Slot, SlotKind, slots};
pub use layout::Layout;
pub use value::{Value, Values};
