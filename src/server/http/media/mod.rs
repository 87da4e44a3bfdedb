//! `/media/{message id}`: the files of messages, for those who may see the message; `/media/{message id}/cards/{upload id}`:
//! those of a carousel's cards, for the same; `/media/contact-values/{value id}`: contacts' pictures, for those who see
//! a conversation with them; `/media/library/{item id}`: those of the library, for those who may read.
//! `?thumbnail` asks for the small copy of a picture.
//!
//! What customers send is hostile by definition. A file is served under the type that its own bytes have, in a
//! sandbox without scripts, and shown in place only when it is a picture, sound, film or PDF; everything
//! else is saved (OWASP ASVS 3.2.1, 5.4.1, 5.4.2). Its content never changes, so that it is fetched once.

mod disposition;
mod file;
mod range;
mod rendition;
mod request;

use std::str::FromStr;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use desk::{Desk, DeskError};
use entity::{ContactValueId, LibraryItemId, MessageId, UploadId};
use files::{FileStore, StoreError};
use graphql::{GraphqlService, Unidentified};

use file::File;
use rendition::Renditions;
use request::Request;

/// What answers.
#[derive(Clone)]
struct Counter {
    desk: Desk,
    callers: GraphqlService,
    store: FileStore,
    renditions: Renditions,
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
        .route("/media/{message_id}", get(of_message))
        .route("/media/{message_id}/cards/{upload_id}", get(of_card))
        .route("/media/contact-values/{value_id}", get(of_contact))
        .route("/media/library/{item_id}", get(of_library))
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

async fn of_message(
    State(counter): State<Counter>,
    request: Request,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: MessageId = known(&id)?;
    let view = counter.desk.media_for(&request.actor, id).await?;
    request.answer(&counter, view.and_then(File::of)).await
}

async fn of_card(
    State(counter): State<Counter>,
    request: Request,
    Path((message, upload)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (message, upload): (MessageId, UploadId) = (known(&message)?, known(&upload)?);
    let card = counter.desk.card_file_for(&request.actor, message, upload);
    request
        .answer(&counter, card.await?.map(File::of_card))
        .await
}

async fn of_contact(
    State(counter): State<Counter>,
    request: Request,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: ContactValueId = known(&id)?;
    let picture = counter.desk.contact_picture_for(&request.actor, id).await?;
    let file = picture.map(|picture| File::of_contact(id, picture));
    request.answer(&counter, file).await
}

async fn of_library(
    State(counter): State<Counter>,
    request: Request,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: LibraryItemId = known(&id)?;
    let item = counter.desk.library_item(&request.actor, id).await?;
    request.answer(&counter, item.map(File::of_library)).await
}

/// What is no id names no file.
fn known<Id: FromStr>(id: &str) -> Result<Id, Refusal> {
    id.parse().map_err(|_| Refusal::NotFound)
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match &self {
            Refusal::Unidentified(Unidentified::Forged(_))
            | Refusal::Desk(DeskError::Forbidden) => StatusCode::FORBIDDEN,
            Refusal::Desk(DeskError::Unauthenticated)
            | Refusal::Unidentified(Unidentified::Desk(DeskError::Unauthenticated)) => {
                StatusCode::UNAUTHORIZED
            }
            Refusal::NotFound => StatusCode::NOT_FOUND,
            Refusal::Missing => {
                tracing::error!("{self}");
                StatusCode::NOT_FOUND
            }
            Refusal::Unidentified(Unidentified::Desk(_)) | Refusal::Desk(_) | Refusal::Store(_) => {
                tracing::error!(error = %self, "a file could not be served");
                StatusCode::SERVICE_UNAVAILABLE
            }
        };
        let mut response = (status, [(header::CACHE_CONTROL, "no-store")]).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }
}
