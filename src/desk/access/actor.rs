//! Who is asking.

use std::collections::BTreeSet;
use std::sync::Arc;

use entity::person::{Role, Visibility};
use entity::{ApiTokenId, ConversationId, DepartmentId, DeviceId, PersonId, SessionId};

use crate::error::DeskError;

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person on a device.
    Person(SignedIn),
    /// A program with a token.
    Integrator(Integrator),
    /// The operator at the command line, or the desk itself.
    System,
    /// Somebody who may see one conversation and nothing else. Events are rendered for this actor once
    /// and then handed to everybody who may see the conversation: what it cannot reach cannot leak.
    Witness(Option<ConversationId>),
    /// Nobody has signed in.
    Anonymous,
}

/// A person on a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub person_id: PersonId,
    /// What they may do.
    pub role: Role,
    /// What they may see.
    pub visibility: Visibility,
    /// Their departments.
    pub departments: Arc<BTreeSet<DepartmentId>>,
    /// Where they signed in.
    pub session_id: SessionId,
    /// On which device.
    pub device_id: Option<DeviceId>,
    /// Their language, BCP 47.
    pub locale: String,
}

/// A program with a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Integrator {
    /// Its token.
    pub token_id: ApiTokenId,
    /// What the token allows.
    pub scopes: Scopes,
}

/// One thing that a token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// See everything that agents can see.
    Read,
    /// Send messages and move conversations.
    Send,
    /// Manage people, departments, channels and tokens.
    Administer,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Read, Self::Send, Self::Administer];

    /// The word under which it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Send => "send",
            Self::Administer => "administer",
        }
    }
}

/// What a token allows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(pub BTreeSet<Scope>);

impl Scopes {
    /// Reads the stored form; unknown words allow nothing.
    pub fn parse(text: &str) -> Self {
        Self(
            text.split_whitespace()
                .filter_map(|word| Scope::ALL.into_iter().find(|scope| scope.as_str() == word))
                .collect(),
        )
    }

    /// The stored form.
    pub fn to_text(&self) -> String {
        self.0
            .iter()
            .map(|scope| scope.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Whether `scope` is allowed.
    pub fn allow(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }
}

impl Actor {
    /// The person, if it is one.
    pub const fn signed_in(&self) -> Option<&SignedIn> {
        match self {
            Self::Person(person) => Some(person),
            _ => None,
        }
    }

    /// The person's id, if it is one.
    pub fn person_id(&self) -> Option<PersonId> {
        self.signed_in().map(|person| person.person_id)
    }

    /// Refuses who may not read at all.
    pub fn require_reader(&self) -> Result<(), DeskError> {
        match self {
            Self::Person(_) | Self::System | Self::Witness(_) => Ok(()),
            Self::Integrator(program) if program.scopes.allow(Scope::Read) => Ok(()),
            Self::Integrator(_) => Err(DeskError::Forbidden),
            Self::Anonymous => Err(DeskError::Unauthenticated),
        }
    }

    /// Refuses who may not send and move conversations.
    pub fn require_server(&self) -> Result<(), DeskError> {
        match self {
            Self::Person(_) | Self::System => Ok(()),
            Self::Integrator(program) if program.scopes.allow(Scope::Send) => Ok(()),
            Self::Integrator(_) | Self::Witness(_) => Err(DeskError::Forbidden),
            Self::Anonymous => Err(DeskError::Unauthenticated),
        }
    }

    /// Refuses who may not manage the desk.
    pub fn require_administrator(&self) -> Result<(), DeskError> {
        match self {
            Self::System => Ok(()),
            Self::Person(person) if person.role == Role::Administrator => Ok(()),
            Self::Integrator(program) if program.scopes.allow(Scope::Administer) => Ok(()),
            Self::Anonymous => Err(DeskError::Unauthenticated),
            _ => Err(DeskError::Forbidden),
        }
    }

    /// Refuses who may not look after what all agents share: administrators, supervisors and programs that administer.
    pub fn require_overseer(&self) -> Result<(), DeskError> {
        match self {
            Self::Person(person) if person.role == Role::Supervisor => Ok(()),
            _ => self.require_administrator(),
        }
    }

    /// The person, or a refusal: some things need a person with a device.
    pub const fn require_person(&self) -> Result<&SignedIn, DeskError> {
        match self {
            Self::Person(person) => Ok(person),
            Self::Anonymous => Err(DeskError::Unauthenticated),
            _ => Err(DeskError::Forbidden),
        }
    }
}
