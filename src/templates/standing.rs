//! Category, status and quality: whether a template may be sent now.

use serde::{Deserialize, Serialize};

/// Stored words of an enumeration that Meta spells in capitals.
macro_rules! words {
    ($(#[$about:meta])* $name:ident, $(#[$other_about:meta])* $other:ident, { $($(#[$variant_about:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$variant_about])* $variant,)+
            $(#[$other_about])*
            $other,
        }

        impl $name {
            /// Reads Meta's word.
            pub fn from_meta(word: &str) -> Self {
                match word.to_ascii_uppercase().as_str() {
                    $($word => Self::$variant,)+
                    _ => Self::$other,
                }
            }

            /// The word under which it is stored.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::$other => "OTHER",
                }
            }
        }
    };
}

words! {
    /// What a template is for.
    Category,
    /// One that Meta may add.
    Other, {
        /// Tied to something that the customer did or asked for.
        Utility = "UTILITY",
        /// Everything else.
        Marketing = "MARKETING",
        /// A code in fixed words.
        Authentication = "AUTHENTICATION",
    }
}

words! {
    /// How a template stands at Meta. Only an approved one may be sent.
    Status,
    /// One that Meta may add.
    Other, {
        /// It may be sent.
        Approved = "APPROVED",
        /// It waits for its review.
        Pending = "PENDING",
        /// Its review failed.
        Rejected = "REJECTED",
        /// Low quality stopped it for some hours (132015).
        Paused = "PAUSED",
        /// Repeated low quality stopped it for good (132016).
        Disabled = "DISABLED",
        /// A rejection is being looked at again.
        InAppeal = "IN_APPEAL",
        /// It is about to go.
        PendingDeletion = "PENDING_DELETION",
        /// It is gone.
        Deleted = "DELETED",
        /// The account sent too much of it.
        LimitExceeded = "LIMIT_EXCEEDED",
        /// It was put away.
        Archived = "ARCHIVED",
    }
}

words! {
    /// How customers take a template. Red pauses it.
    Quality,
    /// Not known yet.
    Unknown, {
        /// Good.
        Green = "GREEN",
        /// Middling.
        Yellow = "YELLOW",
        /// Bad.
        Red = "RED",
    }
}

/// What a status webhook's event makes of a template; none when the event changes no status.
pub fn after_event(event: &str) -> Option<Status> {
    match event.to_ascii_uppercase().as_str() {
        // Both end a pause, a flag or an archive (section 6).
        "REINSTATED" | "UNARCHIVED" | "UNPAUSE" | "UNPAUSED" => Some(Status::Approved),
        // A warning: it may still be sent.
        "FLAGGED" | "LOCKED" => None,
        word => Some(Status::from_meta(word)).filter(|status| *status != Status::Other),
    }
}
