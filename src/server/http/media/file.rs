//! A stored file, and how it is handed out.

use std::ops::Range;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use desk::custom_field::ContactPictureView;
use desk::library::LibraryItemView;
use desk::media::{CardFileView, MediaFileView};
use entity::{ContactValueId, MessageId};
use files::FileStore;
use voice::{LARGEST_RECORDING, RENDITION_MIME_TYPE};

use super::{Counter, Refusal, disposition};

/// Nothing that the file holds may run, load or be framed.
const CONTENT_SECURITY_POLICY: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";
/// A year: the content of an address never changes.
const CACHE_CONTROL: &str = "private, max-age=31536000, immutable";
/// A copy is for whoever showed the same credential: the next person at this browser asks anew.
const VARY: &str = "Cookie, Authorization";

/// A stored file.
pub(super) struct File {
    key: String,
    bytes: u64,
    tag: String,
    content_type: String,
    disposition: String,
    /// Of a rendition: its bytes, which no store has.
    rendition: Option<Bytes>,
}

impl File {
    /// None until it is stored.
    pub(super) fn of(view: MediaFileView) -> Option<Self> {
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

    /// What `ETag` says.
    pub(super) fn tag(&self) -> &str {
        &self.tag
    }

    /// How long it is.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The same sound as WAV; only sound has one.
    pub(super) async fn rendered(self, counter: &Counter) -> Result<Self, Refusal> {
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

    pub(super) fn of_card(card: CardFileView) -> Self {
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

    pub(super) fn of_contact(id: ContactValueId, picture: ContactPictureView) -> Self {
        let disposition = disposition::of(
            &picture.content_type,
            picture.dimensions,
            None,
            MessageId(id.0),
        );
        Self {
            key: picture.storage_key,
            bytes: picture.bytes,
            tag: format!("\"{}\"", picture.sha256),
            content_type: picture.content_type,
            disposition,
            rendition: None,
        }
    }

    pub(super) fn of_library(item: LibraryItemView) -> Self {
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
    pub(super) async fn reduced(self, counter: &Counter) -> Result<Self, Refusal> {
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

    pub(super) async fn read(&self, store: &FileStore, range: Range<u64>) -> Result<Body, Refusal> {
        if let Some(rendition) = &self.rendition {
            let at = |place: u64| usize::try_from(place).unwrap_or(usize::MAX);
            let part = rendition.slice(at(range.start)..at(range.end).min(rendition.len()));
            return Ok(Body::from(part));
        }
        let found = store.read(&self.key, range).await?;
        found.map(Body::from_stream).ok_or(Refusal::Missing)
    }

    pub(super) fn whole(&self, body: Body) -> Response {
        self.content(StatusCode::OK, self.bytes, body)
    }

    pub(super) fn part(&self, range: &Range<u64>, body: Body) -> Response {
        let length = range.end - range.start;
        let mut response = self.content(StatusCode::PARTIAL_CONTENT, length, body);
        let place = format!("bytes {}-{}/{}", range.start, range.end - 1, self.bytes);
        set(response.headers_mut(), header::CONTENT_RANGE, &place);
        response
    }

    pub(super) fn unsatisfiable(&self) -> Response {
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
    pub(super) fn describe(&self, mut response: Response) -> Response {
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
