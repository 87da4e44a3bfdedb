//! Files: up before they are sent, down after they came (Cloud API reference, section 8).

use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::multipart::{Form, Part};
use reqwest::{Response, StatusCode};
use secrecy::SecretString;
use url::Url;

use crate::client::answer::{call, unreadable};
use crate::client::http::causes;
use crate::client::{CallError, DownloadError, GraphClient, authorized};
use crate::identifiers::PhoneNumberId;
use crate::lenient::Fields;

/// Where a file can be fetched for the next five minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaAddress {
    /// Needs the token, too.
    pub url: Url,
    /// With its parameters, as in `audio/ogg; codecs=opus`.
    pub mime_type: Option<String>,
    /// Digest of the file, in base64 or hexadecimal.
    pub sha256: Option<String>,
    /// In bytes.
    pub file_size: Option<u64>,
}

/// A file on its way in.
pub struct Download {
    /// What the host says it is.
    pub content_type: Option<String>,
    /// What the host says it weighs, in bytes.
    pub length: Option<u64>,
    response: Response,
    limit: u64,
}

/// A file on its way out.
pub struct Upload {
    /// The content, of any length.
    pub body: reqwest::Body,
    /// Its length in bytes.
    pub length: u64,
    /// Its type with parameters: a voice note is `audio/ogg; codecs=opus`.
    pub mime_type: String,
    /// The name to upload it under; customers see the name in the message instead.
    pub filename: String,
}

impl Upload {
    /// A file whose bytes come as they are asked for.
    pub fn streamed<Chunk, Failure>(
        bytes: impl Stream<Item = Result<Chunk, Failure>> + Send + 'static,
        length: u64,
        mime_type: impl Into<String>,
        filename: impl Into<String>,
    ) -> Self
    where
        Chunk: Into<Bytes> + 'static,
        Failure: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        Self {
            body: reqwest::Body::wrap_stream(bytes.map(|chunk| chunk.map(Into::<Bytes>::into))),
            length,
            mime_type: mime_type.into(),
            filename: filename.into(),
        }
    }
}

/// The whole transfer of a file; the pauses within are limited more tightly.
const TRANSFER_TIMEOUT: Duration = Duration::from_mins(15);

impl GraphClient {
    /// Asks where a received file is. The business number lets Meta check that it is its owner.
    pub async fn fetch_media_address(
        &self,
        token: &SecretString,
        phone_number_id: &PhoneNumberId,
        media_id: &str,
    ) -> Result<MediaAddress, CallError> {
        let mut url = self.address(&[media_id]);
        url.query_pairs_mut()
            .append_pair("phone_number_id", phone_number_id.as_str());
        let answer = call(authorized(self.http.get(url), token)?).await?;
        let fields = Fields::of(&answer);
        let url = fields.text("url").and_then(|url| Url::parse(&url).ok());
        Ok(MediaAddress {
            url: url.ok_or_else(|| unreadable(StatusCode::OK.as_u16()))?,
            mime_type: fields.text("mime_type"),
            sha256: fields.text("sha256"),
            file_size: fields.integer("file_size"),
        })
    }

    /// Begins to fetch a file of at most `limit` bytes. Addresses come with webhooks and are not
    /// trusted: the token goes to known hosts only.
    pub async fn download(
        &self,
        token: &SecretString,
        address: &Url,
        limit: u64,
    ) -> Result<Download, DownloadError> {
        if !self.media_origins.contains(&address.origin()) {
            return Err(DownloadError::ForbiddenHost);
        }
        let request = authorized(self.http.get(address.clone()), token).map_err(|error| {
            DownloadError::Interrupted {
                reason: error.to_string(),
            }
        })?;
        let response = request
            .timeout(TRANSFER_TIMEOUT)
            .send()
            .await
            .map_err(|error| interrupted(&error))?;
        accept(response, limit)
    }

    /// Uploads a file for sending; its id is good for thirty days, from this number only.
    pub async fn upload(
        &self,
        token: &SecretString,
        phone_number_id: &PhoneNumberId,
        file: Upload,
    ) -> Result<String, CallError> {
        let url = self.address(&[phone_number_id.as_str(), "media"]);
        let part = Part::stream_with_length(file.body, file.length)
            .file_name(file.filename)
            .headers(content_type(&file.mime_type)?);
        let form = Form::new()
            .text("messaging_product", "whatsapp")
            .text("type", file.mime_type)
            .part("file", part);
        let request = self
            .http
            .post(url)
            .timeout(TRANSFER_TIMEOUT)
            .multipart(form);
        let answer = call(authorized(request, token)?).await?;
        Fields::of(&answer)
            .text("id")
            .ok_or_else(|| unreadable(StatusCode::OK.as_u16()))
    }
}

/// The header is set as it is: `codecs=opus` decides whether a voice note is taken.
fn content_type(mime_type: &str) -> Result<HeaderMap, CallError> {
    let value = mime_type.parse().map_err(|_| CallError::NotSent {
        reason: "the file's type holds characters that no type has".to_owned(),
    })?;
    Ok(HeaderMap::from_iter([(CONTENT_TYPE, value)]))
}

fn accept(response: Response, limit: u64) -> Result<Download, DownloadError> {
    let status = response.status();
    let http_status = status.as_u16();
    match status {
        StatusCode::OK => {}
        StatusCode::NOT_FOUND | StatusCode::GONE => {
            return Err(DownloadError::Gone { http_status });
        }
        _ => return Err(DownloadError::Refused { http_status }),
    }
    let length = response.content_length();
    if length.is_some_and(|length| length > limit) {
        return Err(DownloadError::TooLarge { limit });
    }
    let content_type = response.headers().get(CONTENT_TYPE);
    let content_type = content_type
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    Ok(Download {
        content_type,
        length,
        response,
        limit,
    })
}

impl Download {
    /// The file's bytes as they come. It ends with [`DownloadError::TooLarge`] as soon as there
    /// are more than the limit, whatever the host had announced.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, DownloadError>> + Send {
        let limit = self.limit;
        let chunks = self.response.bytes_stream();
        stream::try_unfold((chunks, 0_u64), move |(mut chunks, before)| async move {
            let Some(chunk) = chunks.next().await else {
                return Ok(None);
            };
            let chunk = chunk.map_err(|error| interrupted(&error))?;
            let total = before.saturating_add(chunk.len() as u64);
            if total > limit {
                return Err(DownloadError::TooLarge { limit });
            }
            Ok(Some((chunk, (chunks, total))))
        })
    }
}

fn interrupted(error: &reqwest::Error) -> DownloadError {
    DownloadError::Interrupted {
        reason: causes(error),
    }
}
