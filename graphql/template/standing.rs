//! Category, status and quality.

use async_graphql::Enum;

/// What a template is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "templates::standing::Category")]
pub enum TemplateCategory {
    /// Tied to something that the customer did or asked for.
    Utility,
    /// Everything else.
    Marketing,
    /// A code in fixed words.
    Authentication,
    /// One that Meta has added since.
    Other,
}

/// How a template stands at Meta.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "templates::standing::Status")]
pub enum TemplateStatus {
    /// It may be sent.
    Approved,
    /// It waits for its review.
    Pending,
    /// Its review failed.
    Rejected,
    /// Low quality stopped it for some hours.
    Paused,
    /// Repeated low quality stopped it for good.
    Disabled,
    /// A rejection is being looked at again.
    InAppeal,
    /// It is about to go.
    PendingDeletion,
    /// It is gone.
    Deleted,
    /// The account sent too much of it.
    LimitExceeded,
    /// It was put away.
    Archived,
    /// One that Meta has added since.
    Other,
}

/// How customers take a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "templates::standing::Quality")]
pub enum TemplateQuality {
    /// Good.
    Green,
    /// Middling.
    Yellow,
    /// Bad: Meta pauses it.
    Red,
    /// Not known yet.
    Unknown,
}
