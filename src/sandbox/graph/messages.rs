//! `POST /{phone-number-id}/messages`: messages of every type, and read marks with or without a typing indicator
//! (section 7).

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::parameters::Parameters;
use super::payload::{self, Payload};
use super::recipient::Recipient;
use super::{GraphError, authorisation};
use crate::emulator::{Emulator, Outgoing, WindowRule};
use crate::locking::lock;
use crate::rules;
use crate::world::{Customer, DeliveryStatus, Number, Pair, ThreadAuthor};

const THIRTY_DAYS_MS: i64 = 30 * 24 * 60 * 60 * 1000;
const TYPING_MS: i64 = 25_000;

pub(super) async fn send(
    State(emulator): State<Arc<Emulator>>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, GraphError> {
    let number = {
        let world = lock(&emulator.world);
        authorisation::number(&world, &headers, &version, &id, "POST")?
    };
    let body: Value = serde_json::from_slice(&body)
        .map_err(|_| GraphError::malformed("body", "must be valid JSON"))?;
    let parameters = Parameters::of(&body)?;
    parameters.one_of("messaging_product", &["whatsapp"])?;
    if parameters.has("status") {
        return mark_as_read(&emulator, &number, &parameters);
    }
    send_message(&emulator, &number, &parameters).await
}

async fn send_message(
    emulator: &Arc<Emulator>,
    number: &Number,
    body: &Parameters<'_>,
) -> Result<Response, GraphError> {
    let recipient = Recipient::read(body)?;
    let callback_data = body.optional_short_text("biz_opaque_callback_data", 512)?;
    let (payload, customer) = {
        let world = lock(&emulator.world);
        let payload = payload::read(&world, number, body, emulator.clock.now_ms())?;
        (payload, recipient.find(&world))
    };
    let replies_to = quoted(body, &payload)?;
    if recipient.is_the_sender(number) {
        return Err(GraphError::new(
            131_021,
            "Recipient and sender are the same.",
        ));
    }
    if payload.needs_phone_number && recipient.by_bsuid() {
        return Err(GraphError::new(
            131_062,
            "This authentication template needs a phone number in 'to'.",
        ));
    }
    take_throughput(emulator, number)?;
    let Some(customer) = customer else {
        let stranger = recipient.stranger(&mut lock(&emulator.world));
        let id = emulator.accept_unknown(number, &stranger, callback_data.map(str::to_owned));
        return Ok(accepted(&recipient, &stranger, false, &id, &payload));
    };
    let failure = obey(emulator, number, &customer, &payload)?;
    let outgoing = Outgoing {
        kind: payload.kind.clone(),
        content: payload.content.clone(),
        replies_to,
        callback_data: callback_data.map(str::to_owned),
        category: payload.category.clone(),
        by_bsuid: recipient.by_bsuid(),
        failure,
        held: payload.held,
    };
    let id = emulator.accept(number, &customer, outgoing).await;
    Ok(accepted(&recipient, &customer, true, &id, &payload))
}

/// `context.message_id` quotes a message; reactions have none.
fn quoted(body: &Parameters<'_>, payload: &Payload) -> Result<Option<String>, GraphError> {
    let Some(context) = body.optional_object("context")? else {
        return Ok(None);
    };
    let id = context.short_text("message_id", 512)?;
    if !id.starts_with("wamid.") {
        return Err(GraphError::invalid(
            "context.message_id",
            "is not a message id",
        ));
    }
    if payload.kind == "reaction" {
        return Err(GraphError::invalid(
            "context",
            "is not allowed with a reaction",
        ));
    }
    Ok(Some(id.to_owned()))
}

fn take_throughput(emulator: &Emulator, number: &Number) -> Result<(), GraphError> {
    if !lock(&emulator.rules).throughput {
        return Ok(());
    }
    let now_ms = emulator.clock.now_ms();
    lock(&emulator.world)
        .throughput
        .entry(number.phone_number_id.clone())
        .or_default()
        .take(number.messages_per_second(), now_ms)
        .then_some(())
        .ok_or_else(|| {
            GraphError::new(
                130_429,
                "Message failed to send because there were too many messages sent from this phone number in a short \
                 period of time.",
            )
        })
}

/// The rules between one number and one customer. What Meta only finds out later is given back as a failure to come.
fn obey(
    emulator: &Emulator,
    number: &Number,
    customer: &Customer,
    payload: &Payload,
) -> Result<Option<(u32, String)>, GraphError> {
    let rules = lock(&emulator.rules).clone();
    let now_ms = emulator.clock.now_ms();
    let pair = Pair {
        phone_number_id: number.phone_number_id.clone(),
        customer: customer.key.clone(),
    };
    let mut world = lock(&emulator.world);
    if world.blocked.contains(&pair) {
        return Err(GraphError::new(
            130_403,
            "The business has blocked this user.",
        ));
    }
    let last = world.thread(&pair).last_customer_message_ms;
    let closed = payload.category == "service" && !rules::is_open(last, now_ms);
    let closed_details = "Message failed to send because more than 24 hours have passed since the customer last replied to this number.";
    if closed && rules.window == WindowRule::Synchronous {
        return Err(GraphError::new(131_047, closed_details));
    }
    if rules.pair_rate
        && !world
            .pair_rates
            .entry(pair.clone())
            .or_default()
            .take(now_ms)
    {
        return Err(GraphError::new(
            131_056,
            "Message failed to send because there were too many messages sent from this phone number to the same \
             phone number in a short period of time.",
        ));
    }
    if closed && rules.window == WindowRule::Asynchronous {
        return Ok(Some((131_047, closed_details.to_owned())));
    }
    if !customer.reachable {
        return Ok(Some((131_026, "Message Undeliverable.".to_owned())));
    }
    if customer.opted_out_of_marketing && payload.category == "marketing" {
        let details = "User has chosen to stop receiving marketing messages from this business.";
        return Ok(Some((131_050, details.to_owned())));
    }
    if payload.kind == "reaction" {
        return Ok(reaction_failure(&world, &pair, payload, now_ms));
    }
    Ok(None)
}

/// A reaction needs a target that exists, is no reaction and no older than 30 days (section 7.3); told by webhook.
fn reaction_failure(
    world: &crate::world::World,
    pair: &Pair,
    payload: &Payload,
    now_ms: i64,
) -> Option<(u32, String)> {
    let target = payload.content["message_id"].as_str().unwrap_or_default();
    let fits = world.message(target).is_some_and(|(owner, message)| {
        owner == pair
            && message.kind != "reaction"
            && message.kind != "revoked"
            && now_ms - message.at_ms <= THIRTY_DAYS_MS
    });
    (!fits).then(|| {
        (
            131_009,
            "Parameter 'reaction.message_id' is not valid.".to_owned(),
        )
    })
}

/// The answer of section 7.2; an address that was not used is not shown.
fn accepted(
    recipient: &Recipient,
    customer: &Customer,
    known: bool,
    id: &str,
    payload: &Payload,
) -> Response {
    let mut contact = Map::new();
    contact.insert("input".into(), json!(recipient.input));
    if !recipient.by_bsuid()
        && let Some(wa_id) = &customer.wa_id
    {
        contact.insert("wa_id".into(), json!(wa_id));
    }
    if known || recipient.by_bsuid() {
        contact.insert("user_id".into(), json!(customer.bsuid));
    }
    let mut message = Map::new();
    message.insert("id".into(), json!(id));
    if payload.kind == "template" {
        let status = if payload.held {
            "held_for_quality_assessment"
        } else {
            "accepted"
        };
        message.insert("message_status".into(), json!(status));
    }
    Json(json!({
        "messaging_product": "whatsapp",
        "contacts": [contact],
        "messages": [message],
    }))
    .into_response()
}

/// Blue ticks for this and all earlier messages of the chat; with the dots of typing for 25 seconds (section 7.7).
fn mark_as_read(
    emulator: &Emulator,
    number: &Number,
    body: &Parameters<'_>,
) -> Result<Response, GraphError> {
    body.one_of("status", &["read"])?;
    let id = body.short_text("message_id", 512)?;
    let typing = body.optional_object("typing_indicator")?;
    if let Some(typing) = &typing {
        typing.one_of("type", &["text"])?;
    }
    let now_ms = emulator.clock.now_ms();
    let pair = {
        let mut world = lock(&emulator.world);
        let pair = world
            .message(id)
            .filter(|(pair, message)| {
                pair.phone_number_id == number.phone_number_id
                    && message.author == ThreadAuthor::Customer
                    && now_ms - message.at_ms <= THIRTY_DAYS_MS
            })
            .map(|(pair, _)| pair.clone())
            .ok_or_else(|| {
                GraphError::invalid("message_id", "is not a message that this number received")
            })?;
        let thread = world.thread(&pair);
        for message in &mut thread.messages {
            if message.author == ThreadAuthor::Customer {
                message.status = message.status.max(DeliveryStatus::Read);
            }
            if message.id == id {
                break;
            }
        }
        if typing.is_some() {
            thread.typing_until_ms = now_ms + TYPING_MS;
        }
        pair
    };
    emulator.notice(&pair, if typing.is_some() { "typing" } else { "status" });
    Ok(Json(json!({ "success": true })).into_response())
}
