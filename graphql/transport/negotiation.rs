//! Which form the answer takes (GraphQL over HTTP, section 6; RFC 9110, section 12.5.1).

use axum::http::{HeaderMap, StatusCode, header};

/// The forms that an answer can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `application/graphql-response+json`: the status tells how it went.
    GraphqlResponse,
    /// `application/json`: 200 whenever the body is a GraphQL response.
    Json,
    /// `text/event-stream`: one event per result.
    EventStream,
    /// `text/html`: a person looks with a browser.
    Page,
}

impl Form {
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
            Self::EventStream => "text/event-stream; charset=utf-8",
            Self::Page => "text/html; charset=utf-8",
        }
    }

    const fn media_type(self) -> (&'static str, &'static str) {
        match self {
            Self::GraphqlResponse => ("application", "graphql-response+json"),
            Self::Json => ("application", "json"),
            Self::EventStream => ("text", "event-stream"),
            Self::Page => ("text", "html"),
        }
    }

    /// The status of a well-formed request that was refused before it ran.
    pub const fn refused(self) -> StatusCode {
        match self {
            Self::GraphqlResponse => StatusCode::BAD_REQUEST,
            Self::Json | Self::EventStream | Self::Page => StatusCode::OK,
        }
    }
}

/// The form that the client likes best among `offered`; none if it accepts none of them. A client
/// that accepts anything gets what every client understands.
pub(super) fn choose(headers: &HeaderMap, offered: &[Form]) -> Option<Form> {
    let accept: Vec<&str> = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|range| !range.is_empty())
        .collect();
    if accept.is_empty() {
        return Some(Form::Json);
    }
    let mut best: Option<(u16, u8, Form)> = None;
    for form in offered {
        let Some((quality, precision)) = liking(&accept, *form) else {
            continue;
        };
        let better = best.is_none_or(|(known, precise, _)| (quality, precision) > (known, precise));
        if quality > 0 && better {
            best = Some((quality, precision, *form));
        }
    }
    best.map(|(_, _, form)| form)
}

/// How much the ranges like a form, in thousandths, by the most precise range that covers it.
fn liking(accept: &[&str], form: Form) -> Option<(u16, u8)> {
    let (kind, subtype) = form.media_type();
    accept
        .iter()
        .filter_map(|range| {
            let mut parts = range.split(';');
            let (range_kind, range_subtype) = parts.next()?.trim().split_once('/')?;
            let precision = match (range_kind, range_subtype) {
                (k, s) if k.eq_ignore_ascii_case(kind) && s.eq_ignore_ascii_case(subtype) => 2,
                (k, "*") if k.eq_ignore_ascii_case(kind) => 1,
                ("*", "*") => 0,
                _ => return None,
            };
            Some((precision, parts.find_map(quality).unwrap_or(1_000)))
        })
        .max_by_key(|(precision, _)| *precision)
        .map(|(precision, quality)| (quality, precision))
}

fn quality(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.trim().split_once('=')?;
    if !name.eq_ignore_ascii_case("q") {
        return None;
    }
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    match whole {
        "0" => digits.parse().ok(),
        _ => Some(1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::Form::{EventStream, GraphqlResponse, Json, Page};
    use super::*;

    #[test]
    fn the_form_that_the_client_likes_best() {
        let all = [Json, GraphqlResponse, EventStream, Page];
        let table = [
            ("", Some(Json)),
            ("*/*", Some(Json)),
            ("application/*", Some(Json)),
            ("application/json", Some(Json)),
            ("APPLICATION/JSON", Some(Json)),
            ("application/graphql-response+json", Some(GraphqlResponse)),
            (
                "application/graphql-response+json; charset=utf-8",
                Some(GraphqlResponse),
            ),
            (
                "application/graphql-response+json, application/json;q=0.9",
                Some(GraphqlResponse),
            ),
            (
                "application/json;q=0.9, application/graphql-response+json",
                Some(GraphqlResponse),
            ),
            (
                "application/json, application/graphql-response+json;q=0.5",
                Some(Json),
            ),
            ("application/json;q=0, */*", Some(GraphqlResponse)),
            (
                "application/graphql-response+json, */*;q=0.1",
                Some(GraphqlResponse),
            ),
            ("text/event-stream", Some(EventStream)),
            ("text/html,application/xhtml+xml,*/*;q=0.8", Some(Page)),
            ("text/plain", None),
            ("application/json;q=0", None),
            ("nonsense", None),
        ];
        for (accept, expected) in table {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            assert_eq!(choose(&headers, &all), expected, "{accept}");
        }
        assert_eq!(choose(&HeaderMap::new(), &all), Some(Json));
    }
}
