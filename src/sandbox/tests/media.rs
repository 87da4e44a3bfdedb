//! Files up and down, with addresses and ids that expire (section 8; fault F27).

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::*;
use crate::{Content, FaultKind, FaultPlan, MediaLie, pictures};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

impl Stage {
    async fn upload(&self, mime: &str, bytes: Vec<u8>) -> (u16, Value) {
        let part = Part::bytes(bytes)
            .file_name("arquivo")
            .mime_str(mime)
            .expect("a type");
        let form = Form::new()
            .text("messaging_product", "whatsapp")
            .text("type", mime.to_owned())
            .part("file", part);
        let answer = self
            .http
            .post(self.path(&format!("v25.0/{PHONE}/media")))
            .bearer_auth(TOKEN)
            .multipart(form)
            .send()
            .await
            .expect("an answer");
        let status = answer.status().as_u16();
        (status, answer.json().await.expect("JSON"))
    }

    async fn download(&self, url: &str, token: Option<&str>) -> (u16, Vec<u8>) {
        let mut request = self.http.get(url);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        (status, answer.bytes().await.expect("bytes").to_vec())
    }
}

#[tokio::test]
async fn an_upload_is_described_sent_downloaded_and_deleted() {
    let stage = Stage::with_open_window().await;
    let picture = pictures::parcel().bytes.to_vec();
    let (status, answer) = stage.upload("image/png", picture.clone()).await;
    assert_eq!(status, 200, "{answer}");
    let id = answer["id"].as_str().expect("an id").to_owned();

    let (status, described) = stage
        .get(&format!("v25.0/{id}?phone_number_id={PHONE}"))
        .await;
    assert_eq!(status, 200);
    assert_eq!(described["mime_type"], "image/png");
    assert_eq!(described["file_size"], json!(picture.len()));
    assert_eq!(described["sha256"].as_str().map(str::len), Some(64));
    let url = described["url"].as_str().expect("an address").to_owned();
    assert_eq!(stage.download(&url, Some(TOKEN)).await, (200, picture));
    assert_eq!(stage.download(&url, None).await.0, 401);
    assert_eq!(stage.download(&url, Some("wrong")).await.0, 401);
    let forged = url.replace(&format!("mid={id}"), "mid=1");
    assert_eq!(stage.download(&forged, Some(TOKEN)).await.0, 404);

    let (status, _) = stage
        .send(json!({ "type": "image", "image": { "id": id } }))
        .await;
    assert_eq!(status, 200);
    let (status, answer) = stage
        .send(json!({ "type": "video", "video": { "id": id } }))
        .await;
    assert_eq!((status, code(&answer)), (400, 131_053));
    let (status, answer) = stage
        .get(&format!("v25.0/{id}?phone_number_id=12345"))
        .await;
    assert_eq!((status, code(&answer)), (400, 100), "not this number's");

    let answer = stage
        .http
        .delete(stage.path(&format!("v25.0/{id}")))
        .bearer_auth(TOKEN)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status().as_u16(), 200);
    assert_eq!(stage.get(&format!("v25.0/{id}")).await.0, 400);
}

#[tokio::test]
async fn an_address_lives_five_minutes_and_a_new_one_can_be_had() {
    let stage = Stage::set().await;
    stage.sandbox.clock().freeze_at_ms(1_795_000_000_000);
    let content = Content::Audio {
        file: None,
        voice: true,
    };
    stage
        .sandbox
        .say(&stage.ada.key, Say::new(content))
        .expect("sent");
    let value = stage.endpoint.wait(1).await[0].value();
    let audio = &value["messages"][0]["audio"];
    assert_eq!(audio["mime_type"], "audio/ogg; codecs=opus");
    let url = audio["url"].as_str().expect("an address").to_owned();
    let id = audio["id"].as_str().expect("an id").to_owned();

    let (status, bytes) = stage.download(&url, Some(TOKEN)).await;
    assert_eq!(status, 200);
    assert!(bytes.starts_with(b"OggS"));
    assert_eq!(
        audio["sha256"].as_str().expect("a digest"),
        base64_of_digest(&bytes)
    );

    stage.sandbox.clock().shift_ms(299_000);
    assert_eq!(stage.download(&url, Some(TOKEN)).await.0, 200);
    stage.sandbox.clock().shift_ms(1_000);
    assert_eq!(stage.download(&url, Some(TOKEN)).await.0, 404);
    let (_, described) = stage.get(&format!("v25.0/{id}")).await;
    let fresh = described["url"].as_str().expect("an address");
    assert_eq!(stage.download(fresh, Some(TOKEN)).await.0, 200);
}

fn base64_of_digest(bytes: &[u8]) -> String {
    use base64::Engine;
    use sha2::{Digest, Sha256};
    base64::engine::general_purpose::STANDARD.encode(Sha256::digest(bytes))
}

#[tokio::test]
async fn ids_of_webhooks_live_seven_days_and_those_of_uploads_thirty() {
    let stage = Stage::set().await;
    stage.sandbox.clock().freeze_at_ms(1_795_000_000_000);
    let content = Content::Image {
        file: None,
        caption: None,
    };
    stage
        .sandbox
        .say(&stage.ada.key, Say::new(content))
        .expect("sent");
    let received = stage.endpoint.wait(1).await[0].value();
    let incoming = received["messages"][0]["image"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let (_, answer) = stage
        .upload("image/png", pictures::cake().bytes.to_vec())
        .await;
    let uploaded = answer["id"].as_str().expect("an id").to_owned();
    let alive = async |id: &str| stage.get(&format!("v25.0/{id}")).await.0 == 200;

    stage.sandbox.clock().shift_ms(7 * DAY_MS - 1);
    assert!(alive(&incoming).await && alive(&uploaded).await);
    stage.sandbox.clock().shift_ms(1);
    assert!(!alive(&incoming).await && alive(&uploaded).await);
    stage.sandbox.clock().shift_ms(23 * DAY_MS);
    assert!(!alive(&uploaded).await);
}

#[tokio::test]
async fn uploads_that_meta_refuses_are_refused() {
    let stage = Stage::set().await;
    let (status, answer) = stage.upload("image/gif", b"GIF89a".to_vec()).await;
    assert_eq!((status, code(&answer)), (400, 131_053));
    let answer = stage
        .http
        .post(stage.path(&format!("v25.0/{PHONE}/media")))
        .bearer_auth(TOKEN)
        .multipart(Form::new().text("messaging_product", "whatsapp"))
        .send()
        .await
        .expect("an answer");
    let json: Value = answer.json().await.expect("JSON");
    assert_eq!(code(&json), 131_008);
    assert!(details(&json).contains("'file'"));
}

#[tokio::test]
async fn voice_notes_must_be_ogg() {
    let stage = Stage::with_open_window().await;
    let voice = pictures::sample_voice_note();
    let (_, answer) = stage.upload(&voice.mime_type, voice.bytes.to_vec()).await;
    let ogg = answer["id"].as_str().expect("an id").to_owned();
    let (_, answer) = stage.upload("audio/mpeg", vec![0xff, 0xfb]).await;
    let mp3 = answer["id"].as_str().expect("an id").to_owned();
    let send = async |id: &str, voice: bool| {
        let message = json!({ "type": "audio", "audio": { "id": id, "voice": voice } });
        code(&stage.send(message).await.1)
    };
    assert_eq!(send(&ogg, true).await, 0);
    assert_eq!(send(&mp3, true).await, 131_053);
    assert_eq!(send(&mp3, false).await, 0);
}

#[tokio::test]
async fn a_description_can_lie_about_size_and_digest() {
    let stage = Stage::set().await;
    let picture = pictures::parcel().bytes.to_vec();
    let (_, answer) = stage.upload("image/png", picture.clone()).await;
    let id = answer["id"].as_str().expect("an id");
    let lie = MediaLie {
        claimed_size: Some(7),
        claimed_sha256: Some("00".repeat(32)),
    };
    stage.sandbox.falsify_media(id, lie).expect("known");
    let (_, described) = stage.get(&format!("v25.0/{id}")).await;
    assert_eq!(described["file_size"], 7);
    assert_eq!(described["sha256"], "00".repeat(32));
    let url = described["url"].as_str().expect("an address");
    assert_eq!(stage.download(url, Some(TOKEN)).await, (200, picture));
    let unknown = stage.sandbox.falsify_media("1", MediaLie::default());
    assert!(unknown.is_err());
}

#[tokio::test]
async fn a_download_can_break_in_the_middle() {
    let stage = Stage::set().await;
    let picture = pictures::parcel().bytes.to_vec();
    let (_, answer) = stage.upload("image/png", picture.clone()).await;
    let id = answer["id"].as_str().expect("an id");
    let (_, described) = stage.get(&format!("v25.0/{id}")).await;
    let url = described["url"].as_str().expect("an address");
    stage.sandbox.plan_fault(FaultPlan {
        method: Some("GET".to_owned()),
        path: "/whatsapp_business/".to_owned(),
        ..FaultPlan::sends(1, FaultKind::CutMidBody)
    });
    let answer = stage
        .http
        .get(url)
        .bearer_auth(TOKEN)
        .send()
        .await
        .expect("headers");
    assert_eq!(answer.headers()["content-type"], "image/png");
    assert_eq!(answer.content_length(), Some(picture.len() as u64));
    assert!(answer.bytes().await.is_err());
    assert_eq!(stage.download(url, Some(TOKEN)).await, (200, picture));
}
