//! Who calls, and what their connection can do.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use desk::access::Actor;
use desk::{Desk, DeskError};
use entity::{ConversationId, DeviceId};
use failures::Language;
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

/// What a client shows to prove who it is.
#[derive(Clone, Debug)]
pub(crate) enum Credential {
    /// An integrator's token.
    Token(SecretString),
    /// The session that a browser's cookie names.
    Session(SecretString),
    /// Nothing.
    None,
}

impl Credential {
    /// Who it belongs to. A token that is not valid is an error; a session that is not valid counts as
    /// none, so that a browser with an old cookie can sign in.
    pub async fn actor(&self, desk: &Desk) -> Result<Actor, DeskError> {
        match self {
            Self::Token(token) => desk
                .authenticate_token(token.expose_secret())
                .await
                .map(Actor::Integrator),
            Self::Session(token) => match desk.authenticate_session(token.expose_secret()).await {
                Ok(person) => Ok(Actor::Person(person)),
                Err(DeskError::Unauthenticated) => Ok(Actor::Anonymous),
                Err(error) => Err(error),
            },
            Self::None => Ok(Actor::Anonymous),
        }
    }
}

/// Whose request it is that a resolver serves.
#[derive(Clone)]
pub(crate) struct Caller {
    /// Who.
    pub actor: Actor,
    /// For the limit on attempts to sign in.
    pub address: Option<IpAddr>,
    /// In which language failures are explained unless the client asks for another.
    pub language: Language,
    /// What only some connections can do.
    pub connection: Connection,
}

/// What a resolver can do to the connection that its request came by.
#[derive(Clone)]
pub(crate) enum Connection {
    /// One request and its response, which can carry a cookie.
    Http(CookieSlot),
    /// A socket, whose life is the life of what it reports.
    Socket(PresenceSlot),
    /// Events that are rendered for many: there is nobody to answer.
    Rendering,
}

/// The cookie that the response will set, if any.
#[derive(Clone, Default)]
pub(crate) struct CookieSlot(Arc<Mutex<Option<CookieChange>>>);

/// What becomes of the session cookie.
pub(crate) enum CookieChange {
    /// A new session.
    Set(SecretString),
    /// The session is over.
    Clear,
}

impl CookieSlot {
    pub fn put(&self, change: CookieChange) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(change);
    }

    pub fn take(&self) -> Option<CookieChange> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// What a device on a socket last said it shows.
#[derive(Clone, Default)]
pub(crate) struct PresenceSlot(Arc<Mutex<Option<Presence>>>);

/// What a device shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Presence {
    /// Whether the desk is on the screen.
    pub visible: bool,
    /// Which conversation is open.
    pub conversation_id: Option<ConversationId>,
}

impl PresenceSlot {
    pub fn put(&self, presence: Presence) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(presence);
    }

    pub fn get(&self) -> Option<Presence> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Caller {
    /// A caller whose language is that of the person, or of the header when it is a program.
    pub fn new(actor: Actor, address: Option<IpAddr>, connection: Connection) -> Self {
        Self {
            language: language_of(&actor),
            actor,
            address,
            connection,
        }
    }

    /// Prefers the languages that `accept_language` names when no person is signed in.
    #[must_use]
    pub fn prefer(mut self, accept_language: Option<&HeaderValue>) -> Self {
        let asked = accept_language.and_then(|header| header.to_str().ok());
        if let (None, Some(asked)) = (self.actor.signed_in(), asked) {
            let mut tags = asked.split(',').filter_map(|item| item.split(';').next());
            let known = tags.find_map(|tag| Language::from_tag(tag.trim()));
            self.language = known.unwrap_or(self.language);
        }
        self
    }

    /// The device that the person acts from.
    pub fn device(&self) -> Option<DeviceId> {
        self.actor.signed_in().and_then(|person| person.device_id)
    }
}

/// The product's first language is Brazilian Portuguese; programs are answered in English.
pub(crate) fn language_of(actor: &Actor) -> Language {
    match actor.signed_in() {
        Some(person) => Language::from_tag(&person.locale).unwrap_or(Language::PtBr),
        None => Language::En,
    }
}
