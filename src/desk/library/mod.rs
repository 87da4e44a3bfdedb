//! The library: files that the installation keeps for sending, such as stickers, price lists and maps (L-079).

mod change;
mod query;
mod send;
#[cfg(test)]
mod tests;

pub use change::NewLibraryItem;
pub use query::LibraryItemView;
pub use send::SendLibraryItem;
