//! `/{phone-number-id}/block_users` (section 15): only users who wrote within 24 hours can be blocked.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::parameters::Parameters;
use super::{GraphError, authorisation};
use crate::emulator::Emulator;
use crate::locking::lock;
use crate::rules;
use crate::world::{Pair, World};

pub(super) async fn list(
    State(emulator): State<Arc<Emulator>>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    let world = lock(&emulator.world);
    authorisation::number(&world, &headers, &version, &id, "GET")?;
    let users: Vec<Value> = world
        .blocked
        .iter()
        .filter(|pair| pair.phone_number_id == id)
        .filter_map(|pair| world.customers.get(&pair.customer))
        .map(|customer| json!({ "wa_id": customer.wa_id, "user_id": customer.bsuid }))
        .collect();
    Ok(Json(
        json!({ "data": [{ "messaging_product": "whatsapp", "block_users": users }] }),
    ))
}

pub(super) async fn block(
    State(emulator): State<Arc<Emulator>>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, GraphError> {
    let now_ms = emulator.clock.now_ms();
    let mut world = lock(&emulator.world);
    authorisation::number(&world, &headers, &version, &id, "POST")?;
    let (mut added, mut failed) = (Vec::new(), Vec::new());
    for user in users(&body)? {
        match pair_of(&world, &id, &user) {
            Some((pair, found)) if wrote_lately(&mut world, &pair, now_ms) => {
                world.blocked.insert(pair);
                added.push(found);
            }
            _ => failed.push(json!({
                "input": user,
                "errors": [{ "code": 131_047, "message": "Re-engagement required", "error_data": { "details": "The user has not written within 24 hours." } }],
            })),
        }
    }
    let mut answer = json!({
        "messaging_product": "whatsapp",
        "block_users": { "added_users": added, "failed_users": failed },
    });
    if !failed.is_empty() {
        answer["error"] =
            GraphError::new(139_100, "Failed to block some users.").to_json()["error"].take();
    }
    Ok(Json(answer))
}

pub(super) async fn unblock(
    State(emulator): State<Arc<Emulator>>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, GraphError> {
    let mut world = lock(&emulator.world);
    authorisation::number(&world, &headers, &version, &id, "DELETE")?;
    let mut removed = Vec::new();
    for user in users(&body)? {
        if let Some((pair, found)) = pair_of(&world, &id, &user)
            && world.blocked.remove(&pair)
        {
            removed.push(found);
        }
    }
    Ok(Json(json!({
        "messaging_product": "whatsapp",
        "block_users": { "removed_users": removed },
    })))
}

fn users(body: &Bytes) -> Result<Vec<String>, GraphError> {
    let body: Value = serde_json::from_slice(body)
        .map_err(|_| GraphError::malformed("body", "must be valid JSON"))?;
    let parameters = Parameters::of(&body)?;
    parameters.one_of("messaging_product", &["whatsapp"])?;
    parameters
        .objects("block_users")?
        .iter()
        .map(|user| {
            let key = if user.has("user") { "user" } else { "user_id" };
            user.short_text(key, 160).map(str::to_owned)
        })
        .collect()
}

fn pair_of(world: &World, phone_number_id: &str, user: &str) -> Option<(Pair, Value)> {
    let customer = world.customer(user)?;
    let pair = Pair {
        phone_number_id: phone_number_id.to_owned(),
        customer: customer.key.clone(),
    };
    let found = json!({ "input": user, "wa_id": customer.wa_id, "user_id": customer.bsuid });
    Some((pair, found))
}

fn wrote_lately(world: &mut World, pair: &Pair, now_ms: i64) -> bool {
    rules::is_open(world.thread(pair).last_customer_message_ms, now_ms)
}
