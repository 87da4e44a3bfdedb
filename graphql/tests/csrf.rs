//! Which requests may act with a browser's cookie (ASVS 3.5.1 to 3.5.3).

use axum::http::StatusCode;
use desk::access::Scope;
use entity::person::Role;
use serde_json::{Value, json};

use super::harness::{CLIENT, Server};

#[derive(Clone, Copy, PartialEq)]
enum Shown {
    Nothing,
    Cookie,
    Token,
    CookieAndToken,
}

/// What is shown, the client header, `Origin`, `Sec-Fetch-Site`, and whether the request is taken.
type Row = (Shown, bool, Option<String>, Option<&'static str>, bool);

#[tokio::test]
async fn a_cookie_acts_only_for_our_own_pages() {
    use Shown::{Cookie, CookieAndToken, Nothing, Token};
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let token = server.token(&[Scope::Read]).await;
    let ours = server.origin.clone();
    let theirs = "https://evil.example".to_owned();
    let near = ours.replace("127.0.0.1", "localhost");
    let table: Vec<Row> = vec![
        (Cookie, true, None, None, true),
        (Cookie, true, Some(ours.clone()), Some("same-origin"), true),
        (Cookie, true, Some(ours.clone()), Some("none"), true),
        (Cookie, false, None, None, false),
        (
            Cookie,
            false,
            Some(ours.clone()),
            Some("same-origin"),
            false,
        ),
        (Cookie, true, Some(theirs.clone()), None, false),
        (Cookie, true, Some(near), None, false),
        (Cookie, true, Some("null".into()), None, false),
        (Cookie, true, None, Some("cross-site"), false),
        (Cookie, true, Some(ours.clone()), Some("same-site"), false),
        // Without a cookie there is nothing to abuse, but signing somebody in from elsewhere is.
        (Nothing, false, None, None, true),
        (Nothing, true, Some(theirs.clone()), None, false),
        (Nothing, false, None, Some("cross-site"), false),
        // No browser adds a token by itself.
        (Token, false, None, None, true),
        (Token, false, Some(theirs.clone()), Some("cross-site"), true),
        (
            CookieAndToken,
            false,
            Some(theirs),
            Some("cross-site"),
            true,
        ),
    ];
    for (shown, header, origin, site, taken) in table {
        let row = format!("header {header}, origin {origin:?}, site {site:?}");
        let mut request = server
            .http
            .post(server.endpoint())
            .json(&json!({ "query": "{installation{name}}" }));
        if matches!(shown, Cookie | CookieAndToken) {
            request = request.header("cookie", colleague.cookie());
        }
        if matches!(shown, Token | CookieAndToken) {
            request = request.bearer_auth(&token);
        }
        if header {
            request = request.header("x-guiche-client", CLIENT);
        }
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        let response = request.send().await.unwrap();
        let status = if taken {
            StatusCode::OK
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(response.status().as_u16(), status.as_u16(), "{row}");
        let body: Value = response.json().await.unwrap();
        let code = body["errors"][0]["extensions"]["code"].as_str();
        assert_eq!(code, (!taken).then_some("CSRF"), "{row}");
    }
}

#[tokio::test]
async fn a_get_with_a_cookie_only_reads_and_only_from_here() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let ask = |site: &'static str| {
        server
            .http
            .get(server.endpoint() + "?query=%7Bme%7BdeviceId%7D%7D")
            .header("cookie", colleague.cookie())
            .header("sec-fetch-site", site)
            .send()
    };
    assert_eq!(ask("same-origin").await.unwrap().status().as_u16(), 200);
    assert_eq!(ask("cross-site").await.unwrap().status().as_u16(), 403);
}
