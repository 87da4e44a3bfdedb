//! Numbers, templates, rules, faults and time, as a script sets them.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::{Answer, done};
use crate::emulator::{Emulator, PlannedFailure, Rules};
use crate::faults::FaultPlan;
use crate::locking::lock;
use crate::scene::MediaLie;
use crate::statuses::StatusSettings;
use crate::webhooks::DeliverySettings;
use crate::world::{Number, NumberChange, Template, TemplateChange};

type Shared = State<Arc<Emulator>>;

pub(super) async fn reset(State(emulator): Shared) -> Json<Value> {
    emulator.reset();
    done()
}

pub(super) async fn clock(State(emulator): Shared) -> Json<Value> {
    Json(json!({ "now_ms": emulator.clock.now_ms() }))
}

/// A change of the sandbox's time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockChange {
    /// Back to the system's time, before anything else.
    #[serde(default)]
    reset: bool,
    #[serde(default)]
    freeze_at_ms: Option<i64>,
    #[serde(default)]
    shift_ms: Option<i64>,
}

pub(super) async fn set_clock(
    State(emulator): Shared,
    Json(change): Json<ClockChange>,
) -> Json<Value> {
    if change.reset {
        emulator.clock.reset();
    }
    if let Some(instant) = change.freeze_at_ms {
        emulator.clock.freeze_at_ms(instant);
    }
    if let Some(shift) = change.shift_ms {
        emulator.clock.shift_ms(shift);
    }
    Json(json!({ "now_ms": emulator.clock.now_ms() }))
}

pub(super) async fn rules(State(emulator): Shared) -> Json<Rules> {
    Json(lock(&emulator.rules).clone())
}

pub(super) async fn set_rules(State(emulator): Shared, Json(rules): Json<Rules>) -> Json<Value> {
    *lock(&emulator.rules) = rules;
    done()
}

pub(super) async fn statuses(State(emulator): Shared) -> Json<StatusSettings> {
    Json(lock(&emulator.statuses).clone())
}

pub(super) async fn set_statuses(
    State(emulator): Shared,
    Json(settings): Json<StatusSettings>,
) -> Json<Value> {
    *lock(&emulator.statuses) = settings;
    done()
}

pub(super) async fn delivery(State(emulator): Shared) -> Json<DeliverySettings> {
    Json(emulator.dispatcher.settings())
}

pub(super) async fn set_delivery(
    State(emulator): Shared,
    Json(settings): Json<DeliverySettings>,
) -> Json<Value> {
    emulator.dispatcher.set(settings);
    done()
}

pub(super) async fn faults(State(emulator): Shared) -> Json<Vec<FaultPlan>> {
    Json(emulator.faults.list())
}

pub(super) async fn add_fault(State(emulator): Shared, Json(plan): Json<FaultPlan>) -> Json<Value> {
    emulator.faults.add(plan);
    done()
}

pub(super) async fn clear_faults(State(emulator): Shared) -> Json<Value> {
    emulator.faults.clear();
    done()
}

pub(super) async fn add_failure(
    State(emulator): Shared,
    Json(failure): Json<PlannedFailure>,
) -> Json<Value> {
    lock(&emulator.failures).push(failure);
    done()
}

/// How long nobody gets through.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outage {
    ms: u64,
}

pub(super) async fn outage(State(emulator): Shared, Json(outage): Json<Outage>) -> Json<Value> {
    emulator.outage(Duration::from_millis(outage.ms));
    done()
}

pub(super) async fn falsify_media(
    State(emulator): Shared,
    Path(id): Path<String>,
    Json(lie): Json<MediaLie>,
) -> Answer {
    emulator.falsify_media(&id, lie)?;
    Ok(done())
}

/// Secrets stay inside: only what a page needs to choose a number.
pub(super) async fn numbers(State(emulator): Shared) -> Json<Value> {
    let world = lock(&emulator.world);
    let numbers: Vec<Value> = world
        .numbers
        .values()
        .map(|number| {
            json!({
                "phone_number_id": number.phone_number_id,
                "waba_id": number.waba_id,
                "display_phone_number": number.display_phone_number,
                "verified_name": number.verified_name,
                "coexistence": number.coexistence,
                "webhook_url": number.webhook_url,
            })
        })
        .collect();
    Json(json!(numbers))
}

pub(super) async fn register(State(emulator): Shared, Json(number): Json<Number>) -> Json<Value> {
    lock(&emulator.world).register(number);
    done()
}

pub(super) async fn change_number(
    State(emulator): Shared,
    Path(id): Path<String>,
    Json(change): Json<NumberChange>,
) -> Answer {
    emulator.change_number(&id, change)?;
    Ok(done())
}

pub(super) async fn verify_webhook(State(emulator): Shared, Path(id): Path<String>) -> Answer {
    let verified = emulator.verify_webhook(&id).await?;
    Ok(Json(json!({ "verified": verified })))
}

pub(super) async fn templates(
    State(emulator): Shared,
    Path(waba_id): Path<String>,
) -> Json<Vec<Template>> {
    let world = lock(&emulator.world);
    Json(world.templates.get(&waba_id).cloned().unwrap_or_default())
}

pub(super) async fn set_templates(
    State(emulator): Shared,
    Path(waba_id): Path<String>,
    Json(templates): Json<Vec<Template>>,
) -> Json<Value> {
    lock(&emulator.world).templates.insert(waba_id, templates);
    done()
}

/// The new status of a template.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewStatus {
    status: String,
}

pub(super) async fn set_template_status(
    State(emulator): Shared,
    Path((waba_id, name, language)): Path<(String, String, String)>,
    Json(new): Json<NewStatus>,
) -> Answer {
    emulator.set_template_status(&waba_id, &name, &language, &new.status)?;
    Ok(done())
}

pub(super) async fn change_template(
    State(emulator): Shared,
    Path((waba_id, name, language)): Path<(String, String, String)>,
    Json(change): Json<TemplateChange>,
) -> Answer {
    emulator.change_template(&waba_id, &name, &language, change)?;
    Ok(done())
}
