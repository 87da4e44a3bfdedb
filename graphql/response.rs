//! What goes back: a GraphQL response as the specification words it, with a code on every error.

use async_graphql::{ErrorExtensionValues, Pos, Response, ServerError, Value};
use bytes::Bytes;
use desk::DeskError;
use serde::Serialize;

use crate::batching::LoadError;
use crate::request::Refusal;

/// The stable codes of errors that are not part of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    Unauthenticated,
    Forbidden,
    Csrf,
    BadRequest,
    TooComplex,
    CursorExpired,
    Unavailable,
    Internal,
}

impl Code {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::Csrf => "CSRF",
            Self::BadRequest => "BAD_REQUEST",
            Self::TooComplex => "QUERY_TOO_COMPLEX",
            Self::CursorExpired => "CURSOR_EXPIRED",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }
}

/// All that a client is told of what should not have happened.
pub(crate) const UNEXPECTED: &str = "something went wrong on our side; quote the request id";

/// What a client is told while the database does not answer.
const LATER: &str = "the desk cannot do this at the moment; try again soon";

/// A response that is ready to leave.
#[derive(Debug)]
pub(crate) struct Answer {
    /// None when the request was refused before anything ran: then there is no `data` either
    /// (GraphQL specification, section 7.1).
    data: Option<Value>,
    errors: Vec<ServerError>,
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "<[ServerError]>::is_empty")]
    errors: &'a [ServerError],
}

impl Answer {
    /// Takes what the engine made. `request_id` is what an operator finds an unexpected error by.
    pub fn of(response: Response, request_id: &str) -> Self {
        let mut errors = response.errors;
        // Only what happens while fields are resolved has a path.
        let ran = errors.is_empty()
            || response.data != Value::Null
            || errors.iter().any(|error| !error.path.is_empty());
        for error in &mut errors {
            explain(error, request_id);
        }
        Self {
            data: ran.then_some(response.data),
            errors,
        }
    }

    /// The answer to a request that is not run.
    pub fn refused(code: Code, message: impl Into<String>, request_id: &str) -> Self {
        let mut error = ServerError::new(message, None);
        mark(&mut error, code, request_id);
        Self {
            data: None,
            errors: vec![error],
        }
    }

    /// The answer to a document that cannot be run.
    pub fn unusable(refusal: &Refusal, request_id: &str) -> Self {
        let (code, locations) = match refusal {
            Refusal::TooLarge(_) => (Code::TooComplex, Vec::new()),
            Refusal::Syntax(error) => (Code::BadRequest, error.locations.clone()),
            Refusal::UnknownOperation(_)
            | Refusal::AmbiguousOperation
            | Refusal::MissingVariable(_)
            | Refusal::ManySubscriptions => (Code::BadRequest, Vec::new()),
        };
        let mut answer = Self::refused(code, refusal.to_string(), request_id);
        answer.errors[0].locations = locations;
        answer
    }

    /// The answer to a failure of the desk before anything ran.
    pub fn failed(error: DeskError, request_id: &str) -> Self {
        let mut shown = async_graphql::Error::from(error).into_server_error(Pos::default());
        shown.locations.clear();
        explain(&mut shown, request_id);
        Self {
            data: None,
            errors: vec![shown],
        }
    }

    /// Whether nothing was run.
    pub const fn is_refusal(&self) -> bool {
        self.data.is_none()
    }

    /// Whether something failed that should not have.
    pub fn is_unexpected(&self) -> bool {
        self.has(Code::Internal) || self.is_temporary()
    }

    /// Whether the same question may be answered soon.
    pub fn is_temporary(&self) -> bool {
        self.has(Code::Unavailable)
    }

    fn has(&self, code: Code) -> bool {
        self.errors
            .iter()
            .any(|error| code_of(error) == Some(code.as_str()))
    }

    /// `{"data":…,"errors":…}`.
    pub fn body(&self) -> Bytes {
        json(&Body {
            data: self.data.as_ref(),
            errors: &self.errors,
        })
    }

    /// `[{"message":…},…]`, as the `error` message of graphql-transport-ws carries it.
    pub fn errors(&self) -> Bytes {
        json(&self.errors)
    }
}

fn json<T: Serialize>(value: &T) -> Bytes {
    // Neither a map with other keys than strings nor a failing writer can occur here.
    serde_json::to_vec(value).unwrap_or_default().into()
}

fn code_of(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        _ => None,
    }
}

/// Gives an error its code, and keeps from the client what is the operator's alone.
fn explain(error: &mut ServerError, request_id: &str) {
    let alone = error.source::<DeskError>();
    let shared = || error.source::<LoadError>().map(|error| error.0.as_ref());
    let code = match (alone.or_else(shared), error.source.is_some()) {
        (Some(cause), _) => of_desk(cause),
        // Of whatever kind it is, nobody has said that a client may read it.
        (None, true) => Code::Internal,
        (None, false) if code_of(error).is_some() => return,
        (None, false) if is_limit(&error.message) => Code::TooComplex,
        (None, false) => Code::BadRequest,
    };
    let cause = &error.message;
    let told = match code {
        Code::Internal => {
            tracing::error!(request_id, path = ?error.path, cause, "a field failed unexpectedly");
            Some(UNEXPECTED)
        }
        Code::Unavailable => {
            tracing::warn!(request_id, path = ?error.path, cause, "a field cannot be answered now");
            Some(LATER)
        }
        _ => None,
    };
    if let Some(told) = told {
        told.clone_into(&mut error.message);
    }
    mark(error, code, request_id);
}

/// The engine's own limits speak in words only.
fn is_limit(message: &str) -> bool {
    ["Query is too complex.", "Query is nested too deep."].contains(&message)
        || message.starts_with("The recursion depth of the query")
}

fn mark(error: &mut ServerError, code: Code, request_id: &str) {
    let extensions = error
        .extensions
        .get_or_insert_with(ErrorExtensionValues::default);
    extensions.set("code", code.as_str());
    extensions.set("requestId", request_id);
}

/// The code of a refusal that reaches a field without a payload to hold it.
fn of_desk(error: &DeskError) -> Code {
    match error {
        DeskError::Unauthenticated | DeskError::InvalidCredentials => Code::Unauthenticated,
        DeskError::Forbidden => Code::Forbidden,
        DeskError::CursorExpired => Code::CursorExpired,
        DeskError::Storage(error) if error.is_temporary() => Code::Unavailable,
        DeskError::Storage(_) | DeskError::Internal(_) => Code::Internal,
        _ => Code::BadRequest,
    }
}
