//! Why a template cannot be filled in with these values.

/// Why values do not make a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{slot}: {problem}")]
pub struct Refusal {
    /// The key of the slot.
    pub slot: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// There is none.
    #[error("a value is missing")]
    Missing,
    /// The template has no such slot.
    #[error("the template has no such slot")]
    Unknown,
    /// It is of another kind.
    #[error("the value is of another kind")]
    Kind,
    /// It is too long, or makes the text around it too long.
    #[error("more than {longest} characters")]
    TooLong {
        /// The greatest length, in characters.
        longest: usize,
    },
    /// It holds what cannot stand there.
    #[error("line breaks, tabs and long runs of blanks are not allowed")]
    Character,
    /// It is no end of an address.
    #[error("this is not the end of an address")]
    Suffix,
    /// It is no public address.
    #[error("this is not an https address")]
    Link,
    /// It is no place on earth.
    #[error("this is not a place")]
    Place,
    /// It is over.
    #[error("this moment is past")]
    Past,
    /// There are too many, or none.
    #[error("1 to {most} are allowed")]
    Count {
        /// The greatest number.
        most: usize,
    },
}

impl Refusal {
    /// `problem` is what the value of `slot` has.
    pub(super) fn of(slot: &str, problem: Problem) -> Self {
        Self {
            slot: slot.to_owned(),
            problem,
        }
    }
}
