//! The operations that run on one socket.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_graphql::parser::types::OperationType;
use tokio::task::AbortHandle;
use tokio_util::sync::CancellationToken;

use super::close::Close;
use super::outbox::{Closed, Outbox};
use super::protocol;
use crate::caller::Caller;
use crate::live::{Account, End, Step};
use crate::request::{Operation, Parameters};
use crate::response::{Answer, Code};
use crate::service::{GraphqlService, new_request_id};

/// The operations that run on one socket, by the ids that the client gave them.
pub(super) struct Operations {
    running: Arc<Mutex<HashMap<String, Running>>>,
    serial: u64,
    largest: usize,
}

struct Running {
    serial: u64,
    task: Option<AbortHandle>,
}

/// Where an operation's messages go.
struct Output {
    id: String,
    serial: u64,
    outbox: Outbox,
    running: Arc<Mutex<HashMap<String, Running>>>,
}

/// What an operation runs on.
pub(super) struct Ground {
    pub service: GraphqlService,
    pub account: Arc<Account>,
    pub caller: Caller,
    pub outbox: Outbox,
    /// Told when the session turns out to have ended.
    pub ended: CancellationToken,
}

impl Operations {
    pub fn new(largest: usize) -> Self {
        Self {
            running: Arc::default(),
            serial: 0,
            largest,
        }
    }

    /// Begins an operation; an id that is in use closes the socket.
    pub fn begin(&mut self, id: &str, parameters: Parameters, ground: Ground) -> Result<(), Close> {
        self.serial += 1;
        let serial = self.serial;
        {
            let mut running = lock(&self.running);
            if running.contains_key(id) {
                return Err(Close::duplicate(id));
            }
            if running.len() >= self.largest {
                let message = format!("at most {} operations run on one socket", self.largest);
                let answer = Answer::refused(Code::BadRequest, message, &new_request_id());
                let refused = ground
                    .outbox
                    .try_send(protocol::error(id, &answer.errors()));
                return refused.map_err(|Closed| Close::TOO_SLOW);
            }
            running.insert(id.to_owned(), Running { serial, task: None });
        }
        let output = Output {
            id: id.to_owned(),
            serial,
            outbox: ground.outbox.clone(),
            running: Arc::clone(&self.running),
        };
        let task = tokio::spawn(run(ground, parameters, output)).abort_handle();
        // It may have ended already.
        if let Some(entry) = lock(&self.running)
            .get_mut(id)
            .filter(|entry| entry.serial == serial)
        {
            entry.task = Some(task);
        }
        Ok(())
    }

    /// The client does not want the rest.
    pub fn complete(&self, id: &str) {
        if let Some(task) = lock(&self.running).remove(id).and_then(|entry| entry.task) {
            task.abort();
        }
    }
}

impl Drop for Operations {
    fn drop(&mut self) {
        for task in lock(&self.running)
            .drain()
            .filter_map(|(_, entry)| entry.task)
        {
            task.abort();
        }
    }
}

impl Output {
    async fn next(&self, payload: &[u8]) -> Result<(), Closed> {
        self.outbox.send(protocol::next(&self.id, payload)).await
    }

    async fn complete(self) -> Result<(), Closed> {
        self.free_id();
        self.outbox.send(protocol::complete(&self.id)).await
    }

    async fn error(self, answer: &Answer) -> Result<(), Closed> {
        self.free_id();
        self.outbox
            .send(protocol::error(&self.id, &answer.errors()))
            .await
    }

    /// The client may use the id again as soon as it has read the last message.
    fn free_id(&self) {
        let mut running = lock(&self.running);
        if running
            .get(&self.id)
            .is_some_and(|entry| entry.serial == self.serial)
        {
            running.remove(&self.id);
        }
    }
}

/// Runs an operation to its end. A socket that is closed meanwhile ends it too.
async fn run(ground: Ground, parameters: Parameters, output: Output) {
    let request_id = new_request_id();
    let operation = match Operation::prepare(parameters, &ground.service.options().limits) {
        Ok(operation) => operation,
        Err(refusal) => {
            let _ = output.error(&Answer::unusable(&refusal, &request_id)).await;
            return;
        }
    };
    // An error here means that the socket is gone, and whoever listened with it.
    let _ = if operation.kind == OperationType::Subscription {
        follow(ground, operation, output, &request_id).await
    } else {
        once(ground, &operation, output, &request_id).await
    };
}

async fn once(
    ground: Ground,
    operation: &Operation,
    output: Output,
    request_id: &str,
) -> Result<(), Closed> {
    let answer = ground
        .service
        .execute(operation, ground.caller, request_id)
        .await;
    if answer.is_refusal() {
        return output.error(&answer).await;
    }
    output.next(&answer.body()).await?;
    output.complete().await
}

async fn follow(
    ground: Ground,
    operation: Operation,
    output: Output,
    request_id: &str,
) -> Result<(), Closed> {
    let begun = ground
        .service
        .subscribe(operation, &ground.account, ground.caller, request_id);
    let mut follower = match begun.await {
        Ok(follower) => follower,
        Err(answer) => return output.error(&answer).await,
    };
    loop {
        match follower.next().await {
            Step::Event(payload) => output.next(&payload).await?,
            Step::End(End::Failed(answer)) => return output.error(&answer).await,
            Step::End(End::SessionEnded) => {
                ground.ended.cancel();
                return Ok(());
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
