//! Reading what the Graph API answers.

use bytes::{Bytes, BytesMut};
use reqwest::{Response, StatusCode};
use serde_json::Value;

use crate::WireError;
use crate::client::error::{CallError, UnclearReason};
use crate::client::http::call_error;
use crate::lenient::Fields;

/// No answer of the Graph API comes near; a body that does is not one.
const LONGEST_ANSWER: usize = 4 * 1024 * 1024;

/// Sends a request and reads its answer whole.
pub(super) async fn call(request: reqwest::RequestBuilder) -> Result<Value, CallError> {
    let response = request.send().await.map_err(|error| call_error(&error))?;
    let status = response.status();
    let body = match read(response).await {
        Ok(body) => body,
        Err(error) if status.is_success() || status.is_server_error() => return Err(error),
        Err(_) => Bytes::new(),
    };
    interpret(status, &body)
}

async fn read(mut response: Response) -> Result<Bytes, CallError> {
    let status = response.status().as_u16();
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| call_error(&error))? {
        if body.len() + chunk.len() > LONGEST_ANSWER {
            return Err(CallError::Unclear {
                reason: UnclearReason::UnreadableAnswer(status),
            });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// What an answer means for the effect of its request.
///
/// * A body with Meta's `error` object is Meta's refusal, whatever the HTTP status.
/// * A success without readable JSON may have been Meta's.
/// * A server error without Meta's body comes from something in between. 502 and 504 are sent
///   after the request was passed on; 500 and 503 may be: a proxy answers 503 when it has no
///   back end to ask, but also when the back end broke off. Only a promise not to have passed it
///   on would make it certain, and HTTP has none, so all of them are unclear.
/// * 408, 425 and 429 say by definition that the request was not worked on, and a redirect that
///   it has to be made elsewhere (a captive portal, a wrong address): nothing was sent.
/// * Any other client error refuses the request for good, though not in Meta's words.
fn interpret(status: StatusCode, body: &[u8]) -> Result<Value, CallError> {
    let json: Option<Value> = serde_json::from_slice(body).ok();
    let http_status = status.as_u16();
    if let Some(error) = json.as_ref().and_then(graph_error) {
        return Err(CallError::Rejected {
            http_status,
            error: Box::new(error),
        });
    }
    match (status, json) {
        (status, Some(json)) if status.is_success() => Ok(json),
        (status, None) if status.is_success() => Err(unreadable(http_status)),
        (status, _) if status.is_server_error() => Err(CallError::Unclear {
            reason: UnclearReason::ServerError(http_status),
        }),
        (status, _) if status.is_redirection() || matches!(http_status, 408 | 425 | 429) => {
            Err(CallError::NotSent {
                reason: format!("something in between answered HTTP {status}"),
            })
        }
        _ => Err(CallError::Rejected {
            http_status,
            error: Box::default(),
        }),
    }
}

pub(super) fn unreadable(http_status: u16) -> CallError {
    CallError::Unclear {
        reason: UnclearReason::UnreadableAnswer(http_status),
    }
}

/// Meta's error, if the body is one. A body that merely has an `error` of another shape is some
/// other server's.
fn graph_error(body: &Value) -> Option<WireError> {
    let error = Fields::of(body).get("error")?;
    let read = WireError::read(error);
    (read.code.is_some() || read.fbtrace_id.is_some()).then_some(read)
}
