//! What customers do: they write, react, read, play. Each act changes the world first and is then told to the client
//! by webhook.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::Emulator;
use super::composition::Composition;
use crate::identifiers::{self, Author};
use crate::locking::lock;
use crate::scene::{Content, Say, SceneError};
use crate::webhooks::shapes;
use crate::world::{Customer, DeliveryStatus, Number, Pair, ThreadAuthor, ThreadMessage, World};

impl Emulator {
    /// The number by id, or the only one there is.
    pub(crate) fn number(&self, id: Option<&str>) -> Result<Number, SceneError> {
        let world = lock(&self.world);
        match id {
            Some(id) => world
                .numbers
                .get(id)
                .cloned()
                .ok_or_else(|| SceneError::UnknownNumber(id.to_owned())),
            None if world.numbers.len() == 1 => world
                .numbers
                .values()
                .next()
                .cloned()
                .ok_or(SceneError::NumberNotNamed),
            None => Err(SceneError::NumberNotNamed),
        }
    }

    /// The customer by key, number or BSUID.
    pub(crate) fn customer(&self, address: &str) -> Result<Customer, SceneError> {
        lock(&self.world)
            .customer(address)
            .cloned()
            .ok_or_else(|| SceneError::UnknownCustomer(address.to_owned()))
    }

    /// A customer sends something; returns its wamid.
    pub(crate) fn say(&self, address: &str, say: &Say) -> Result<String, SceneError> {
        let number = self.number(say.number.as_deref())?;
        let customer = self.customer(address)?;
        let pair = Pair {
            phone_number_id: number.phone_number_id.clone(),
            customer: customer.key.clone(),
        };
        let now_ms = self.clock.now_ms();
        let at_ms = say.at_ms.unwrap_or(now_ms);
        let system = matches!(say.content, Content::ChangeNumber { .. });

        let (id, message) = {
            let mut world = lock(&self.world);
            let id = identifiers::wamid(customer.address(), Author::Customer, &mut world.random);
            let message = Composition {
                emulator: self,
                world: &mut world,
                number: &number,
                customer: &customer,
                message: shapes::message_head(&customer, &id, at_ms.div_euclid(1000)),
            }
            .compose(say);
            remember(&mut world, &pair, &message, say, at_ms);
            world
                .throughput
                .entry(number.phone_number_id.clone())
                .or_default()
                .count(now_ms);
            (id, message)
        };
        let shown = (!system).then_some(&customer);
        let value = shapes::incoming(&number, shown, message);
        self.post(&number, "messages", value);
        self.notice(&pair, "message");
        Ok(id)
    }

    /// The customer opens the chat: every business message up to `up_to` (or all) is read.
    pub(crate) fn customer_reads(
        self: &Arc<Self>,
        address: &str,
        number: Option<&str>,
        up_to: Option<&str>,
    ) -> Result<usize, SceneError> {
        let number = self.number(number)?;
        let customer = self.customer(address)?;
        let pair = Pair {
            phone_number_id: number.phone_number_id,
            customer: customer.key,
        };
        let unread: Vec<String> = {
            let mut world = lock(&self.world);
            let thread = world.thread(&pair);
            thread
                .unread_by_customer(up_to)
                .map(|message| message.id.clone())
                .collect()
        };
        for id in &unread {
            self.status(id, DeliveryStatus::Read, None, None);
        }
        Ok(unread.len())
    }

    /// The customer plays a voice note.
    pub(crate) fn customer_plays(&self, wamid: &str) -> Result<(), SceneError> {
        self.status(wamid, DeliveryStatus::Played, None, None)
            .then_some(())
            .ok_or_else(|| SceneError::UnknownMessage(wamid.to_owned()))
    }
}

/// Keeps what the customer's own phone would show, and opens the window where the message counts (section 11).
fn remember(world: &mut World, pair: &Pair, message: &Map<String, Value>, say: &Say, at_ms: i64) {
    let counts = !matches!(
        say.content,
        Content::Reaction { .. }
            | Content::Edit { .. }
            | Content::Revoke { .. }
            | Content::ChangeNumber { .. }
            | Content::RequestWelcome
    );
    if !counts {
        return;
    }
    world.thread(pair).open_window(at_ms);
    let text = |key: &str| message.get(key).and_then(Value::as_str).unwrap_or_default();
    let kind = text("type").to_owned();
    world.keep(
        pair,
        ThreadMessage {
            id: text("id").to_owned(),
            author: ThreadAuthor::Customer,
            at_ms,
            content: message.get(&kind).cloned().unwrap_or(Value::Null),
            kind,
            replies_to: say.reply_to.clone(),
            status: DeliveryStatus::Sent,
            reactions: Vec::new(),
            callback_data: None,
            category: String::new(),
            by_bsuid: false,
            priced: false,
        },
    );
}
