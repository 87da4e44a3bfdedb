//! Files up and down (section 8): limits and types at upload, addresses that live five minutes, ids that live thirty
//! days (uploads) or seven (from webhooks).

mod kinds;

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::{Value, json};

use super::{GraphError, authorisation};
use crate::emulator::Emulator;
use crate::identifiers;
use crate::locking::lock;
use crate::world::{MediaFile, MediaOrigin, StoredMedia};

/// `POST /{phone-number-id}/media`.
pub(super) async fn upload(
    State(emulator): State<Arc<Emulator>>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Json<Value>, GraphError> {
    let number = {
        let world = lock(&emulator.world);
        authorisation::number(&world, &headers, &version, &id, "POST")?
    };
    let form = UploadForm::read(form).await?;
    let file = form.file()?;
    kinds::check(&file)?;
    let mut world = lock(&emulator.world);
    let media_id = identifiers::decimal(15, &mut world.random);
    let media = StoredMedia::new(
        number.phone_number_id,
        file,
        MediaOrigin::Upload,
        emulator.clock.now_ms(),
    );
    world.media.insert(media_id.clone(), media);
    Ok(Json(json!({ "id": media_id })))
}

#[derive(Debug, Default)]
struct UploadForm {
    product: Option<String>,
    declared_type: Option<String>,
    file: Option<(Option<String>, Bytes)>,
}

impl UploadForm {
    async fn read(mut form: Multipart) -> Result<Self, GraphError> {
        let malformed = |_| GraphError::malformed("body", "must be multipart/form-data");
        let mut read = Self::default();
        while let Some(field) = form.next_field().await.map_err(malformed)? {
            match field.name().unwrap_or_default() {
                "messaging_product" => read.product = Some(field.text().await.map_err(malformed)?),
                "type" => read.declared_type = Some(field.text().await.map_err(malformed)?),
                "file" => {
                    let content_type = field.content_type().map(str::to_owned);
                    read.file = Some((content_type, field.bytes().await.map_err(malformed)?));
                }
                _ => {}
            }
        }
        Ok(read)
    }

    /// The file with its type: that of the part wins over the field's.
    fn file(self) -> Result<MediaFile, GraphError> {
        match self.product.as_deref() {
            Some("whatsapp") => {}
            Some(_) => {
                return Err(GraphError::invalid(
                    "messaging_product",
                    "must be 'whatsapp'",
                ));
            }
            None => return Err(GraphError::missing("messaging_product")),
        }
        let (part_type, bytes) = self.file.ok_or_else(|| GraphError::missing("file"))?;
        let mime_type = part_type
            .filter(|kind| kind != "application/octet-stream")
            .or(self.declared_type)
            .ok_or_else(|| GraphError::missing("type"))?;
        Ok(MediaFile { bytes, mime_type })
    }
}

/// `GET /{media-id}`: a fresh address.
pub(super) fn describe(
    emulator: &Emulator,
    headers: &HeaderMap,
    version: &str,
    id: &str,
    query: &HashMap<String, String>,
) -> Result<Json<Value>, GraphError> {
    let media = reachable(emulator, headers, version, id, "GET")?;
    if let Some(owner) = query.get("phone_number_id")
        && *owner != media.phone_number_id
    {
        return Err(GraphError::unknown_object(id, "GET"));
    }
    Ok(Json(json!({
        "messaging_product": "whatsapp",
        "url": emulator.media_url(id, "getMedia"),
        "mime_type": media.file.mime_type,
        "sha256": media.described_sha256(),
        "file_size": media.described_size(),
        "id": id,
    })))
}

/// `DELETE /{media-id}`.
pub(super) async fn delete(
    State(emulator): State<Arc<Emulator>>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    reachable(&emulator, &headers, &version, &id, "DELETE")?;
    lock(&emulator.world).media.remove(&id);
    Ok(Json(json!({ "success": true })))
}

/// A file that the token's numbers own and whose id has not expired.
fn reachable(
    emulator: &Emulator,
    headers: &HeaderMap,
    version: &str,
    id: &str,
    method: &str,
) -> Result<StoredMedia, GraphError> {
    authorisation::version(version)?;
    let now_ms = emulator.clock.now_ms();
    let world = lock(&emulator.world);
    let token = authorisation::token(&world, headers)?;
    world
        .media
        .get(id)
        .filter(|media| media.expires_at_ms > now_ms)
        .filter(|media| {
            world
                .numbers_of_token(token)
                .any(|number| number.phone_number_id == media.phone_number_id)
        })
        .cloned()
        .ok_or_else(|| GraphError::unknown_object(id, method))
}

/// The bytes: 401 without a token, 404 after five minutes.
pub(super) async fn download(
    State(emulator): State<Arc<Emulator>>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let now_seconds = emulator.clock.now_seconds();
    let world = lock(&emulator.world);
    let token = match authorisation::token(&world, &headers) {
        Ok(token) => token,
        Err(error) => return error.into_response(),
    };
    let part = |key: &str| query.get(key).map_or("", String::as_str);
    let id = part("mid");
    let expires = part("ext").parse::<i64>().unwrap_or_default();
    let genuine = part("hash") == emulator.media_hash(id, expires);
    let media = world.media.get(id).filter(|media| {
        genuine
            && now_seconds < expires
            && media.expires_at_ms > now_seconds * 1_000
            && world
                .numbers_of_token(token)
                .any(|number| number.phone_number_id == media.phone_number_id)
    });
    let Some(media) = media else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = media.file.bytes.clone().into_response();
    let kind = HeaderValue::from_str(&media.file.mime_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
        .headers_mut()
        .insert(CONTENT_LENGTH, HeaderValue::from(media.file.bytes.len()));
    response
}

impl Emulator {
    /// What makes an address unguessable and its expiry unchangeable.
    pub(crate) fn media_hash(&self, id: &str, expires: i64) -> String {
        use sha2::{Digest, Sha256};
        let digest = Sha256::digest(format!("{}|{id}|{expires}", self.base_url));
        format!("AR{}", hex::encode(&digest[..16]))
    }
}
