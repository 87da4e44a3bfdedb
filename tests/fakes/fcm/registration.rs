//! How a browser gets its name and its endpoints.

use std::{collections::HashMap, sync::Arc};

use axum::{Form, Router, body::Bytes, extract::State, http::StatusCode, routing::post};
use prost::Message;
use uuid::Uuid;

use super::{
    Shared,
    browsers::Registration,
    wire::{CheckinRequest, CheckinResponse},
};
use crate::fakes::push_service::Vendor;

pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/checkin", post(check_in))
        .route("/register", post(register))
        .with_state(shared)
}

async fn check_in(State(shared): State<Arc<Shared>>, body: Bytes) -> Vec<u8> {
    let known = CheckinRequest::decode(body)
        .ok()
        .and_then(|request| request.id);
    let android_id = known
        .and_then(|id| u64::try_from(id).ok())
        .filter(|id| *id != 0)
        .unwrap_or_else(new_android_id);
    shared.browsers.check_in(android_id);
    CheckinResponse {
        stats_ok: true,
        time_msec: Some(0),
        android_id: Some(android_id),
        security_token: Some(android_id),
    }
    .encode_to_vec()
}

/// Positive as a signed number, as browsers keep it.
fn new_android_id() -> u64 {
    Uuid::new_v4().as_u64_pair().0 >> 1
}

async fn register(
    State(shared): State<Arc<Shared>>,
    Form(form): Form<HashMap<String, String>>,
) -> (StatusCode, String) {
    let field = |name: &str| form.get(name).cloned().unwrap_or_default();
    let Ok(android_id) = field("device").parse() else {
        return (
            StatusCode::BAD_REQUEST,
            "Error=INVALID_PARAMETERS".to_owned(),
        );
    };
    let (app, subtype) = (field("app"), field("X-subtype"));
    if form.contains_key("delete") {
        if let Some(endpoint) = shared.browsers.unregister(android_id, &subtype) {
            shared.service.expire(&endpoint);
        }
        return (StatusCode::OK, format!("deleted={app}"));
    }
    if subtype.is_empty() {
        // Chromium's own registration: no page will ever be told through it.
        return (StatusCode::OK, format!("token={android_id}"));
    }
    let sender = field("sender");
    let (endpoint, token) =
        shared
            .service
            .subscribe(Vendor::Google, Some(sender.clone()), shared.mailbox.clone());
    let registration = Registration {
        app,
        subtype,
        sender,
        endpoint,
    };
    shared
        .browsers
        .register(android_id, token.clone(), registration);
    (StatusCode::OK, format!("token={token}"))
}
