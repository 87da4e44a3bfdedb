//! Customers and what they do, as a script or the page makes them do it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header::{
    CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::{Answer, done};
use crate::emulator::Emulator;
use crate::locking::lock;
use crate::rules::WINDOW_MS;
use crate::scene::{Happening, RawWebhook, Say, StatusEvent};
use crate::world::{Customer, NewCustomer, Pair};

type Shared = State<Arc<Emulator>>;

/// Everybody; with `?number=` also the latest message of each thread with that number, and what is unread there.
pub(super) async fn list(State(emulator): Shared, Query(query): Query<ThreadQuery>) -> Json<Value> {
    let world = lock(&emulator.world);
    let customers: Vec<Value> = world
        .customers
        .values()
        .map(|customer| {
            let mut shown = json!(customer);
            let thread = query.number.as_ref().and_then(|number| {
                world.threads.get(&Pair {
                    phone_number_id: number.clone(),
                    customer: customer.key.clone(),
                })
            });
            if let Some(thread) = thread {
                shown["last"] = json!(thread.messages.last());
                shown["unread"] = json!(thread.unread_by_customer(None).count());
            }
            shown
        })
        .collect();
    Json(json!(customers))
}

/// One customer, or many at once.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(NewCustomer),
    Many(Vec<NewCustomer>),
}

pub(super) async fn add(State(emulator): Shared, Json(new): Json<OneOrMany>) -> Json<Value> {
    let mut world = lock(&emulator.world);
    match new {
        OneOrMany::One(new) => Json(json!(world.add_customer(new))),
        OneOrMany::Many(many) => {
            let added: Vec<Customer> = many
                .into_iter()
                .map(|new| world.add_customer(new))
                .collect();
            Json(json!(added))
        }
    }
}

pub(super) async fn say(
    State(emulator): Shared,
    Path(customer): Path<String>,
    Json(say): Json<Say>,
) -> Answer {
    let wamid = emulator.say(&customer, &say)?;
    Ok(Json(json!({ "wamid": wamid })))
}

/// Which thread.
#[derive(Debug, Deserialize)]
pub(super) struct ThreadQuery {
    #[serde(default)]
    number: Option<String>,
}

pub(super) async fn thread(
    State(emulator): Shared,
    Path(customer): Path<String>,
    Query(query): Query<ThreadQuery>,
) -> Answer {
    let number = emulator.number(query.number.as_deref())?;
    let customer = emulator.customer(&customer)?;
    let now_ms = emulator.clock.now_ms();
    let pair = Pair {
        phone_number_id: number.phone_number_id,
        customer: customer.key.clone(),
    };
    let mut world = lock(&emulator.world);
    let thread = world.thread(&pair);
    Ok(Json(json!({
        "customer": customer,
        "messages": thread.messages,
        "typing_until_ms": thread.typing_until_ms,
        "window_closes_at_ms": thread.last_customer_message_ms.map(|last| last + WINDOW_MS),
        "now_ms": now_ms,
    })))
}

/// How far the customer reads.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Reading {
    number: Option<String>,
    up_to: Option<String>,
}

pub(super) async fn read(
    State(emulator): Shared,
    Path(customer): Path<String>,
    Json(reading): Json<Reading>,
) -> Answer {
    let count = emulator.customer_reads(
        &customer,
        reading.number.as_deref(),
        reading.up_to.as_deref(),
    )?;
    Ok(Json(json!({ "read": count })))
}

pub(super) async fn play(State(emulator): Shared, Path(wamid): Path<String>) -> Answer {
    emulator.customer_plays(&wamid)?;
    Ok(done())
}

pub(super) async fn status(State(emulator): Shared, Json(event): Json<StatusEvent>) -> Answer {
    emulator.status_event(&event)?;
    Ok(done())
}

pub(super) async fn happen(State(emulator): Shared, Json(happening): Json<Happening>) -> Answer {
    emulator.happen(happening)?;
    Ok(done())
}

pub(super) async fn raw_webhook(State(emulator): Shared, Json(raw): Json<RawWebhook>) -> Answer {
    emulator.raw_webhook(raw)?;
    Ok(done())
}

/// A file of a thread, for the page: never run by the browser, whatever it is.
pub(super) async fn media(State(emulator): Shared, Path(id): Path<String>) -> Response {
    let media = lock(&emulator.world).media.get(&id).cloned();
    let Some(media) = media else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let essence = media.file.mime_type.split(';').next().unwrap_or_default();
    let playable = ["image/png", "image/jpeg", "image/webp"].contains(&essence)
        || essence.starts_with("audio/")
        || essence.starts_with("video/");
    let (kind, disposition) = if playable {
        (media.file.mime_type.as_str(), "inline")
    } else {
        ("application/octet-stream", "attachment")
    };
    let kind =
        HeaderValue::from_str(kind).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [
        (CONTENT_TYPE, kind),
        (CONTENT_DISPOSITION, HeaderValue::from_static(disposition)),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("sandbox; default-src 'none'"),
        ),
    ];
    (headers, media.file.bytes).into_response()
}
