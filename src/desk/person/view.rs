//! What other rooms see of a person.

use entity::person::{Role, Visibility};
use entity::{DepartmentId, PersonId, person};

/// A user of the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonView {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Lower case; unique.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Which conversations they may see.
    pub visibility: Visibility,
    /// Their departments, in the order of their ids.
    pub departments: Vec<DepartmentId>,
    /// An inactive person cannot sign in and is assigned nothing.
    pub active: bool,
}

impl PersonView {
    pub(super) fn new(row: person::Model, departments: Vec<DepartmentId>) -> Self {
        Self {
            id: row.id,
            name: row.name,
            email: row.email,
            role: row.role,
            visibility: row.visibility,
            departments,
            active: row.active,
        }
    }
}

/// How a person wants the desk to behave, on all devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// Language of the interface and of pushes.
    pub locale: Locale,
    /// Whether pushes are wanted.
    pub notifications: bool,
    /// Whether the interface plays sounds (L-179).
    pub sound: bool,
    /// Whether a recording is heard again and confirmed before it is sent (L-090, L-091).
    pub confirms_voice_notes: bool,
    /// Colours.
    pub theme: Theme,
}

impl Preferences {
    /// What a new person starts with.
    pub const INITIAL: Self = Self {
        locale: Locale::PtBr,
        notifications: true,
        sound: true,
        confirms_voice_notes: false,
        theme: Theme::System,
    };

    pub(super) fn of(row: &person::Model) -> Self {
        Self {
            locale: Locale::parse(&row.locale),
            notifications: row.notifications,
            sound: row.sound,
            confirms_voice_notes: row.confirms_voice_notes,
            theme: Theme::parse(&row.theme),
        }
    }
}

/// A language that the product speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Brazilian Portuguese, the product's first language.
    #[default]
    PtBr,
    /// English.
    En,
    /// Spanish.
    Es,
}

impl Locale {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::PtBr, Self::En, Self::Es];

    /// BCP 47.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PtBr => "pt-BR",
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// Reads the stored form; an unknown tag is the first language.
    pub fn parse(tag: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|locale| locale.as_str() == tag)
            .unwrap_or_default()
    }
}

/// The colours of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// As the device has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word under which it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads the stored form; an unknown word is the device's own.
    pub fn parse(word: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|theme| theme.as_str() == word)
            .unwrap_or_default()
    }
}
