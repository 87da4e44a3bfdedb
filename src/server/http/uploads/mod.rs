//! `POST /media/uploads`: files that users bring, to send them.
//!
//! The body streams into the store and is judged by its own bytes; what the client declares decides nothing that
//! the bytes decide. Nothing is held whole in memory, and no more than what the kind allows is read.

mod voice;

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use desk::access::Actor;
use desk::upload::limits::{self, Limit, Unsendable};
use desk::upload::{NewUpload, UploadView};
use desk::{Desk, DeskError};
use entity::upload::UploadKind;
use files::{Arrival, Arrived, FileStore, StoreError, sniff};
use futures_util::StreamExt;
use graphql::{GraphqlService, Unidentified};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::sync::Semaphore;

use ::voice::VoiceError;

/// The name of the file on the user's device, percent-encoded UTF-8.
const FILE_NAME: &str = "x-guiche-file-name";
/// What all files that arrive at once may hold in memory, in bytes; more wait in their sockets.
const MEMORY: usize = 32 * 1024 * 1024;
/// Files that arrive at once.
const MOST_AT_ONCE: usize = 64;
/// Recordings that are held in memory at once; most have a few hundred kilobytes.
const RECORDINGS_AT_ONCE: usize = 8;
/// Recordings that are encoded at once: each keeps a processor busy.
const ENCODERS: usize = 2;
/// The longest silence within a body: a phone in a tunnel, not one that has left.
const LONGEST_SILENCE: Duration = Duration::from_secs(30);
/// Bytes of a refused body that are still read, so that the answer arrives.
const PASSED_OVER: usize = 16 * 1024 * 1024;
/// For how long at most.
const LONGEST_PASSING: Duration = Duration::from_secs(10);

#[derive(Clone)]
struct Counter {
    desk: Desk,
    callers: GraphqlService,
    store: FileStore,
    places: Arc<Semaphore>,
    recordings: Arc<Semaphore>,
    encoders: Arc<Semaphore>,
}

/// The route.
pub fn router(desk: Desk, callers: GraphqlService, store: FileStore) -> Router {
    let places = (MEMORY / store.piece()).clamp(1, MOST_AT_ONCE);
    let counter = Counter {
        desk,
        callers,
        store,
        places: Arc::new(Semaphore::new(places)),
        recordings: Arc::new(Semaphore::new(RECORDINGS_AT_ONCE)),
        encoders: Arc::new(Semaphore::new(ENCODERS)),
    };
    Router::new()
        .route("/media/uploads", post(receive))
        .with_state(counter)
}

#[derive(Deserialize)]
struct Asked {
    kind: UploadKind,
}

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error(transparent)]
    Unidentified(#[from] Unidentified),
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Unsendable(#[from] Unsendable),
    #[error(transparent)]
    Voice(#[from] VoiceError),
    #[error("{0}")]
    Damaged(&'static str),
    #[error("the transfer was interrupted")]
    Interrupted,
    #[error("the address names no kind: image, video, audio, voice, document or sticker")]
    Kind,
    #[error("the program stops")]
    Stopping,
}

async fn receive(
    State(counter): State<Counter>,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let mut body = body.into_data_stream();
    match counter.take(asked.ok(), &headers, &mut body).await {
        Ok(upload) => {
            let answer = (StatusCode::CREATED, Json(Answer::of(&upload)));
            ([(header::CACHE_CONTROL, "no-store")], answer).into_response()
        }
        Err(refusal) => {
            pass_over(&mut body).await;
            refuse(&refusal)
        }
    }
}

impl Counter {
    async fn take(
        &self,
        asked: Option<Query<Asked>>,
        headers: &HeaderMap,
        body: &mut BodyDataStream,
    ) -> Result<UploadView, Refusal> {
        let actor = self.callers.identify_writer(headers).await?;
        self.desk.may_upload(&actor)?;
        let Query(Asked { kind }) = asked.ok_or(Refusal::Kind)?;
        let limit = limits::of(kind);
        if announced(headers).is_some_and(|bytes| bytes > limit.largest()) {
            return Err(too_large(&limit));
        }
        if kind == UploadKind::Voice {
            return self.take_recording(&actor, body, &limit).await;
        }
        let place = self.places.acquire().await;
        let _place = place.map_err(|_| Refusal::Stopping)?;
        let mut arrival = self.store.begin();
        match copy(body, &mut arrival, &limit).await {
            Ok(()) => self.keep(&actor, kind, headers, arrival.end()).await,
            Err(refusal) => {
                arrival.forget().await;
                Err(refusal)
            }
        }
    }

    async fn keep(
        &self,
        actor: &Actor,
        kind: UploadKind,
        headers: &HeaderMap,
        arrived: Arrived,
    ) -> Result<UploadView, Refusal> {
        let examined = match examine(kind, headers, &arrived) {
            Ok(examined) => examined,
            Err(refusal) => {
                arrived.forget().await;
                return Err(refusal);
            }
        };
        let upload = NewUpload {
            kind,
            content_type: examined.content_type.to_owned(),
            animated: examined.animated,
            file_name: file_name(headers),
            bytes: arrived.bytes,
            sha256: hex::encode(arrived.digest),
            dimensions: examined.dimensions,
            duration_ms: None,
            storage_key: arrived.keep(self.desk.now().0).await?,
        };
        Ok(self.desk.register_upload(actor, upload).await?)
    }
}

async fn copy(
    body: &mut BodyDataStream,
    arrival: &mut Arrival,
    limit: &Limit,
) -> Result<(), Refusal> {
    loop {
        let next = tokio::time::timeout(LONGEST_SILENCE, body.next()).await;
        let Some(chunk) = next.map_err(|_| Refusal::Interrupted)? else {
            return Ok(());
        };
        let chunk = chunk.map_err(|_| Refusal::Interrupted)?;
        if arrival.bytes() + chunk.len() as u64 > limit.largest() {
            return Err(too_large(limit));
        }
        arrival.take(&chunk).await?;
    }
}

/// Reads on without keeping anything. Whoever still writes when the connection closes loses the answer that says why,
/// and takes the refusal for a bad network.
async fn pass_over(body: &mut BodyDataStream) {
    let mut bytes = 0;
    let rest = async {
        while let Some(Ok(chunk)) = body.next().await {
            bytes += chunk.len();
            if bytes > PASSED_OVER {
                return;
            }
        }
    };
    // Whoever takes longer sees that the connection ends.
    let _ = tokio::time::timeout(LONGEST_PASSING, rest).await;
}

fn too_large(limit: &Limit) -> Refusal {
    Refusal::Unsendable(Unsendable::TooLarge {
        limit: limit.largest(),
    })
}

/// What a file is.
struct Examined {
    content_type: &'static str,
    animated: bool,
    dimensions: Option<(u32, u32)>,
}

/// Judges what has arrived by its own bytes.
fn examine(kind: UploadKind, headers: &HeaderMap, arrived: &Arrived) -> Result<Examined, Refusal> {
    if arrived.bytes == 0 {
        return Err(Refusal::Damaged("the file is empty"));
    }
    let head = &arrived.head;
    let declared = declared(headers);
    let content_type = match kind {
        UploadKind::Document => sniff::document_type(head, declared),
        // What is sent as sound is sound, whatever its container can hold.
        UploadKind::Audio | UploadKind::Voice => sniff::content_type(head, "audio/*"),
        UploadKind::Image | UploadKind::Video | UploadKind::Sticker => {
            sniff::content_type(head, "")
        }
    };
    let animated = sniff::is_animated_webp(head);
    limits::of(kind).judge(content_type, arrived.bytes, animated)?;
    let is_refused_within = sniff::is_unusual_png(head) && kind == UploadKind::Image
        || content_type == "audio/ogg" && !sniff::is_mono_opus(head);
    if is_refused_within {
        return Err(Refusal::Unsendable(Unsendable::Type));
    }
    let dimensions = sniff::dimensions(head, content_type);
    let is_picture = matches!(kind, UploadKind::Image | UploadKind::Sticker);
    if is_picture && dimensions.is_none() {
        return Err(Refusal::Damaged("the picture does not say how large it is"));
    }
    Ok(Examined {
        content_type,
        animated,
        dimensions,
    })
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    let length = headers.get(header::CONTENT_LENGTH)?.to_str().ok()?;
    length.parse().ok()
}

fn declared(headers: &HeaderMap) -> &str {
    let value = headers.get(header::CONTENT_TYPE);
    value.and_then(|value| value.to_str().ok()).unwrap_or("")
}

fn file_name(headers: &HeaderMap) -> Option<String> {
    let encoded = headers.get(FILE_NAME)?.as_bytes();
    let name = percent_encoding::percent_decode(encoded).decode_utf8();
    name.ok().map(std::borrow::Cow::into_owned)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    upload_id: String,
    kind: UploadKind,
    mime_type: String,
    byte_size: u64,
    width: Option<u32>,
    height: Option<u32>,
    duration_ms: Option<u32>,
}

impl Answer {
    fn of(upload: &UploadView) -> Self {
        let (width, height) = upload.dimensions.unzip();
        Self {
            upload_id: upload.id.to_string(),
            kind: upload.kind,
            mime_type: upload.content_type.clone(),
            byte_size: upload.bytes,
            width,
            height,
            duration_ms: upload.duration_ms,
        }
    }
}

fn refuse(refusal: &Refusal) -> Response {
    let (status, code) = named(refusal);
    if status.is_server_error() {
        tracing::error!(error = %refusal, "a file could not be taken");
    }
    let limit = match refusal {
        Refusal::Unsendable(Unsendable::TooLarge { limit }) => Some(*limit),
        _ => None,
    };
    let message = if status.is_server_error() {
        "the file could not be kept".to_owned()
    } else {
        refusal.to_string()
    };
    let body = json!({ "error": { "code": code, "message": message, "limit": limit } });
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        // What is left of the body now is not worth reading.
        (header::CONNECTION, "close"),
    ];
    let mut response = (status, headers, Json(body)).into_response();
    if status == StatusCode::UNAUTHORIZED {
        let challenge = header::HeaderValue::from_static("Bearer");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

fn named(refusal: &Refusal) -> (StatusCode, &'static str) {
    match refusal {
        Refusal::Unidentified(Unidentified::Forged(_)) => (StatusCode::FORBIDDEN, "FORBIDDEN"),
        Refusal::Unidentified(Unidentified::Desk(error)) | Refusal::Desk(error) => of_desk(error),
        Refusal::Store(error) if error.is_full() => {
            (StatusCode::INSUFFICIENT_STORAGE, "STORAGE_FULL")
        }
        Refusal::Store(_) | Refusal::Stopping => (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE"),
        Refusal::Unsendable(Unsendable::TooLarge { .. }) => {
            (StatusCode::PAYLOAD_TOO_LARGE, "FILE_TOO_LARGE")
        }
        Refusal::Unsendable(Unsendable::Type) => {
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "FILE_TYPE_REFUSED")
        }
        Refusal::Voice(error) => (StatusCode::UNPROCESSABLE_ENTITY, voice::code(error)),
        Refusal::Damaged(_) => (StatusCode::UNPROCESSABLE_ENTITY, "FILE_DAMAGED"),
        Refusal::Interrupted => (StatusCode::REQUEST_TIMEOUT, "INTERRUPTED"),
        Refusal::Kind => (StatusCode::BAD_REQUEST, "INVALID_INPUT"),
    }
}

fn of_desk(error: &DeskError) -> (StatusCode, &'static str) {
    let status = match error.code() {
        "UNAUTHENTICATED" => StatusCode::UNAUTHORIZED,
        "FORBIDDEN" => StatusCode::FORBIDDEN,
        "INVALID_INPUT" => StatusCode::UNPROCESSABLE_ENTITY,
        "STORAGE_FULL" => StatusCode::INSUFFICIENT_STORAGE,
        "RATE_LIMITED" => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    };
    (status, error.code())
}
