//! The typed handle of a running sandbox: what the scripting surface offers over HTTP, for Rust tests.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::emulator::{Emulator, PlannedFailure, Rules};
use crate::faults::FaultPlan;
use crate::ledger::{Call, CallQuery, Delivery, DeliveryQuery};
use crate::locking::lock;
use crate::scene::{Happening, MediaLie, RawWebhook, Say, SceneError, StatusEvent};
use crate::statuses::StatusSettings;
use crate::webhooks::DeliverySettings;
use crate::world::{
    Customer, NewCustomer, Number, NumberChange, Pair, Template, TemplateChange, ThreadMessage,
};

/// A sandbox that listens. It stops when it is dropped or shut down.
#[derive(Debug)]
pub struct Running {
    pub(crate) emulator: Arc<Emulator>,
    address: SocketAddr,
    stop: CancellationToken,
    server: Option<JoinHandle<()>>,
}

impl Running {
    pub(crate) fn new(
        emulator: Arc<Emulator>,
        address: SocketAddr,
        stop: CancellationToken,
        server: JoinHandle<()>,
    ) -> Self {
        Self {
            emulator,
            address,
            stop,
            server: Some(server),
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a client takes for `https://graph.facebook.com`: without version, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.emulator.base_url
    }

    /// The sandbox's time; shifting it moves windows, media addresses and rates.
    pub fn clock(&self) -> &Clock {
        &self.emulator.clock
    }

    /// Forgets numbers, customers, settings, plans and ledger.
    pub fn reset(&self) {
        self.emulator.reset();
    }

    /// Stops listening and delivering, and waits until the listener is gone.
    pub async fn shutdown(mut self) {
        self.stop.cancel();
        if let Some(server) = self.server.take() {
            // A panic of the server task would have shown in its connections.
            let _ = server.await;
        }
    }

    /// Registers a number, or replaces it.
    pub fn register(&self, number: Number) {
        lock(&self.emulator.world).register(number);
    }

    /// Changes a registered number: token, secret, address.
    pub fn change_number(
        &self,
        phone_number_id: &str,
        change: NumberChange,
    ) -> Result<Number, SceneError> {
        self.emulator.change_number(phone_number_id, change)
    }

    /// Asks a number's webhook address as Meta does when it is saved.
    pub async fn verify_webhook(&self, phone_number_id: &str) -> Result<bool, SceneError> {
        self.emulator.verify_webhook(phone_number_id).await
    }

    /// Adds a customer, or replaces the one with the same number.
    pub fn add_customer(&self, customer: NewCustomer) -> Customer {
        lock(&self.emulator.world).add_customer(customer)
    }

    /// Everybody with WhatsApp.
    pub fn customers(&self) -> Vec<Customer> {
        lock(&self.emulator.world)
            .customers
            .values()
            .cloned()
            .collect()
    }

    /// A customer sends something; `customer` is their key, number or BSUID. Returns the wamid.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a message is written for one saying; callers build it in place"
    )]
    pub fn say(&self, customer: &str, say: Say) -> Result<String, SceneError> {
        self.emulator.say(customer, &say)
    }

    /// A customer opens the chat with a number: everything up to `up_to` (or all) is read. Returns how many.
    pub fn customer_reads(
        &self,
        customer: &str,
        phone_number_id: Option<&str>,
        up_to: Option<&str>,
    ) -> Result<usize, SceneError> {
        self.emulator
            .customer_reads(customer, phone_number_id, up_to)
    }

    /// A customer plays a voice note of the business.
    pub fn customer_plays(&self, wamid: &str) -> Result<(), SceneError> {
        self.emulator.customer_plays(wamid)
    }

    /// Sends a status, also of a message that the sandbox never saw.
    pub fn status(&self, event: &StatusEvent) -> Result<(), SceneError> {
        self.emulator.status_event(event)
    }

    /// Sends an event of any webhook field.
    pub fn happen(&self, happening: Happening) -> Result<(), SceneError> {
        self.emulator.happen(happening)
    }

    /// Sends any text as a webhook, signed as it is.
    pub fn raw_webhook(&self, raw: RawWebhook) -> Result<(), SceneError> {
        self.emulator.raw_webhook(raw)
    }

    /// How statuses follow from now on.
    pub fn set_statuses(&self, settings: StatusSettings) {
        *lock(&self.emulator.statuses) = settings;
    }

    /// How webhooks are delivered from now on.
    pub fn set_delivery(&self, settings: DeliverySettings) {
        self.emulator.dispatcher.set(settings);
    }

    /// Which of Meta's limits hold from now on.
    pub fn set_rules(&self, rules: Rules) {
        *lock(&self.emulator.rules) = rules;
    }

    /// Plans faults of calls.
    pub fn plan_fault(&self, plan: FaultPlan) {
        self.emulator.faults.add(plan);
    }

    /// Forgets all planned faults.
    pub fn clear_faults(&self) {
        self.emulator.faults.clear();
    }

    /// Refuses connections and cuts the open ones until [`Running::end_outage`] (faults F4 and F6).
    pub fn begin_outage(&self) {
        self.emulator.door.shut();
    }

    /// Listens again, on the same address.
    pub fn end_outage(&self) {
        self.emulator.door.open();
    }

    /// Makes the description of a file lie about its size or digest (fault F27).
    pub fn falsify_media(&self, id: &str, lie: MediaLie) -> Result<(), SceneError> {
        self.emulator.falsify_media(id, lie)
    }

    /// Lets the next accepted messages fail by webhook.
    pub fn plan_failure(&self, failure: PlannedFailure) {
        lock(&self.emulator.failures).push(failure);
    }

    /// Replaces an account's templates.
    pub fn set_templates(&self, waba_id: &str, templates: Vec<Template>) {
        lock(&self.emulator.world)
            .templates
            .insert(waba_id.to_owned(), templates);
    }

    /// Changes a template and tells the client by the webhook of each change.
    pub fn change_template(
        &self,
        waba_id: &str,
        name: &str,
        language: &str,
        change: TemplateChange,
    ) -> Result<(), SceneError> {
        self.emulator
            .change_template(waba_id, name, language, change)
    }

    /// Changes a template's status and tells the client by `message_template_status_update`.
    pub fn set_template_status(
        &self,
        waba_id: &str,
        name: &str,
        language: &str,
        status: &str,
    ) -> Result<(), SceneError> {
        self.emulator
            .set_template_status(waba_id, name, language, status)
    }

    /// The thread of a number and a customer as the customer's phone shows it.
    pub fn thread(
        &self,
        phone_number_id: &str,
        customer: &str,
    ) -> Result<Vec<ThreadMessage>, SceneError> {
        let customer = self.emulator.customer(customer)?;
        let pair = Pair {
            phone_number_id: phone_number_id.to_owned(),
            customer: customer.key,
        };
        Ok(lock(&self.emulator.world).thread(&pair).messages.clone())
    }

    /// The calls so far that match.
    pub fn calls(&self, query: &CallQuery) -> Vec<Call> {
        self.emulator
            .ledger
            .calls
            .matching(|call| query.matches(call))
    }

    /// Waits for `count` matching calls, at most `patience`; returns what matches then.
    pub async fn wait_for_calls(
        &self,
        query: &CallQuery,
        count: usize,
        patience: Duration,
    ) -> Vec<Call> {
        self.emulator
            .ledger
            .calls
            .wait(count, patience, |call| query.matches(call))
            .await
    }

    /// The webhooks so far that match.
    pub fn deliveries(&self, query: &DeliveryQuery) -> Vec<Delivery> {
        self.emulator
            .ledger
            .deliveries
            .matching(|delivery| query.matches(delivery))
    }

    /// Waits for `count` matching webhooks, at most `patience`; returns what matches then.
    pub async fn wait_for_deliveries(
        &self,
        query: &DeliveryQuery,
        count: usize,
        patience: Duration,
    ) -> Vec<Delivery> {
        self.emulator
            .ledger
            .deliveries
            .wait(count, patience, |delivery| query.matches(delivery))
            .await
    }

    /// Delivers an earlier webhook again, `times` times at once (fault F7).
    pub fn repeat_delivery(&self, number: u64, times: u32) -> Result<(), SceneError> {
        self.emulator.repeat_delivery(number, times)
    }

    /// Waits until no status is planned and no webhook is under way, at most `patience`; false when it is not so.
    pub async fn settled(&self, patience: Duration) -> bool {
        self.emulator.dispatcher.settled(patience).await
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
