//! How a person wants the desk to behave.

use entity::person;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, QuerySelect};

use super::{Locale, Preferences, Theme};
use crate::access::Actor;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::journal::{Audience, Event};

/// What to change of the preferences; none leaves it as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PreferencesPatch {
    /// Language.
    pub locale: Option<Locale>,
    /// Pushes.
    pub notifications: Option<bool>,
    /// Sounds.
    pub sound: Option<bool>,
    /// Whether to be asked before a voice note is sent.
    pub confirms_voice_notes: Option<bool>,
    /// Colours.
    pub theme: Option<Theme>,
}

impl Desk {
    /// The actor's own preferences; those of a new person for who is none.
    pub async fn preferences(&self, actor: &Actor) -> Result<Preferences, DeskError> {
        let Some(me) = actor.person_id() else {
            actor.require_reader()?;
            return Ok(Preferences::INITIAL);
        };
        let person = person::Entity::find_by_id(me)
            .one(self.database().read())
            .await?
            .ok_or(DeskError::Unauthenticated)?;
        Ok(Preferences::of(&person))
    }

    /// Changes the actor's own preferences. They reach their other devices at once (L-180).
    pub async fn update_preferences(
        &self,
        actor: &Actor,
        patch: PreferencesPatch,
    ) -> Result<Preferences, DeskError> {
        let person_id = actor.require_person()?.person_id;
        self.database()
            .write(move |unit| {
                Box::pin(async move {
                    let before = person::Entity::find_by_id(person_id)
                        .lock_exclusive()
                        .one(unit.connection())
                        .await?
                        .ok_or(DeskError::Unauthenticated)?;
                    let mut row = person::ActiveModel::from(before.clone());
                    patch.write_to(&mut row);
                    let after = row.update(unit.connection()).await?;
                    if after != before {
                        let audience = Audience::Person { person_id };
                        unit.append(Event::PersonChanged { person_id }, audience);
                    }
                    Ok(Preferences::of(&after))
                })
            })
            .await
    }
}

impl PreferencesPatch {
    fn write_to(self, row: &mut person::ActiveModel) {
        if let Some(locale) = self.locale {
            row.locale = Set(locale.as_str().to_owned());
        }
        if let Some(theme) = self.theme {
            row.theme = Set(theme.as_str().to_owned());
        }
        if let Some(notifications) = self.notifications {
            row.notifications = Set(notifications);
        }
        if let Some(sound) = self.sound {
            row.sound = Set(sound);
        }
        if let Some(confirms) = self.confirms_voice_notes {
            row.confirms_voice_notes = Set(confirms);
        }
    }
}
