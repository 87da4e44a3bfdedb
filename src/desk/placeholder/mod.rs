//! Words in a text that stand for something known when it is sent: `{{contact.name | cliente}}`.
//!
//! There is one set of them, wherever a text is written (Z-37). A name that is not in it blocks saving (Z-36), what
//! follows `|` stands in where nothing is known, and a text that still holds one is never sent. The commonest have a short
//! form that people type, such as `{nome}` (L-074); braces around any other single word mean nothing. The company's own
//! fields belong to the set: one with the key `plano` is `{{contact.plano}}`, and `{plano}` for short.
//!
//! The app fills in what it previews by the same rules; `cases.json` holds both to the same table.

mod fields;
mod name;
mod text;
mod values;

pub use fields::FieldKeys;
pub use name::Placeholder;
pub use text::{Problem, check, fill, first_in};
pub use values::Values;
