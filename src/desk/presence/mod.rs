//! What people are doing this moment: which device shows which conversation, who is typing.

mod report;
mod typing;

pub use report::PRESENCE_LASTS;
pub use typing::Typing;

#[cfg(test)]
mod tests;
