//! What a push service says, read within bounds: it is a stranger's text, and may be endless.

use std::time::{Duration, SystemTime};

use reqwest::{
    Response,
    header::{HeaderName, RETRY_AFTER},
};

use crate::retry_after;

const ANSWER_READ: usize = 64 * 1_024;
const ANSWER_KEPT: usize = 500;

/// How long the service wishes to be left alone.
pub(crate) fn wished_pause(response: &Response, now: SystemTime) -> Option<Duration> {
    retry_after::parse(response.headers().get(RETRY_AFTER)?.to_str().ok()?, now)
}

/// The beginning of what the service says, on one line: it is another's text in our log.
pub(crate) async fn read(mut response: Response) -> String {
    let mut answer = windows_explanation(&response);
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk[..chunk.len().min(ANSWER_READ - body.len())]);
        if body.len() == ANSWER_READ {
            break;
        }
    }
    answer += &String::from_utf8_lossy(&body);
    answer
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(ANSWER_KEPT)
        .collect()
}

/// Windows' service explains itself in headers.
fn windows_explanation(response: &Response) -> String {
    let explains = |name: &HeaderName| name.as_str().starts_with("x-wns-");
    response
        .headers()
        .iter()
        .filter(|(name, _)| explains(name))
        .flat_map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            [name.as_str().into(), ": ".into(), value, "; ".into()]
        })
        .collect()
}

/// The chain of causes, without the endpoint, which is a secret.
pub(crate) fn describe(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        text += ": ";
        text += &error.to_string();
        cause = error.source();
    }
    text
}
