//! Which node this is, among those that work on one database.
//!
//! The name is kept in the data folder: a program that comes back after a crash takes up at once what it had
//! leased, in place of standing idle until its own leases run out. A lock, which ends with the process
//! however the process ends, keeps two of them from having the same name.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use uuid::Uuid;

/// Under which name the name is kept.
const FILE: &str = "node";

/// This process among those that work on the same database.
pub struct Node {
    name: String,
    /// Locked while this process lives.
    _lock: File,
}

impl Node {
    /// The name of the data folder, unless another process has it: then one of its own.
    pub fn identify(data_dir: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(data_dir.join(FILE))?;
        let name = match file.try_lock() {
            Ok(()) => kept_in(&mut file)?,
            Err(TryLockError::WouldBlock) => {
                tracing::warn!("another guiche runs on this data folder");
                new_name()
            }
            Err(TryLockError::Error(error)) => return Err(error),
        };
        Ok(Self { name, _lock: file })
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

fn kept_in(file: &mut File) -> io::Result<String> {
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    if let Ok(known) = Uuid::parse_str(text.trim()) {
        return Ok(known.simple().to_string());
    }
    let name = new_name();
    file.rewind()?;
    file.set_len(0)?;
    file.write_all(name.as_bytes())?;
    Ok(name)
}

fn new_name() -> String {
    Uuid::new_v4().simple().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_that_comes_back_has_its_name_and_nobody_has_it_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let first = Node::identify(folder.path()).unwrap();
        let name = first.name().to_owned();
        let second = Node::identify(folder.path()).unwrap();
        assert_ne!(second.name(), name);
        drop((first, second));
        assert_eq!(Node::identify(folder.path()).unwrap().name(), name);
    }

    #[test]
    fn a_damaged_name_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), "half a na").unwrap();
        let name = Node::identify(folder.path()).unwrap().name().to_owned();
        assert_eq!(Node::identify(folder.path()).unwrap().name(), name);
    }
}
