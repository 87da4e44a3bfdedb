//! Ports of programs that a test starts, kills and starts again.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::ops::Range;

/// Below those that systems give to outgoing connections, one of which might take the port while its program is
/// away; the browser tests have the ports above.
const RANGE: Range<u16> = 10_000..20_000;
const LOCKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/test-ports");

/// A port that no other test uses as long as this lives.
pub struct Port {
    number: u16,
    _lock: File,
}

impl Port {
    /// One that nobody listens on.
    pub fn take() -> Self {
        std::fs::create_dir_all(LOCKS).expect("a folder for locks");
        let taken = (0..1_000).find_map(|_| Self::try_take(rand::random_range(RANGE)));
        taken.expect("a free port")
    }

    fn try_take(number: u16) -> Option<Self> {
        let lock = File::create(format!("{LOCKS}/{number}")).expect("a lock file");
        lock.try_lock().ok()?;
        let port = Self {
            number,
            _lock: lock,
        };
        TcpListener::bind(port.address()).ok()?;
        Some(port)
    }

    /// Its address on this machine.
    pub fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.number).into()
    }
}
