//! What people do, on both databases.

mod receiving;
