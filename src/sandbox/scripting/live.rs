//! Live notices for the page, as server-sent events: they say which thread changed, the page asks for the rest.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, stream};
use tokio::sync::broadcast::error::RecvError;

use crate::emulator::Emulator;

pub(super) async fn events(
    State(emulator): State<Arc<Emulator>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let notices = emulator.notices.subscribe();
    let events = stream::unfold(notices, |mut notices| async move {
        let event = match notices.recv().await {
            Ok(notice) => Event::default()
                .json_data(&notice)
                .unwrap_or_else(|_| Event::default().comment("unreadable")),
            // Too far behind: the page loads everything anew.
            Err(RecvError::Lagged(_)) => Event::default().event("lagged").data("{}"),
            Err(RecvError::Closed) => return None,
        };
        Some((Ok(event), notices))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
