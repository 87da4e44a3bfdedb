//! `GET /{waba}/message_templates` with filters and cursor paging, and creation (section 9).

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::parameters::Parameters;
use super::{GraphError, authorisation};
use crate::emulator::Emulator;
use crate::identifiers;
use crate::locking::lock;
use crate::world::Template;

const DEFAULT_PAGE: usize = 25;
const LARGEST_PAGE: usize = 1_000;

pub(super) async fn list(
    State(emulator): State<Arc<Emulator>>,
    Path((version, waba_id)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    let world = lock(&emulator.world);
    authorisation::account(&world, &headers, &version, &waba_id, "GET")?;
    let matching: Vec<&Template> = world
        .templates
        .get(&waba_id)
        .into_iter()
        .flatten()
        .filter(|template| fits(template, &query))
        .collect();
    let limit = match query.get("limit") {
        Some(text) => text
            .parse::<usize>()
            .ok()
            .filter(|limit| (1..=LARGEST_PAGE).contains(limit))
            .ok_or_else(|| GraphError::malformed("limit", "must be between 1 and 1000"))?,
        None => DEFAULT_PAGE,
    };
    let begin = match query.get("after") {
        Some(cursor) => position(cursor)?,
        None => 0,
    };
    let page: Vec<Value> = matching
        .iter()
        .skip(begin)
        .take(limit)
        .map(|template| select(template, query.get("fields")))
        .collect();
    let end = begin + page.len();
    let mut paging = Map::new();
    if !page.is_empty() {
        paging.insert(
            "cursors".into(),
            json!({ "before": cursor(begin), "after": cursor(end) }),
        );
    }
    if end < matching.len() {
        let next = format!(
            "{}/{version}/{waba_id}/message_templates?limit={limit}&after={}",
            emulator.base_url,
            cursor(end)
        );
        paging.insert("next".into(), json!(next));
    }
    Ok(Json(json!({ "data": page, "paging": paging })))
}

fn fits(template: &Template, query: &HashMap<String, String>) -> bool {
    let equals = |key: &str, value: &str| {
        query
            .get(key)
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(value))
    };
    query
        .get("name")
        .is_none_or(|wanted| template.name.contains(wanted.as_str()))
        && equals("status", &template.status)
        && equals("category", &template.category)
        && equals("language", &template.language)
        && equals("quality_score", &template.quality)
}

fn select(template: &Template, fields: Option<&String>) -> Value {
    let all = template.to_graph();
    let Some(fields) = fields else {
        return all;
    };
    let mut selected = Map::new();
    for name in fields.split(',').map(str::trim).chain(["id"]) {
        if let Some(value) = all.get(name) {
            selected.insert(name.to_owned(), value.clone());
        }
    }
    Value::Object(selected)
}

fn cursor(position: usize) -> String {
    URL_SAFE_NO_PAD.encode(format!("position:{position}"))
}

fn position(cursor: &str) -> Result<usize, GraphError> {
    URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| text.strip_prefix("position:")?.parse().ok())
        .ok_or_else(|| GraphError::malformed("after", "is not a valid cursor"))
}

/// `POST /{waba}/message_templates`: waits for review, as every new template.
pub(super) async fn create(
    State(emulator): State<Arc<Emulator>>,
    Path((version, waba_id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, GraphError> {
    let mut world = lock(&emulator.world);
    authorisation::account(&world, &headers, &version, &waba_id, "POST")?;
    let body: Value = serde_json::from_slice(&body)
        .map_err(|_| GraphError::malformed("body", "must be valid JSON"))?;
    let parameters = Parameters::of(&body)?;
    let name = parameters.short_text("name", 512)?;
    if !name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    {
        return Err(GraphError::malformed(
            "name",
            "may hold small letters, digits and underscores only",
        ));
    }
    let language = parameters.short_text("language", 12)?;
    let category = parameters.one_of("category", &["UTILITY", "MARKETING", "AUTHENTICATION"])?;
    let components = parameters.array("components")?.to_vec();
    let id = identifiers::decimal(15, &mut world.random);
    let templates = world.templates.entry(waba_id).or_default();
    if templates
        .iter()
        .any(|template| template.name == name && template.language == language)
    {
        return Err(GraphError::malformed(
            "name",
            "is taken: there is already content in this language for this template",
        ));
    }
    templates.push(Template {
        id: id.clone(),
        name: name.to_owned(),
        language: language.to_owned(),
        category: category.to_owned(),
        status: "PENDING".to_owned(),
        parameter_format: parameters
            .optional_text("parameter_format")?
            .unwrap_or("POSITIONAL")
            .to_uppercase(),
        components,
        quality: "UNKNOWN".to_owned(),
        held_for_quality: false,
    });
    Ok(Json(
        json!({ "id": id, "status": "PENDING", "category": category }),
    ))
}
