//! Files that customers send: who gets them, in which parts, and as what.

use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Installation, Watch};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use sandbox::{Content, MediaFile, Say};

on_both_databases!(
    a_file_is_for_those_who_may_see_its_message,
    a_player_gets_the_parts_that_it_asks_for,
    what_could_harm_is_saved_and_never_shown,
);

/// A voice note's beginning and enough bytes for several parts.
fn voice_note() -> Vec<u8> {
    let mut bytes = b"OggS".to_vec();
    bytes.resize(28, 0);
    bytes.extend_from_slice(b"OpusHead\x01\x01");
    bytes.extend((0..300_000_u32).map(|index| u8::try_from(index % 251).expect("a byte")));
    bytes
}

const ADA: (&str, &str) = ("Ada", "5561981234567");
const BIA: (&str, &str) = ("Bia", "5561981234568");

/// A customer sends a file as their first message; returns its path when the desk has it.
async fn sends(desk: &Installation, (name, number): (&str, &str), content: Content) -> String {
    let mut watch = Watch::start(desk).await;
    let customer = desk.customer(name, number);
    desk.sandbox
        .say(&customer.key, Say::new(content))
        .expect("said");
    let url = async |client: &Client| {
        let conversation = client.conversation_with(name).await?;
        let message = client.message(&conversation["lastMessage"]["id"]).await?;
        message["content"]["url"].as_str().map(str::to_owned)
    };
    watch.until("the file is there", url).await
}

async fn sends_voice_note(desk: &Installation) -> String {
    let file = MediaFile::new("audio/ogg; codecs=opus", voice_note());
    let content = Content::Audio {
        file: Some(file),
        voice: true,
    };
    sends(desk, ADA, content).await
}

fn asks(desk: &Installation, client: &Client, method: Method, path: &str) -> RequestBuilder {
    let (cookie, token) = client.credentials();
    let mut request = guiche_tests::http().request(method, desk.url(path));
    if let Some(cookie) = cookie {
        request = request.header("cookie", cookie);
    }
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    request
}

async fn answer(request: RequestBuilder) -> Response {
    request.send().await.expect("an answer")
}

fn header(response: &Response, name: &str) -> String {
    let value = response.headers().get(name);
    let text = value.map(|value| value.to_str().expect("text").to_owned());
    text.unwrap_or_default()
}

async fn a_file_is_for_those_who_may_see_its_message(desk: &mut Installation) {
    let path = sends_voice_note(desk).await;
    let nothing = "/media/00000000-0000-0000-0000-000000000000";
    let ana = Client::person(desk, "ana").await;
    let carla = Client::person(desk, "carla").await;
    let reader = Client::integrator(desk, &["read"]).await;
    let sender = Client::integrator(desk, &["send"]).await;
    let nobody = Client::anonymous(desk);
    let impostor = Client::with_token(desk, "guiche_wrong");
    let table = [
        ("a member of the department", &ana, path.as_str(), 200),
        ("a program that reads", &reader, &path, 200),
        ("a member of another department", &carla, &path, 404),
        ("a program that may not read", &sender, &path, 403),
        ("nobody", &nobody, &path, 401),
        ("a wrong token", &impostor, &path, 401),
        ("no such file", &ana, nothing, 404),
        ("no id", &ana, "/media/..%2f..%2fsecret.key", 404),
    ];
    for (who, client, path, expected) in table {
        for method in [Method::GET, Method::HEAD] {
            let response = answer(asks(desk, client, method, path)).await;
            assert_eq!(response.status().as_u16(), expected, "{who}");
            if expected != 200 {
                assert_eq!(header(&response, "cache-control"), "no-store", "{who}");
                assert!(response.bytes().await.expect("a body").is_empty(), "{who}");
            }
        }
    }
    let foreign = asks(desk, &ana, Method::GET, &path).header("sec-fetch-site", "cross-site");
    assert_eq!(answer(foreign).await.status(), StatusCode::FORBIDDEN);
    let posted = answer(asks(desk, &ana, Method::POST, &path)).await;
    assert_eq!(posted.status(), StatusCode::METHOD_NOT_ALLOWED);
}

async fn a_player_gets_the_parts_that_it_asks_for(desk: &mut Installation) {
    let path = sends_voice_note(desk).await;
    let ana = Client::person(desk, "ana").await;
    let bytes = voice_note();
    let size = bytes.len();
    let whole = answer(asks(desk, &ana, Method::GET, &path)).await;
    let tag = header(&whole, "etag");
    for (name, expected) in [
        ("content-type", "audio/ogg"),
        ("content-length", &*size.to_string()),
        ("accept-ranges", "bytes"),
        ("cache-control", "private, max-age=31536000, immutable"),
        (
            "content-security-policy",
            "sandbox; default-src 'none'; frame-ancestors 'none'",
        ),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("vary", "Cookie, Authorization"),
    ] {
        assert_eq!(header(&whole, name), expected, "{name}");
    }
    assert!(header(&whole, "content-disposition").starts_with("inline; filename=\"whatsapp-"));
    assert_eq!(tag.len(), 66, "a digest in quotes: {tag}");
    assert_eq!(whole.bytes().await.expect("a body"), bytes);

    let head = answer(asks(desk, &ana, Method::HEAD, &path)).await;
    assert_eq!(header(&head, "content-length"), size.to_string());
    assert!(head.bytes().await.expect("a body").is_empty());

    let known = asks(desk, &ana, Method::GET, &path).header("if-none-match", &tag);
    let known = answer(known).await;
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(header(&known, "etag"), tag);

    let part = |from: usize, until: usize| Some((from, until));
    let table = [
        ("bytes=0-", None, 206, part(0, size)),
        ("bytes=0-1", None, 206, part(0, 2)),
        ("bytes=100000-200000", None, 206, part(100_000, 200_001)),
        ("bytes=-5", None, 206, part(size - 5, size)),
        ("bytes=299999-9999999", None, 206, part(299_999, size)),
        ("bytes=9999999-", None, 416, None),
        ("bytes=0-1,5-6", None, 200, part(0, size)),
        ("pages=1", None, 200, part(0, size)),
        ("bytes=0-1", Some(tag.as_str()), 206, part(0, 2)),
        ("bytes=0-1", Some("\"another\""), 200, part(0, size)),
    ];
    for (range, if_range, status, expected) in table {
        let mut request = asks(desk, &ana, Method::GET, &path).header("range", range);
        if let Some(tag) = if_range {
            request = request.header("if-range", tag);
        }
        let response = answer(request).await;
        assert_eq!(response.status().as_u16(), status, "{range}");
        let place = header(&response, "content-range");
        match (status, expected) {
            (206, Some((from, until))) => {
                assert_eq!(place, format!("bytes {from}-{}/{size}", until - 1));
            }
            (416, _) => assert_eq!(place, format!("bytes */{size}")),
            _ => assert_eq!(place, ""),
        }
        if let Some((from, until)) = expected {
            let body = response.bytes().await.expect("a body");
            assert!(body == bytes[from..until], "{range}");
        }
    }
}

async fn what_could_harm_is_saved_and_never_shown(desk: &mut Installation) {
    let page = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let content = Content::Document {
        file: Some(MediaFile::new("image/svg+xml", page.as_slice())),
        filename: Some("../nota\u{202e}gvs.html".into()),
        caption: None,
    };
    let path = sends(desk, ADA, content).await;
    let ana = Client::person(desk, "ana").await;
    let response = answer(asks(desk, &ana, Method::GET, &path)).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(
        header(&response, "content-type"),
        "application/octet-stream"
    );
    assert_eq!(
        header(&response, "content-disposition"),
        "attachment; filename=\"_notagvs.html\"; filename*=UTF-8''_notagvs.html"
    );
    assert_eq!(header(&response, "x-content-type-options"), "nosniff");
    let policy = header(&response, "content-security-policy");
    assert!(policy.starts_with("sandbox;"), "{policy}");

    let picture = Content::Image {
        file: None,
        caption: None,
    };
    let shown = sends(desk, BIA, picture).await;
    let response = answer(asks(desk, &ana, Method::GET, &shown)).await;
    assert!(header(&response, "content-disposition").starts_with("inline;"));
}
