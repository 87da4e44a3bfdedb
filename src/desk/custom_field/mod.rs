//! Custom fields: what a company wants to know of its customers beyond name and number, such as their plan or a
//! picture of their meter.
//!
//! Those who look after what all share define the fields; whoever serves a customer writes down what is known. Each field
//! is a placeholder by its key (L-074), and a picture is sent by typing it (L-076).

mod change;
mod query;
mod rules;
mod send;
#[cfg(test)]
mod tests;
mod value;
mod view;

pub use change::NewCustomField;
pub use send::SendContactPicture;
pub use value::{ContactValueChange, NewContactValue};
pub use view::{ContactPictureView, ContactValueView, CustomFieldView};
