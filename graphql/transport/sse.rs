//! GraphQL over Server-Sent Events, in its mode of one connection per operation.

use std::convert::Infallible;
use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use tokio::time::Instant;

use super::negotiation::Form;
use crate::caller::Caller;
use crate::live::{Account, End, Follower, Step};
use crate::request::Operation;
use crate::response::{Answer, Code};
use crate::service::{GraphqlService, new_request_id};

const COMPLETE: Bytes = Bytes::from_static(b"event: complete\ndata:\n\n");
/// A comment: shows both ends and every proxy between them that the connection lives.
const STILL_HERE: Bytes = Bytes::from_static(b":\n\n");

/// Answers with a stream of results.
pub(super) async fn stream(
    service: &GraphqlService,
    operation: Operation,
    caller: Caller,
    request_id: &str,
) -> Response {
    if operation.kind != OperationType::Subscription {
        let answer = service.execute(&operation, caller, request_id).await;
        return respond(once(&answer));
    }
    let desk = service.desk().clone();
    let account = Arc::new(Account::new(desk, caller.actor.clone(), None));
    match service
        .subscribe(operation, &account, caller, request_id)
        .await
    {
        Ok(follower) => respond(follow(service.clone(), account, follower)),
        // Graceful for clients that read event streams only: the refusal is an event as well.
        Err(answer) => respond(once(&answer)),
    }
}

fn respond(events: impl Stream<Item = Bytes> + Send + 'static) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(Form::EventStream.content_type()),
        ),
        // Proxies that collect a response before they pass it on would hold events back.
        (
            HeaderName::from_static("x-accel-buffering"),
            HeaderValue::from_static("no"),
        ),
    ];
    let body = Body::from_stream(events.map(Ok::<_, Infallible>));
    (StatusCode::OK, headers, body).into_response()
}

fn once(answer: &Answer) -> impl Stream<Item = Bytes> + Send + 'static {
    stream::iter([next(&answer.body()), COMPLETE])
}

fn next(payload: &[u8]) -> Bytes {
    [b"event: next\ndata: ", payload, b"\n\n"].concat().into()
}

struct Following {
    service: GraphqlService,
    account: Arc<Account>,
    events: tokio::sync::mpsc::Receiver<Step>,
    recheck: Instant,
    ending: Option<Bytes>,
    over: bool,
}

/// The events of a follower, between signs of life.
fn follow(
    service: GraphqlService,
    account: Arc<Account>,
    mut follower: Follower,
) -> impl Stream<Item = Bytes> + Send + 'static {
    // Room for one: the follower waits for the client, and catches up from the journal afterwards.
    let (sender, events) = tokio::sync::mpsc::channel(1);
    let pump = async move {
        loop {
            let step = tokio::select! {
                () = sender.closed() => return,
                step = follower.next() => step,
            };
            let last = matches!(step, Step::End(_));
            if sender.send(step).await.is_err() || last {
                return;
            }
        }
    };
    let closing = service.closing().clone();
    service
        .connections()
        .spawn(async move { closing.run_until_cancelled(pump).await });
    let following = Following {
        recheck: Instant::now() + service.options().sockets.recheck_interval,
        service,
        account,
        events,
        ending: None,
        over: false,
    };
    stream::unfold(following, |mut following| async {
        let event = following.next().await?;
        Some((event, following))
    })
}

impl Following {
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(ending) = self.ending.take() {
            return Some(ending);
        }
        if self.over {
            return None;
        }
        let sockets = self.service.options().sockets;
        tokio::select! {
            biased;
            () = self.service.closing().cancelled() => Some(self.end(None)),
            step = self.events.recv() => Some(match step {
                Some(Step::Event(payload)) => next(&payload),
                Some(Step::End(End::Failed(answer))) => self.end(Some(&answer)),
                Some(Step::End(End::SessionEnded)) | None => self.end(Some(&session_ended())),
            }),
            () = tokio::time::sleep_until(self.recheck) => {
                self.recheck = Instant::now() + sockets.recheck_interval;
                match self.account.refresh().await {
                    Ok(()) => Some(STILL_HERE),
                    Err(_) => Some(self.end(Some(&session_ended()))),
                }
            }
            () = tokio::time::sleep(sockets.ping_interval) => Some(STILL_HERE),
        }
    }

    fn end(&mut self, answer: Option<&Answer>) -> Bytes {
        self.over = true;
        match answer {
            Some(answer) => {
                self.ending = Some(COMPLETE);
                next(&answer.body())
            }
            None => COMPLETE,
        }
    }
}

fn session_ended() -> Answer {
    Answer::refused(
        Code::Unauthenticated,
        "the session has ended",
        &new_request_id(),
    )
}
