//! When a device is told.

use entity::UnixMillis;

/// How long a push to a device that somebody looks at is held back, in milliseconds, for the device to say
/// that it has shown the message. A phone whose socket froze without a word is told after that.
pub const HELD_FOR: i64 = 2_000;

/// What a device last said that it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    /// Whether somebody can see the desk on it.
    pub visible: bool,
    /// Until when that holds.
    pub until: UnixMillis,
}

/// For how many milliseconds a push to a device is held back. Only the device itself counts: looking at the
/// computer does not silence the phone (L-185), looking at the phone does (L-186).
pub fn hold(presence: Option<Presence>, now: UnixMillis) -> i64 {
    match presence {
        Some(presence) if presence.visible && presence.until > now => HELD_FOR,
        _ => 0,
    }
}
