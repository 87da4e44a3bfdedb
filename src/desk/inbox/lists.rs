//! In which lists a conversation stands: the rule (L-002 to L-011).

/// A list of the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InboxList {
    /// Conversations whose agent is the viewer (L-004).
    Mine,
    /// Open ones that wait for somebody of the viewer's departments (L-003).
    Open,
    /// Those that have an agent (L-005).
    InService,
    /// Every conversation that the viewer may see (L-002).
    All,
}
