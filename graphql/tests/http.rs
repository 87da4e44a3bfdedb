//! GraphQL over HTTP, one row for each thing that the specification demands.

use reqwest::header::{ACCEPT, ALLOW, CONTENT_TYPE};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::harness::{Server, Wishes};

const RESPONSE: &str = "application/graphql-response+json";
const JSON: &str = "application/json";
const GOOD: &str = r#"{"query":"{installation{name}}"}"#;

struct Row {
    what: &'static str,
    method: Method,
    path: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    status: u16,
    code: Option<&'static str>,
}

const fn post(
    what: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    status: u16,
    code: Option<&'static str>,
) -> Row {
    Row {
        what,
        method: Method::POST,
        path: "",
        headers,
        body,
        status,
        code,
    }
}

const fn get(
    what: &'static str,
    path: &'static str,
    status: u16,
    code: Option<&'static str>,
) -> Row {
    Row {
        what,
        method: Method::GET,
        path,
        headers: &[("accept", RESPONSE)],
        body: "",
        status,
        code,
    }
}

const AS_JSON: &[(&str, &str)] = &[("content-type", JSON), ("accept", JSON)];
const AS_RESPONSE: &[(&str, &str)] = &[("content-type", JSON), ("accept", RESPONSE)];
const BAD: Option<&str> = Some("BAD_REQUEST");

fn well_formed() -> Vec<Row> {
    vec![
        post(
            "a request with Accept: */*",
            &[("content-type", JSON), ("accept", "*/*")],
            GOOD,
            200,
            None,
        ),
        post(
            "a request without Accept",
            &[("content-type", JSON)],
            GOOD,
            200,
            None,
        ),
        post(
            "a charset",
            &[("content-type", "application/json; charset=UTF-8")],
            GOOD,
            200,
            None,
        ),
        post(
            "null parameters",
            AS_RESPONSE,
            r#"{"query":"{installation{name}}","variables":null,"operationName":null,"extensions":null}"#,
            200,
            None,
        ),
        post(
            "unknown parameters",
            AS_RESPONSE,
            r#"{"query":"{installation{name}}","id":1}"#,
            200,
            None,
        ),
        post(
            "a chosen operation",
            AS_RESPONSE,
            r#"{"query":"query A{installation{name}} query B{me{deviceId}}","operationName":"A"}"#,
            200,
            None,
        ),
    ]
}

/// Content types that avoid a preflight, and what else is not taken.
fn media_types() -> Vec<Row> {
    vec![
        post("no content type", &[("accept", JSON)], GOOD, 415, BAD),
        post(
            "text/plain",
            &[("content-type", "text/plain")],
            GOOD,
            415,
            BAD,
        ),
        post(
            "a form",
            &[("content-type", "application/x-www-form-urlencoded")],
            "query={installation{name}}",
            415,
            BAD,
        ),
        post(
            "multipart",
            &[("content-type", "multipart/form-data; boundary=x")],
            "--x--",
            415,
            BAD,
        ),
        post(
            "application/graphql",
            &[("content-type", "application/graphql")],
            "{installation{name}}",
            415,
            BAD,
        ),
        post(
            "another charset",
            &[("content-type", "application/json; charset=utf-16")],
            GOOD,
            415,
            BAD,
        ),
        post(
            "compressed",
            &[("content-type", JSON), ("content-encoding", "gzip")],
            GOOD,
            415,
            BAD,
        ),
        post(
            "an Accept that cannot be met",
            &[("content-type", JSON), ("accept", "text/plain")],
            GOOD,
            406,
            BAD,
        ),
    ]
}

/// Not well-formed: 400 in either form.
fn malformed() -> Vec<Row> {
    vec![
        post("no body", AS_RESPONSE, "", 400, BAD),
        post("broken JSON", AS_JSON, r#"{"query":"#, 400, BAD),
        post(
            "broken JSON, new form",
            AS_RESPONSE,
            r#"{"query":"#,
            400,
            BAD,
        ),
        post(
            "a batch",
            AS_RESPONSE,
            r#"[{"query":"{installation{name}}"}]"#,
            400,
            BAD,
        ),
        post(
            "a string",
            AS_RESPONSE,
            r#""{installation{name}}""#,
            400,
            BAD,
        ),
        post("no query", AS_JSON, "{}", 400, BAD),
        post(
            "a query that is no string",
            AS_RESPONSE,
            r#"{"query":{}}"#,
            400,
            BAD,
        ),
        post(
            "an operation name that is no string",
            AS_RESPONSE,
            r#"{"query":"{installation{name}}","operationName":[]}"#,
            400,
            BAD,
        ),
        post(
            "variables that are no map",
            AS_RESPONSE,
            r#"{"query":"{installation{name}}","variables":"x"}"#,
            400,
            BAD,
        ),
        post(
            "extensions that are no map",
            AS_RESPONSE,
            r#"{"query":"{installation{name}}","extensions":[]}"#,
            400,
            BAD,
        ),
    ]
}

/// Well-formed, and refused: 200 in the old form, 400 in the new.
fn refused() -> Vec<Row> {
    vec![
        post("a syntax error", AS_JSON, r#"{"query":"{"}"#, 200, BAD),
        post(
            "a syntax error, new form",
            AS_RESPONSE,
            r#"{"query":"{"}"#,
            400,
            BAD,
        ),
        post(
            "an empty document",
            AS_RESPONSE,
            r#"{"query":""}"#,
            400,
            BAD,
        ),
        post(
            "an unknown field",
            AS_JSON,
            r#"{"query":"{nothing}"}"#,
            200,
            BAD,
        ),
        post(
            "an unknown field, new form",
            AS_RESPONSE,
            r#"{"query":"{nothing}"}"#,
            400,
            BAD,
        ),
        post(
            "an unknown operation",
            AS_RESPONSE,
            r#"{"query":"query A{installation{name}}","operationName":"B"}"#,
            400,
            BAD,
        ),
        post(
            "an ambiguous operation",
            AS_RESPONSE,
            r#"{"query":"query A{installation{name}} query B{installation{name}}"}"#,
            400,
            BAD,
        ),
        post(
            "a missing variable",
            AS_RESPONSE,
            r#"{"query":"query($id:ID!){message(id:$id){id}}"}"#,
            400,
            BAD,
        ),
        post(
            "a variable of another type",
            AS_RESPONSE,
            r#"{"query":"query($n:Int){inbox(list:ALL,first:$n){edges{cursor}}}","variables":{"n":"x"}}"#,
            400,
            BAD,
        ),
        post(
            "a subscription",
            AS_RESPONSE,
            r#"{"query":"subscription{events{cursor}}"}"#,
            400,
            BAD,
        ),
    ]
}

/// Executed, or by other methods: GET is for queries.
fn others() -> Vec<Row> {
    vec![
        post(
            "a field error",
            AS_RESPONSE,
            r#"{"query":"{me{deviceId}}"}"#,
            200,
            Some("UNAUTHENTICATED"),
        ),
        get(
            "a query by GET",
            "?query=%7Binstallation%7Bname%7D%7D",
            200,
            None,
        ),
        get(
            "variables by GET",
            "?query=query(%24l%3ABoolean!)%7Binstallation%7Bname%20%40include(if%3A%24l)%7D%7D&variables=%7B%22l%22%3Atrue%7D",
            200,
            None,
        ),
        get(
            "broken variables by GET",
            "?query=%7Binstallation%7Bname%7D%7D&variables=%7B",
            400,
            BAD,
        ),
        get(
            "a parameter twice",
            "?query=%7Binstallation%7Bname%7D%7D&query=x",
            400,
            BAD,
        ),
        get("no query by GET", "", 400, BAD),
        get(
            "a mutation by GET",
            "?query=mutation%7BsignOut%7Berror%7Bcode%7D%7D%7D",
            405,
            BAD,
        ),
        Row {
            what: "PUT",
            method: Method::PUT,
            path: "",
            headers: AS_JSON,
            body: GOOD,
            status: 405,
            code: BAD,
        },
        Row {
            what: "a preflight",
            method: Method::OPTIONS,
            path: "",
            headers: &[],
            body: "",
            status: 405,
            code: BAD,
        },
    ]
}

#[tokio::test]
async fn every_rule_of_graphql_over_http() {
    let server = Server::start().await;
    let rows = [
        well_formed(),
        media_types(),
        malformed(),
        refused(),
        others(),
    ];
    for row in rows.into_iter().flatten() {
        let url = format!("{}{}", server.endpoint(), row.path);
        let mut request = server.http.request(row.method.clone(), url).body(row.body);
        for (name, value) in row.headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), row.status, "{}", row.what);
        let id = response.headers()["x-request-id"]
            .to_str()
            .unwrap()
            .to_owned();
        assert_eq!(
            response.headers()["cache-control"],
            "no-store",
            "{}",
            row.what
        );
        let content_type = response.headers()[CONTENT_TYPE]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(
            content_type.ends_with("charset=utf-8"),
            "{}: {content_type}",
            row.what
        );
        if row.headers.contains(&("accept", RESPONSE)) {
            assert!(
                content_type.starts_with(RESPONSE) || row.status == 405,
                "{}",
                row.what
            );
        }
        let body: Value = response.json().await.unwrap();
        let error = &body["errors"][0];
        assert_eq!(
            error["extensions"]["code"].as_str(),
            row.code,
            "{}: {body}",
            row.what
        );
        if row.code.is_some() {
            assert_eq!(error["extensions"]["requestId"], json!(id), "{}", row.what);
            assert!(error["message"].is_string(), "{}", row.what);
        }
        let ran = row.code.is_none() || row.code == Some("UNAUTHENTICATED");
        assert_eq!(body.get("data").is_some(), ran, "{}: {body}", row.what);
    }
}

#[tokio::test]
async fn methods_that_are_allowed_are_named() {
    let server = Server::start().await;
    let mutation = "?query=mutation%7BsignOut%7Berror%7Bcode%7D%7D%7D";
    let response = server
        .http
        .get(server.endpoint() + mutation)
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()[ALLOW], "POST");
    let response = server.http.delete(server.endpoint()).send().await.unwrap();
    assert_eq!(response.headers()[ALLOW], "GET, POST");
    assert!(
        response
            .headers()
            .get("access-control-allow-origin")
            .is_none()
    );
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_whether_it_says_so_or_not() {
    let server = Server::start().await;
    let filler = " ".repeat(256 * 1024);
    let large = format!(r#"{{"query":"{{installation{{name}}}}","a":"{filler}"}}"#);
    let declared = server
        .http
        .post(server.endpoint())
        .header(CONTENT_TYPE, JSON)
        .body(large.clone());
    assert_eq!(
        declared.send().await.unwrap().status(),
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let chunks = futures_util::stream::iter(vec![Ok::<_, std::io::Error>(large)]);
    let streamed = server
        .http
        .post(server.endpoint())
        .header(CONTENT_TYPE, JSON)
        .body(reqwest::Body::wrap_stream(chunks));
    assert_eq!(
        streamed.send().await.unwrap().status(),
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test]
async fn a_request_keeps_the_id_that_it_came_with() {
    let server = Server::start().await;
    for (given, kept) in [("abc-1", true), ("a b", false), ("", false)] {
        let request = server
            .http
            .post(server.endpoint())
            .header(CONTENT_TYPE, JSON)
            .header("x-request-id", given)
            .body(GOOD);
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()["x-request-id"] == given, kept, "{given}");
    }
}

#[tokio::test]
async fn introspection_and_the_explorer_are_for_development() {
    let question = json!({ "query": "{__schema{queryType{name}}}" });
    let page = "text/html,*/*;q=0.8";
    let closed = Server::start().await;
    let body: Value = closed
        .http
        .post(closed.endpoint())
        .json(&question)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert!(body["data"]["__schema"].is_null(), "{body}");
    let response = closed
        .http
        .get(closed.endpoint())
        .header(ACCEPT, page)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);

    let open = Server::with(Wishes {
        introspection: true,
        ..Wishes::default()
    })
    .await;
    let body: Value = open
        .http
        .post(open.endpoint())
        .json(&question)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(body["data"]["__schema"]["queryType"]["name"], "Query");
    let response = open
        .http
        .get(open.endpoint())
        .header(ACCEPT, page)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(
        response.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("default-src 'none'")
    );
    let text = response.text().await.unwrap();
    for foreign in ["https://", "http://", "//cdn"] {
        assert!(
            !text.contains(foreign),
            "the explorer loads from elsewhere: {foreign}"
        );
    }
}
