//! Who asks for a file, and for what of it.

use axum::body::Body;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::access::Actor;
use serde::Deserialize;

use super::file::File;
use super::range::{self, Asked};
use super::{Counter, Refusal};

/// What somebody asks for whom we know.
pub(super) struct Request {
    pub(super) actor: Actor,
    wish: Wish,
    method: Method,
    headers: HeaderMap,
}

/// The query of an address.
#[derive(Debug, Default, Deserialize)]
struct Wish {
    /// `wav`: for players that know no Ogg. Nothing else is known, and then the file itself is served.
    rendition: Option<String>,
    /// Whatever its value: the small copy of a picture, or the picture itself where there can be none.
    thumbnail: Option<String>,
}

impl FromRequestParts<Counter> for Request {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, counter: &Counter) -> Result<Self, Refusal> {
        let actor = counter.callers.identify(&parts.headers).await?;
        // An address with a query that nobody understands still names its file.
        let wish = Query::try_from_uri(&parts.uri).map(|Query(wish)| wish);
        Ok(Self {
            actor,
            wish: wish.unwrap_or_default(),
            method: parts.method.clone(),
            headers: parts.headers.clone(),
        })
    }
}

impl Request {
    /// The file, the part or the rendition of it that is asked for.
    pub(super) async fn answer(
        &self,
        counter: &Counter,
        file: Option<File>,
    ) -> Result<Response, Refusal> {
        let file = file.ok_or(Refusal::NotFound)?;
        let file = match self.wish.rendition.as_deref() {
            Some("wav") => file.rendered(counter).await?,
            _ if self.wish.thumbnail.is_some() => file.reduced(counter).await?,
            _ => file,
        };
        if self.lists(header::IF_NONE_MATCH, file.tag()) {
            return Ok(file.describe(StatusCode::NOT_MODIFIED.into_response()));
        }
        if self.method == Method::HEAD {
            return Ok(file.whole(Body::empty()));
        }
        match self.part_of(&file) {
            Asked::Whole => {
                let body = file.read(&counter.store, 0..file.bytes()).await?;
                Ok(file.whole(body))
            }
            Asked::Part(range) => {
                let body = file.read(&counter.store, range.clone()).await?;
                Ok(file.part(&range, body))
            }
            Asked::Unsatisfiable => Ok(file.unsatisfiable()),
        }
    }

    /// Which part is asked for; all of it when the client has begun with another file (RFC 9110, 13.1.5).
    fn part_of(&self, file: &File) -> Asked {
        let began_with_another = self.headers.contains_key(header::IF_RANGE)
            && !self.lists(header::IF_RANGE, file.tag());
        let asked = self.headers.get(header::RANGE);
        match asked.and_then(|value| value.to_str().ok()) {
            Some(asked) if !began_with_another => range::asked(asked, file.bytes()),
            _ => Asked::Whole,
        }
    }

    /// Whether a header lists this tag. Weak ones name the same bytes here.
    fn lists(&self, header: HeaderName, tag: &str) -> bool {
        self.headers.get_all(header).iter().any(|value| {
            let tags = value.to_str().unwrap_or_default().split(',').map(str::trim);
            tags.map(|known| known.strip_prefix("W/").unwrap_or(known))
                .any(|known| known == tag || known == "*")
        })
    }
}
