//! `/media/{message id}`: the files of messages, for those who may see the message; `/media/{message id}/cards/{upload id}`:
//! those of a carousel's cards, for the same; `/media/library/{item id}`: those of the library, for those who may send. `?thumbnail` asks for the small copy of a picture.
//!
//! What customers send is hostile by definition. A file is served under the type that its own bytes have, in a
//! sandbox without scripts, and shown in place only when it is a picture, sound, film or PDF; everything
//! else is saved (OWASP ASVS 3.2.1, 5.4.1, 5.4.2). Its content never changes, so that it is fetched once.

mod disposition;
mod range;
mod rendition;

use std::ops::Range;

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use desk::library::LibraryItemView;
use desk::media::{CardFileView, MediaFileView};
use desk::{Desk, DeskError};
use entity::{LibraryItemId, MessageId, UploadId};
use files::{FileStore, StoreError};
use graphql::{GraphqlService, Unidentified};
use serde::Deserialize;
use voice::{LARGEST_RECORDING, RENDITION_MIME_TYPE};

use range::Asked;
use rendition::Renditions;

/// Nothing that the file holds may run, load or be framed.
const CONTENT_SECURITY_POLICY: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";
/// A year: the content of an address never changes.
const CACHE_CONTROL: &str = "private, max-age=31536000, immutable";
/// A copy is for whoever showed the same credential: the next person at this browser asks anew.
const VARY: &str = "Cookie, Authorization";

/// What answers.
#[derive(Clone)]
struct Counter {
    desk: Desk,
    callers: GraphqlService,
    store: FileStore,
    renditions: Renditions,
}

/// The query of an address.
#[derive(Debug, Default, Deserialize)]
struct Wish {
    /// `wav`: for players that know no Ogg. Nothing else is known, and then the file itself is served.
    rendition: Option<String>,
    /// Whatever its value: the small copy of a picture, or the picture itself where there can be none.
    thumbnail: Option<String>,
}

/// The route.
pub fn router(desk: Desk, callers: GraphqlService, store: FileStore) -> Router {
    let counter = Counter {
        desk,
        callers,
        store,
        renditions: Renditions::new(),
    };
    Router::new()
        .route("/media/{message_id}", get(serve))
        .route("/media/{message_id}/cards/{upload_id}", get(serve_card))
        .route("/media/library/{item_id}", get(serve_library))
        .with_state(counter)
}

/// Why there is no file in the answer.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error(transparent)]
    Unidentified(#[from] Unidentified),
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("there is no such file")]
    NotFound,
    #[error("a file is stored by the books, but not in the store")]
    Missing,
}

/// A stored file.
struct File {
    key: String,
    bytes: u64,
    tag: String,
    content_type: String,
    disposition: String,
    /// Of a rendition: its bytes, which no store has.
    rendition: Option<Bytes>,
}

async fn serve(
    State(counter): State<Counter>,
    Path(id): Path<String>,
    wish: Result<Query<Wish>, QueryRejection>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let answer = async {
        let actor = counter.callers.identify(&headers).await?;
        let id: MessageId = id.parse().map_err(|_| Refusal::NotFound)?;
        let view = counter.desk.media_for(&actor, id).await?;
        let file = view.and_then(File::of).ok_or(Refusal::NotFound)?;
        answer(&counter, file, wish, &method, &headers).await
    };
    answer.await.unwrap_or_else(|refusal| refuse(&refusal))
}

async fn serve_card(
    State(counter): State<Counter>,
    Path((message, upload)): Path<(String, String)>,
    wish: Result<Query<Wish>, QueryRejection>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let answer = async {
        let actor = counter.callers.identify(&headers).await?;
        let message: MessageId = message.parse().map_err(|_| Refusal::NotFound)?;
        let upload: UploadId = upload.parse().map_err(|_| Refusal::NotFound)?;
        let card = counter.desk.card_file_for(&actor, message, upload).await?;
        let file = card.map(File::of_card).ok_or(Refusal::NotFound)?;
        answer(&counter, file, wish, &method, &headers).await
    };
    answer.await.unwrap_or_else(|refusal| refuse(&refusal))
}

async fn serve_library(
    State(counter): State<Counter>,
    Path(id): Path<String>,
    wish: Result<Query<Wish>, QueryRejection>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let answer = async {
        let actor = counter.callers.identify(&headers).await?;
        let id: LibraryItemId = id.parse().map_err(|_| Refusal::NotFound)?;
        let item = counter.desk.library_item(&actor, id).await?;
        let file = item.map(File::of_library).ok_or(Refusal::NotFound)?;
        answer(&counter, file, wish, &method, &headers).await
    };
    answer.await.unwrap_or_else(|refusal| refuse(&refusal))
}

async fn answer(
    counter: &Counter,
    file: File,
    wish: Result<Query<Wish>, QueryRejection>,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let Query(wish) = wish.unwrap_or_default();
    let file = match wish.rendition.as_deref() {
        Some("wav") => file.rendered(counter).await?,
        _ if wish.thumbnail.is_some() => file.reduced(counter).await?,
        _ => file,
    };
    if names(headers, header::IF_NONE_MATCH, &file.tag) {
        return Ok(file.describe(StatusCode::NOT_MODIFIED.into_response()));
    }
    if method == Method::HEAD {
        return Ok(file.whole(Body::empty()));
    }
    match file.asked(headers) {
        Asked::Whole => {
            let body = file.read(&counter.store, 0..file.bytes).await?;
            Ok(file.whole(body))
        }
        Asked::Part(range) => {
            let body = file.read(&counter.store, range.clone()).await?;
            Ok(file.part(&range, body))
        }
        Asked::Unsatisfiable => Ok(file.unsatisfiable()),
    }
}

impl File {
    /// None until it is stored.
    fn of(view: MediaFileView) -> Option<Self> {
        let content_type = view.content_type?;
        let disposition = disposition::of(
            &content_type,
            view.dimensions,
            view.file_name.as_deref(),
            view.message_id,
        );
        Some(Self {
            key: view.storage_key?,
            bytes: view.bytes?,
            tag: format!("\"{}\"", view.sha256?),
            content_type,
            disposition,
            rendition: None,
        })
    }

    /// The same sound as WAV; only sound has one.
    async fn rendered(self, counter: &Counter) -> Result<Self, Refusal> {
        let is_sound = self.content_type.starts_with("audio/");
        if !is_sound || self.bytes > LARGEST_RECORDING as u64 {
            return Err(Refusal::NotFound);
        }
        let whole = async || counter.store.read_whole(&self.key, self.bytes).await;
        let made = counter.renditions.of(&self.tag, whole).await?;
        let made = made.ok_or(Refusal::NotFound)?;
        Ok(Self {
            bytes: made.len() as u64,
            tag: format!("\"{}-wav\"", self.tag.trim_matches('"')),
            content_type: RENDITION_MIME_TYPE.to_owned(),
            disposition: "inline".to_owned(),
            rendition: Some(made),
            key: self.key,
        })
    }

    fn of_card(card: CardFileView) -> Self {
        let disposition =
            disposition::of(&card.content_type, card.dimensions, None, card.message_id);
        Self {
            key: card.storage_key,
            bytes: card.bytes,
            tag: format!("\"{}\"", card.sha256),
            content_type: card.content_type,
            disposition,
            rendition: None,
        }
    }

    fn of_library(item: LibraryItemView) -> Self {
        let disposition = disposition::of(
            &item.content_type,
            item.dimensions,
            item.file_name.as_deref(),
            MessageId(item.id.0),
        );
        Self {
            key: item.storage_key,
            bytes: item.bytes,
            tag: format!("\"{}\"", item.sha256),
            content_type: item.content_type,
            disposition,
            rendition: None,
        }
    }

    /// The small copy of a picture; the file itself when there can be none.
    async fn reduced(self, counter: &Counter) -> Result<Self, Refusal> {
        if !self.content_type.starts_with("image/") {
            return Ok(self);
        }
        let Some(small) = counter.store.thumbnail(&self.key, self.bytes).await? else {
            return Ok(self);
        };
        Ok(Self {
            bytes: small.len() as u64,
            tag: format!("\"{}-small\"", self.tag.trim_matches('"')),
            content_type: "image/jpeg".to_owned(),
            disposition: "inline".to_owned(),
            rendition: Some(small),
            key: self.key,
        })
    }

    /// Which part is asked for; all of it when the client has begun with another file (RFC 9110, 13.1.5).
    fn asked(&self, headers: &HeaderMap) -> Asked {
        let began_with_another =
            headers.contains_key(header::IF_RANGE) && !names(headers, header::IF_RANGE, &self.tag);
        match headers
            .get(header::RANGE)
            .and_then(|value| value.to_str().ok())
        {
            Some(asked) if !began_with_another => range::asked(asked, self.bytes),
            _ => Asked::Whole,
        }
    }

    async fn read(&self, store: &FileStore, range: Range<u64>) -> Result<Body, Refusal> {
        if let Some(rendition) = &self.rendition {
            let at = |place: u64| usize::try_from(place).unwrap_or(usize::MAX);
            let part = rendition.slice(at(range.start)..at(range.end).min(rendition.len()));
            return Ok(Body::from(part));
        }
        let found = store.read(&self.key, range).await?;
        found.map(Body::from_stream).ok_or(Refusal::Missing)
    }

    fn whole(&self, body: Body) -> Response {
        self.content(StatusCode::OK, self.bytes, body)
    }

    fn part(&self, range: &Range<u64>, body: Body) -> Response {
        let length = range.end - range.start;
        let mut response = self.content(StatusCode::PARTIAL_CONTENT, length, body);
        let place = format!("bytes {}-{}/{}", range.start, range.end - 1, self.bytes);
        set(response.headers_mut(), header::CONTENT_RANGE, &place);
        response
    }

    fn unsatisfiable(&self) -> Response {
        let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
        let headers = response.headers_mut();
        set(
            headers,
            header::CONTENT_RANGE,
            &format!("bytes */{}", self.bytes),
        );
        set(headers, header::CACHE_CONTROL, "no-store");
        response
    }

    fn content(&self, status: StatusCode, length: u64, body: Body) -> Response {
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        set(headers, header::CONTENT_TYPE, &self.content_type);
        set(headers, header::CONTENT_LENGTH, &length.to_string());
        set(headers, header::CONTENT_DISPOSITION, &self.disposition);
        self.describe(response)
    }

    /// What every good answer says.
    fn describe(&self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        set(headers, header::ETAG, &self.tag);
        set(headers, header::ACCEPT_RANGES, "bytes");
        set(headers, header::CACHE_CONTROL, CACHE_CONTROL);
        set(headers, header::VARY, VARY);
        set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        set(
            headers,
            header::CONTENT_SECURITY_POLICY,
            CONTENT_SECURITY_POLICY,
        );
        let resource_policy = HeaderName::from_static("cross-origin-resource-policy");
        set(headers, resource_policy, "same-origin");
        response
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Whether a header lists this tag. Weak ones name the same bytes here.
fn names(headers: &HeaderMap, header: HeaderName, tag: &str) -> bool {
    let listed = |value: &HeaderValue| {
        let tags = value.to_str().unwrap_or_default().split(',').map(str::trim);
        tags.map(|known| known.strip_prefix("W/").unwrap_or(known))
            .any(|known| known == tag || known == "*")
    };
    headers.get_all(header).iter().any(listed)
}

fn refuse(refusal: &Refusal) -> Response {
    let status = match refusal {
        Refusal::Unidentified(Unidentified::Forged(_)) | Refusal::Desk(DeskError::Forbidden) => {
            StatusCode::FORBIDDEN
        }
        Refusal::Desk(DeskError::Unauthenticated)
        | Refusal::Unidentified(Unidentified::Desk(DeskError::Unauthenticated)) => {
            StatusCode::UNAUTHORIZED
        }
        Refusal::NotFound => StatusCode::NOT_FOUND,
        Refusal::Missing => {
            tracing::error!("{refusal}");
            StatusCode::NOT_FOUND
        }
        Refusal::Unidentified(Unidentified::Desk(_)) | Refusal::Desk(_) | Refusal::Store(_) => {
            tracing::error!(error = %refusal, "a file could not be served");
            StatusCode::SERVICE_UNAVAILABLE
        }
    };
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")]).into_response();
    if status == StatusCode::UNAUTHORIZED {
        set(response.headers_mut(), header::WWW_AUTHENTICATE, "Bearer");
    }
    response
}
