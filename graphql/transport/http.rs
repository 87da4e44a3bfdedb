//! GraphQL over HTTP: one request, one answer.

use std::net::SocketAddr;

use async_graphql::parser::types::OperationType;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State, WebSocketUpgrade};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::DeskError;
use desk::access::Actor;
use serde_json::{Map, Value as Json};

use super::authentication::credential;
use super::cookie::SessionCookie;
use super::negotiation::{Form, choose};
use super::{explorer, origin, sse, websocket};
use crate::caller::{Caller, Connection, CookieSlot, Credential};
use crate::request::{Operation, Parameters};
use crate::response::{Answer, Code};
use crate::service::{GraphqlService, new_request_id};

/// The largest body that is read: four times the largest document, for its variables.
const LARGEST_BODY: usize = 256 * 1024;

const REQUEST_ID: &str = "x-request-id";

/// What an error looks like before the client's wishes are known, or when they cannot be met.
struct Refused {
    status: StatusCode,
    answer: Answer,
}

/// Answers everything that comes to the endpoint.
pub(super) async fn handle(State(service): State<GraphqlService>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let request_id = request_id(&parts.headers);
    let mut response = if wants_socket(&parts) {
        match WebSocketUpgrade::from_request_parts(&mut parts, &service).await {
            Ok(upgrade) => websocket::upgrade(service, upgrade, &parts),
            Err(rejection) => rejection.into_response(),
        }
    } else {
        match parts.method {
            Method::GET | Method::POST => answer(&service, &parts, body, &request_id).await,
            _ => method_not_allowed(
                "GET, POST",
                "send queries and mutations by POST",
                &request_id,
            ),
        }
    };
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::try_from(request_id) {
        headers.insert(REQUEST_ID, id);
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

async fn answer(service: &GraphqlService, parts: &Parts, body: Body, request_id: &str) -> Response {
    let get = parts.method == Method::GET;
    let explorer = get && service.options().introspection;
    let offered = [
        Form::Json,
        Form::GraphqlResponse,
        Form::EventStream,
        Form::Page,
    ];
    let offered = if explorer {
        &offered[..]
    } else {
        &offered[..3]
    };
    let Some(form) = choose(&parts.headers, offered) else {
        let message =
            "accept application/graphql-response+json, application/json or text/event-stream";
        let refused = Refused::new(StatusCode::NOT_ACCEPTABLE, message, request_id);
        return refuse(Form::Json, &refused);
    };
    if form == Form::Page {
        return explorer::page();
    }
    match prepare(service, parts, body, request_id).await {
        Ok((actor, parameters)) => run(service, parts, form, actor, parameters, request_id).await,
        Err(refused) => refuse(form, &refused),
    }
}

/// Everything that is decided before the document is looked at.
async fn prepare(
    service: &GraphqlService,
    parts: &Parts,
    body: Body,
    request_id: &str,
) -> Result<(Actor, Parameters), Refused> {
    let options = service.options();
    let credential = credential(&parts.headers, options);
    let forged = |forgery: origin::Forgery| Refused {
        status: StatusCode::FORBIDDEN,
        answer: Answer::refused(Code::Csrf, forgery.to_string(), request_id),
    };
    if !matches!(credential, Credential::Token(_)) {
        origin::check_site(&parts.headers, &options.public_url).map_err(forged)?;
    }
    if matches!(credential, Credential::Session(_)) && parts.method == Method::POST {
        origin::require_client_header(&parts.headers).map_err(forged)?;
    }
    let parameters = match parts.method {
        Method::GET => from_query_string(parts.uri.query().unwrap_or_default(), request_id)?,
        _ => from_body(&parts.headers, body, request_id).await?,
    };
    let actor = credential
        .actor(service.desk())
        .await
        .map_err(|error| Refused {
            status: status_of(&error),
            answer: Answer::failed(error, request_id),
        })?;
    Ok((actor, parameters))
}

async fn run(
    service: &GraphqlService,
    parts: &Parts,
    form: Form,
    actor: Actor,
    parameters: Parameters,
    request_id: &str,
) -> Response {
    let options = service.options();
    let operation = match Operation::prepare(parameters, &options.limits) {
        Ok(operation) => operation,
        Err(refusal) => return respond(form, &Answer::unusable(&refusal, request_id)),
    };
    if parts.method == Method::GET && operation.kind == OperationType::Mutation {
        return method_not_allowed("POST", "mutations are sent by POST", request_id);
    }
    let cookies = CookieSlot::default();
    let peer = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0);
    let address = options.client_address.of(&parts.headers, peer);
    let caller = Caller::new(actor, address, Connection::Http(cookies.clone()))
        .prefer(parts.headers.get(header::ACCEPT_LANGUAGE));
    if form == Form::EventStream {
        return sse::stream(service, operation, caller, request_id).await;
    }
    if operation.kind == OperationType::Subscription {
        let message = "subscriptions come as text/event-stream or over a WebSocket";
        return respond(
            form,
            &Answer::refused(Code::BadRequest, message, request_id),
        );
    }
    let answer = service.execute(&operation, caller, request_id).await;
    let mut response = respond(form, &answer);
    let change = cookies.take();
    if let Some(cookie) = change.and_then(|change| SessionCookie::of(options).write(&change)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Whether the client asks for a WebSocket. Left to itself a GET without the upgrade is a query.
fn wants_socket(parts: &Parts) -> bool {
    // HTTP/2 has CONNECT with `:protocol` in its place (RFC 8441).
    let over_http2 = parts.method == Method::CONNECT;
    let upgrade = parts.headers.get(header::UPGRADE);
    over_http2 || upgrade.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

impl Refused {
    fn new(status: StatusCode, message: impl Into<String>, request_id: &str) -> Self {
        Self {
            status,
            answer: Answer::refused(Code::BadRequest, message, request_id),
        }
    }
}

const fn status_of(error: &DeskError) -> StatusCode {
    match error {
        DeskError::Unauthenticated => StatusCode::UNAUTHORIZED,
        DeskError::Forbidden => StatusCode::FORBIDDEN,
        DeskError::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// The parameters of a GET (GraphQL over HTTP, section 5.3).
fn from_query_string(query: &str, request_id: &str) -> Result<Parameters, Refused> {
    let bad = |message: &str| Refused::new(StatusCode::BAD_REQUEST, message, request_id);
    let mut found = Map::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let value = match &*name {
            "query" | "operationName" => Json::String(value.into_owned()),
            "variables" | "extensions" => {
                serde_json::from_str(&value).map_err(|_| bad(&format!("`{name}` is not JSON")))?
            }
            _ => continue,
        };
        if found.insert(name.into_owned(), value).is_some() {
            return Err(bad("a parameter is given twice"));
        }
    }
    parameters(Json::Object(found)).map_err(|message| bad(&message))
}

/// The parameters of a POST (GraphQL over HTTP, section 5.4).
async fn from_body(
    headers: &HeaderMap,
    body: Body,
    request_id: &str,
) -> Result<Parameters, Refused> {
    let refused = |status, message: &str| Refused::new(status, message, request_id);
    if !is_json(headers) {
        let message = "send application/json in UTF-8, not compressed";
        return Err(refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    let declared = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok());
    let too_large = || {
        refused(
            StatusCode::PAYLOAD_TOO_LARGE,
            "the body is longer than 256 KiB",
        )
    };
    if declared.is_some_and(|length: usize| length > LARGEST_BODY) {
        return Err(too_large());
    }
    let bytes = to_bytes(body, LARGEST_BODY)
        .await
        .map_err(|_| too_large())?;
    let bad = |message: &str| refused(StatusCode::BAD_REQUEST, message);
    let json = serde_json::from_slice(&bytes).map_err(|_| bad("the body is not JSON"))?;
    parameters(json).map_err(|message| bad(&message))
}

fn parameters(json: Json) -> Result<Parameters, String> {
    match json {
        Json::Array(_) => Err("send one request at a time: batches are not taken".to_owned()),
        Json::Object(_) => serde_json::from_value(json).map_err(|error| error.to_string()),
        _ => Err("a request is a JSON object".to_owned()),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let encoded = headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|value| value != "identity");
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(only), None) = (types.next(), types.next()) else {
        return false;
    };
    let Ok(text) = only.to_str() else {
        return false;
    };
    let mut parts = text.split(';').map(str::trim);
    let json = parts
        .next()
        .is_some_and(|media| media.eq_ignore_ascii_case("application/json"));
    let utf8 = parts
        .filter_map(|parameter| parameter.split_once('='))
        .all(|(name, value)| {
            !name.trim().eq_ignore_ascii_case("charset")
                || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        });
    json && utf8 && !encoded
}

/// The answer of a request that could be understood as one.
fn respond(form: Form, answer: &Answer) -> Response {
    let status = if answer.is_refusal() {
        form.refused()
    } else {
        StatusCode::OK
    };
    respond_with(status, form, answer)
}

/// The answer to something that is not a GraphQL request, or not one that may be made.
fn refuse(form: Form, refused: &Refused) -> Response {
    let form = if form == Form::GraphqlResponse {
        form
    } else {
        Form::Json
    };
    let mut response = respond_with(refused.status, form, &refused.answer);
    if refused.status == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

fn respond_with(status: StatusCode, form: Form, answer: &Answer) -> Response {
    let content_type = HeaderValue::from_static(form.content_type());
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (
            header::VARY,
            HeaderValue::from_static("Accept, Accept-Language"),
        ),
    ];
    (status, headers, answer.body()).into_response()
}

fn method_not_allowed(allowed: &'static str, message: &str, request_id: &str) -> Response {
    let refused = Refused::new(StatusCode::METHOD_NOT_ALLOWED, message, request_id);
    let mut response = refuse(Form::Json, &refused);
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static(allowed));
    response
}

/// The id that a proxy or a client gave the request, if it can be logged as it is; else a new one.
fn request_id(headers: &HeaderMap) -> String {
    let given = headers
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok());
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    match given {
        Some(id) if (1..=64).contains(&id.len()) && id.bytes().all(safe) => id.to_owned(),
        _ => new_request_id(),
    }
}
