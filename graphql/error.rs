//! Outcomes that a client must expect, as data.

use async_graphql::{ComplexObject, Context, Enum, Result, SimpleObject};
use desk::DeskError;
use desk::storage::StorageError;
use desk::template::Standing;
use entity::PersonId;

use crate::person::Person;

/// Why a mutation did not do what was asked. Part of the normal course of things: show it and go on.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct OperationError {
    /// The reason, for programs.
    code: ErrorCode,
    /// The reason, in English, for developers and logs.
    message: String,
    /// The input field that cannot be used, with `INVALID_INPUT`; the slot, with `TEMPLATE_VALUE`.
    field: Option<String>,
    #[graphql(skip)]
    winner: Option<PersonId>,
}

#[ComplexObject]
impl OperationError {
    /// With `ALREADY_CLAIMED`: who serves the conversation.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        match self.winner {
            Some(id) => Person::load(ctx, id).await,
            None => Ok(None),
        }
    }
}

impl OperationError {
    /// Why a conversation was not begun (U-09, U-11).
    pub(crate) fn of_standing(standing: &Standing) -> Self {
        let (code, message) = match &standing.protocol {
            Some(protocol) => (
                ErrorCode::InService,
                format!("the customer is being served: {protocol}"),
            ),
            None => (
                ErrorCode::ContactExists,
                "the phone number belongs to a contact".to_owned(),
            ),
        };
        Self {
            code,
            message,
            field: None,
            winner: None,
        }
    }
}

/// Why a mutation did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ErrorCode {
    /// There is no such thing, or it is not visible to you: the two look the same.
    NotFound,
    /// You may not do this.
    Forbidden,
    /// A value cannot be used; `field` says which.
    InvalidInput,
    /// The customer service window is closed: only templates and internal messages may be sent.
    WindowClosed,
    /// Somebody else serves the conversation; `person` says who.
    AlreadyClaimed,
    /// There is no open ticket.
    AlreadyClosed,
    /// The template is not approved, was removed, or cannot be sent from this number.
    TemplateNotSendable,
    /// A slot of the template is not filled in as it must be; `field` is its key.
    TemplateValue,
    /// The phone number belongs to a contact: write to them knowingly, by a recontact.
    ContactExists,
    /// The customer is being served; `message` holds the protocol number.
    InService,
    /// The change contradicts what is stored: fetch it and decide anew.
    Conflict,
    /// Nothing is sent on this channel until an administrator resumes it.
    ChannelPaused,
    /// Too many attempts; `message` says when to try again.
    RateLimited,
    /// E-mail or password are wrong; which one is not told.
    InvalidCredentials,
    /// The disk is full: nothing was changed, and reading still works.
    StorageFull,
}

/// Splits what the desk answered into what a payload holds: the value, or the error that a client must
/// expect. What it need not expect becomes a GraphQL error.
pub(crate) fn outcome<T>(
    result: Result<T, DeskError>,
) -> Result<(Option<T>, Option<OperationError>)> {
    let error = match result {
        Ok(value) => return Ok((Some(value), None)),
        Err(error) => error,
    };
    let Some(code) = code_of(&error) else {
        return Err(error.into());
    };
    let (field, winner) = match &error {
        DeskError::Invalid { field, .. } => (Some((*field).to_owned()), None),
        DeskError::TemplateValue(refusal) => (Some(refusal.slot.clone()), None),
        DeskError::AlreadyClaimed { by } => (None, Some(*by)),
        _ => (None, None),
    };
    let error = OperationError {
        code,
        message: error.to_string(),
        field,
        winner,
    };
    Ok((None, Some(error)))
}

/// The code of an outcome that a client must expect.
const fn code_of(error: &DeskError) -> Option<ErrorCode> {
    Some(match error {
        DeskError::NotFound(_) => ErrorCode::NotFound,
        DeskError::Forbidden => ErrorCode::Forbidden,
        DeskError::Invalid { .. } => ErrorCode::InvalidInput,
        DeskError::WindowClosed => ErrorCode::WindowClosed,
        DeskError::AlreadyClaimed { .. } => ErrorCode::AlreadyClaimed,
        DeskError::AlreadyClosed => ErrorCode::AlreadyClosed,
        DeskError::TemplateUnsendable(_) => ErrorCode::TemplateNotSendable,
        DeskError::TemplateValue(_) => ErrorCode::TemplateValue,
        DeskError::Conflict(_) => ErrorCode::Conflict,
        DeskError::RateLimited { .. } => ErrorCode::RateLimited,
        DeskError::InvalidCredentials => ErrorCode::InvalidCredentials,
        DeskError::Storage(StorageError::Full) => ErrorCode::StorageFull,
        DeskError::Unauthenticated
        | DeskError::CursorExpired
        | DeskError::Storage(_)
        | DeskError::Internal(_) => return None,
    })
}
