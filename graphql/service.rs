//! The API as a whole: what every transport calls, and what lives as long as the process.

use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::{Response, ServerError};
use bytes::Bytes;
use desk::access::Actor;
use desk::storage::StorageError;
use desk::{Desk, DeskError};
use failures::Language;
use futures_util::StreamExt;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::caller::{Caller, Connection};
use crate::event::{self, EventSource, Occurrence};
use crate::live::{Account, Accounts, Feed, Follower, Groups};
use crate::loaders::Loaders;
use crate::options::Options;
use crate::request::Operation;
use crate::response::{Answer, Code, UNEXPECTED};
use crate::schema::{self, Schema};

/// The API of one installation. Cheap to clone.
#[derive(Clone)]
pub struct GraphqlService(Arc<Inner>);

struct Inner {
    desk: Desk,
    options: Arc<Options>,
    /// For what clients send.
    schema: Schema,
    /// For what was validated when it was subscribed to.
    renderer: Schema,
    feed: Arc<Feed>,
    groups: Groups,
    accounts: Accounts,
    closing: CancellationToken,
    connections: TaskTracker,
}

impl GraphqlService {
    /// Opens the API. Must be called within a runtime: it follows the journal from here on.
    pub async fn start(desk: Desk, options: Options) -> Result<Self, StorageError> {
        let options = Arc::new(options);
        let head = desk.journal().head().await?;
        let feed = Arc::new(Feed::new(desk.journal().clone(), head));
        let service = Self(Arc::new(Inner {
            schema: schema::for_clients(&desk, &options),
            renderer: schema::for_rendering(&desk, &options),
            feed: Arc::clone(&feed),
            groups: Groups::default(),
            accounts: Accounts::new(),
            closing: CancellationToken::new(),
            connections: TaskTracker::new(),
            options,
            desk,
        }));
        let watcher = service.clone();
        tokio::spawn(async move {
            let closing = watcher.0.closing.clone();
            closing
                .run_until_cancelled(watcher.0.accounts.watch(feed, head))
                .await;
        });
        Ok(service)
    }

    /// Ends every subscription and closes every socket with 1012, so that clients come back to the next
    /// process; resolves when all are gone.
    pub async fn shut_down(&self) {
        self.0.closing.cancel();
        self.0.connections.close();
        self.0.connections.wait().await;
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.0.desk
    }

    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }

    pub(crate) fn feed(&self) -> &Feed {
        &self.0.feed
    }

    #[cfg(test)]
    pub(crate) fn groups(&self) -> &Groups {
        &self.0.groups
    }

    pub(crate) fn accounts(&self) -> &Accounts {
        &self.0.accounts
    }

    pub(crate) fn closing(&self) -> &CancellationToken {
        &self.0.closing
    }

    pub(crate) fn connections(&self) -> &TaskTracker {
        &self.0.connections
    }

    /// Runs a query or a mutation to its end.
    pub(crate) async fn execute(
        &self,
        operation: &Operation,
        caller: Caller,
        request_id: &str,
    ) -> Answer {
        let loaders = Loaders::new(&self.0.desk, &caller.actor);
        let request = operation.request().data(caller).data(loaders);
        let schema = self.0.schema.clone();
        let response = if operation.kind == OperationType::Mutation {
            // A client that hangs up must not leave a change half made.
            let run = tokio::spawn(async move { schema.execute(request).await });
            run.await.unwrap_or_else(|error| panicked(&error))
        } else {
            schema.execute(request).await
        };
        Answer::of(response, request_id)
    }

    /// Begins a subscription where it asks to begin.
    pub(crate) async fn subscribe(
        &self,
        operation: Operation,
        account: &Arc<Account>,
        caller: Caller,
        request_id: &str,
    ) -> Result<Follower, Answer> {
        let failed = |error| Answer::failed(error, request_id);
        caller.actor.require_reader().map_err(failed)?;
        let language = caller.language;
        let (probe, asked) = EventSource::probe();
        let loaders = Loaders::new(&self.0.desk, &caller.actor);
        let request = operation.request().data(caller).data(loaders).data(probe);
        let refused = self.0.schema.execute_stream(request).next().await;
        if let Some(response) = refused {
            return Err(Answer::of(response, request_id));
        }
        let journal = self.0.desk.journal();
        let head = journal.head().await.map_err(|error| failed(error.into()))?;
        // Another process may have written without a word.
        self.0.desk.signals().journal_reached(head.0);
        let position = match asked.take() {
            Some(cursor) => {
                let place = journal.resume(&cursor).await;
                place.map_err(|error| failed(error.into()))?
            }
            None => head,
        };
        let group = self.0.groups.join(operation, language);
        Ok(Follower::new(
            self.clone(),
            Arc::clone(account),
            group,
            position,
        ))
    }

    /// Runs a subscription's selection over one event; none when there is nothing left to show.
    pub(crate) async fn render(
        &self,
        operation: &Operation,
        occurrence: Occurrence,
        actor: Actor,
        language: Language,
    ) -> Result<Option<Bytes>, Answer> {
        let loaders = Loaders::new(&self.0.desk, &actor);
        let event = event::load(&self.0.desk, occurrence, &actor).await;
        let Some(event) = event.map_err(failed)? else {
            return Ok(None);
        };
        let caller = Caller {
            actor,
            address: None,
            language,
            connection: Connection::Rendering,
        };
        let source = EventSource::of(event);
        let request = operation.request().data(caller).data(loaders).data(source);
        let Some(response) = self.0.renderer.execute_stream(request).next().await else {
            return Ok(None);
        };
        let answer = Answer::of(response, &new_request_id());
        // A client that received half an event would believe that it has seen it.
        if answer.is_unexpected() {
            return Err(answer);
        }
        Ok(Some(answer.body()))
    }
}

/// The answer to a failure that happened outside a request.
pub(crate) fn failed(error: DeskError) -> Answer {
    Answer::failed(error, &new_request_id())
}

/// An id for a request that came without one.
pub(crate) fn new_request_id() -> String {
    Uuid::new_v4().simple().to_string()
}

fn panicked(error: &tokio::task::JoinError) -> Response {
    tracing::error!(%error, "a mutation did not come to its end");
    let mut shown = ServerError::new(UNEXPECTED, None);
    shown
        .extensions
        .get_or_insert_default()
        .set("code", Code::Internal.as_str());
    Response::from_errors(vec![shown])
}
