//! Numbers and accounts: their fields, their health, the subscription to webhooks (sections 2 and 14).

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use serde_json::{Map, Value, json};

use super::parameters::Parameters;
use super::{GraphError, authorisation, media};
use crate::emulator::Emulator;
use crate::locking::lock;
use crate::world::Number;

/// `GET /{id}`: a number, an account, or a file.
pub(super) async fn object(
    State(emulator): State<Arc<Emulator>>,
    Path((version, id)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    let known = {
        let world = lock(&emulator.world);
        if world.numbers.contains_key(&id) {
            let number = authorisation::number(&world, &headers, &version, &id, "GET")?;
            Some(number_fields(&number))
        } else if world.templates.contains_key(&id) {
            authorisation::account(&world, &headers, &version, &id, "GET")?;
            Some(account_fields(&id))
        } else {
            None
        }
    };
    match known {
        Some(fields) => Ok(Json(select(&fields, query.get("fields")))),
        None => media::describe(&emulator, &headers, &version, &id, &query),
    }
}

/// `id` and what `fields` names; without it, what Graph gives by default.
fn select(all: &Map<String, Value>, fields: Option<&String>) -> Value {
    let default = "verified_name,code_verification_status,display_phone_number,quality_rating,platform_type,\
                   throughput,name,currency,timezone_id";
    let wanted = fields.map_or(default, String::as_str);
    let mut selected = Map::new();
    for name in wanted.split(',').map(str::trim) {
        if let Some(value) = all.get(name) {
            selected.insert(name.to_owned(), value.clone());
        }
    }
    if let Some(id) = all.get("id") {
        selected.insert("id".to_owned(), id.clone());
    }
    Value::Object(selected)
}

fn object_of(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

fn number_fields(number: &Number) -> Map<String, Value> {
    object_of(json!({
        "id": number.phone_number_id,
        "display_phone_number": number.display_phone_number,
        "verified_name": number.verified_name,
        "name_status": "APPROVED",
        "code_verification_status": "VERIFIED",
        "quality_rating": "GREEN",
        "status": "CONNECTED",
        "platform_type": "CLOUD_API",
        "account_mode": "LIVE",
        "is_official_business_account": false,
        "is_on_biz_app": number.coexistence,
        "throughput": { "level": if number.messages_per_second() > 80 { "HIGH" } else { "STANDARD" } },
        "whatsapp_business_manager_messaging_limit": "TIER_2K",
        "webhook_configuration": { "application": number.webhook_url },
        "health_status": health(&[
            ("PHONE_NUMBER", &number.phone_number_id),
            ("WABA", &number.waba_id),
        ]),
    }))
}

fn account_fields(waba_id: &str) -> Map<String, Value> {
    object_of(json!({
        "id": waba_id,
        "name": "Conta de teste",
        "currency": "BRL",
        "timezone_id": "25",
        "message_template_namespace": "sandbox",
        "health_status": health(&[("WABA", waba_id)]),
    }))
}

fn health(entities: &[(&str, &str)]) -> Value {
    let entities: Vec<Value> = entities
        .iter()
        .map(|(kind, id)| json!({ "entity_type": kind, "id": id, "can_send_message": "AVAILABLE" }))
        .collect();
    json!({ "can_send_message": "AVAILABLE", "entities": entities })
}

/// `GET /{waba}/phone_numbers`.
pub(super) async fn numbers(
    State(emulator): State<Arc<Emulator>>,
    Path((version, waba_id)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    let world = lock(&emulator.world);
    authorisation::account(&world, &headers, &version, &waba_id, "GET")?;
    let data: Vec<Value> = world
        .numbers
        .values()
        .filter(|number| number.waba_id == waba_id && !number.deleted)
        .map(|number| select(&number_fields(number), query.get("fields")))
        .collect();
    Ok(Json(json!({ "data": data })))
}

/// `POST /{phone-number-id}/register`: the PIN has six digits.
pub(super) async fn register(
    State(emulator): State<Arc<Emulator>>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, GraphError> {
    authorisation::number(&lock(&emulator.world), &headers, &version, &id, "POST")?;
    let body: Value = serde_json::from_slice(&body)
        .map_err(|_| GraphError::malformed("body", "must be valid JSON"))?;
    let parameters = Parameters::of(&body)?;
    parameters.one_of("messaging_product", &["whatsapp"])?;
    let pin = parameters.text("pin")?;
    if pin.len() != 6 || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(GraphError::invalid("pin", "must have six digits"));
    }
    Ok(Json(json!({ "success": true })))
}

/// `GET /{waba}/subscribed_apps`.
pub(super) async fn subscriptions(
    State(emulator): State<Arc<Emulator>>,
    Path((version, waba_id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    let world = lock(&emulator.world);
    authorisation::account(&world, &headers, &version, &waba_id, "GET")?;
    if world.unsubscribed_accounts.contains(&waba_id) {
        return Ok(Json(json!({ "data": [] })));
    }
    let mut item = json!({
        "whatsapp_business_api_data": { "id": "600100200300400", "link": "https://www.facebook.com/games/?app_id=600100200300400", "name": "Sandbox" },
    });
    if let Some(url) = world.webhook_overrides.get(&waba_id) {
        item["override_callback_uri"] = json!(url);
    }
    Ok(Json(json!({ "data": [item] })))
}

/// `POST /{waba}/subscribed_apps`: with an override, the address is verified first.
pub(super) async fn subscribe(
    State(emulator): State<Arc<Emulator>>,
    Path((version, waba_id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, GraphError> {
    authorisation::account(&lock(&emulator.world), &headers, &version, &waba_id, "POST")?;
    let body: Value = if body.is_empty() {
        json!({})
    } else {
        serde_json::from_slice(&body)
            .map_err(|_| GraphError::malformed("body", "must be valid JSON"))?
    };
    let parameters = Parameters::of(&body)?;
    let address = parameters.optional_short_text("override_callback_uri", 200)?;
    if let Some(address) = address {
        let token = parameters.short_text("verify_token", 512)?;
        if !emulator.verify(address, token).await {
            return Err(GraphError::new(
                100,
                "The callback URL or verify token couldn't be validated.",
            ));
        }
    }
    let mut world = lock(&emulator.world);
    world.unsubscribed_accounts.remove(&waba_id);
    match address {
        Some(address) => world.webhook_overrides.insert(waba_id, address.to_owned()),
        None => world.webhook_overrides.remove(&waba_id),
    };
    Ok(Json(json!({ "success": true })))
}

/// `DELETE /{waba}/subscribed_apps`: no events any more.
pub(super) async fn unsubscribe(
    State(emulator): State<Arc<Emulator>>,
    Path((version, waba_id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    let mut world = lock(&emulator.world);
    authorisation::account(&world, &headers, &version, &waba_id, "DELETE")?;
    world.unsubscribed_accounts.insert(waba_id);
    Ok(Json(json!({ "success": true })))
}
