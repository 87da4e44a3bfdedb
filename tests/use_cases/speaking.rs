//! Voice notes: what agents record arrives as one, and what customers say can be heard everywhere (L-092, Z-40).

use std::process::Command;
use std::time::Duration;

use guiche_tests::on_both_databases;
use guiche_tests::support::upload::{at_meta, send_voice_note, upload, uploads};
use guiche_tests::support::{Client, Installation, Watch};
use reqwest::StatusCode;
use sandbox::{CallKind, CallQuery, Content, MediaFile, Say};
use serde_json::{Value, json};
use uuid::Uuid;
use voice::testing::{recorded_by_chromium, recorded_by_firefox, recorded_by_safari};

use super::Scene;

on_both_databases!(
    what_a_browser_records_arrives_as_a_voice_note,
    a_long_recording_arrives_as_several_notes_in_order_and_once,
    what_is_no_recording_is_refused_before_it_is_sent,
    a_customers_note_has_a_length_a_waveform_and_a_rendition_for_old_phones,
);

const PATIENCE: Duration = Duration::from_mins(1);

async fn brings(desk: &Installation, client: &Client, recording: Vec<u8>) -> Value {
    let what = ("voice", "audio/webm;codecs=opus", "gravacao");
    let (status, brought) = upload(desk, client, what, recording).await;
    assert_eq!(status, 201, "{brought}");
    brought
}

fn posted(desk: &Installation) -> Vec<sandbox::Call> {
    desk.sandbox.calls(&CallQuery::of(CallKind::Message))
}

/// What `opusinfo` says, which is its judgement of every header, page and granule.
fn judged(ogg: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), ogg).expect("written");
    let output = Command::new("opusinfo").arg(file.path()).output();
    let said = String::from_utf8_lossy(&output.expect("opus-tools").stdout).into_owned();
    assert!(!said.to_lowercase().contains("warning"), "{said}");
    said
}

async fn what_a_browser_records_arrives_as_a_voice_note(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let recordings = [
        recorded_by_chromium(3),
        recorded_by_firefox(3),
        recorded_by_safari(3),
    ];
    for (index, recording) in recordings.into_iter().enumerate() {
        let brought = brings(desk, &ana, recording.expect("a recording")).await;
        assert_eq!(brought["mimeType"], "audio/ogg");
        let milliseconds = brought["durationMs"].as_u64().expect("a length");
        assert!(milliseconds.abs_diff(3_000) <= 50, "{milliseconds}");
        let sent = send_voice_note(&ana, &scene.conversation, &brought, Uuid::new_v4()).await;
        assert_eq!(sent["error"], json!(null));
        // Who reads a note hears it soon after: what comes before that may pass unseen.
        scene.watch.delivery(&sent["message"]["id"], "PLAYED").await;
        let call = &posted(desk)[index];
        assert_eq!(call.body["type"], "audio");
        assert_eq!(call.body["audio"]["voice"], json!(true), "L-092");
        let note = at_meta(desk, &call.body["audio"]["id"]).await;
        let said = judged(&note);
        assert!(
            said.contains("Channels: 1\n") && said.contains("0m:03."),
            "{said}"
        );
    }
}

async fn a_long_recording_arrives_as_several_notes_in_order_and_once(desk: &mut Installation) {
    let recording = recorded_by_safari(360).expect("a recording");
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let brought = brings(desk, &ana, recording).await;
    // Nobody has listened to the socket while six minutes were listened to.
    scene.watch.reconnect(desk).await;
    let key = Uuid::new_v4();
    let sent = send_voice_note(&ana, &scene.conversation, &brought, key).await;
    let again = send_voice_note(&ana, &scene.conversation, &brought, key).await;
    assert_eq!(sent["message"]["id"], again["message"]["id"], "F23");
    let both = async |_: &Client| Some(posted(desk)).filter(|calls| calls.len() == 2);
    let calls = scene.watch.until("both notes are there", both).await;
    assert!(desk.sandbox.settled(PATIENCE).await);
    assert_eq!(posted(desk).len(), 2, "no more than the two");
    let mut whole = 0.0;
    for call in calls {
        let note = at_meta(desk, &call.body["audio"]["id"]).await;
        assert!(note.len() <= 512_000, "{}", note.len());
        whole += seconds(&judged(&note));
    }
    assert!((whole - 360.0).abs() <= 0.05, "{whole}");
}

/// Of `Playback length: 3m:20.013s`.
fn seconds(said: &str) -> f64 {
    let (_, length) = said.split_once("Playback length: ").expect("a length");
    let (minutes, rest) = length.split_once("m:").expect("minutes");
    let (seconds, _) = rest.split_once('s').expect("seconds");
    minutes.parse::<f64>().expect("a number") * 60.0 + seconds.parse::<f64>().expect("a number")
}

async fn what_is_no_recording_is_refused_before_it_is_sent(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let mut broken = recorded_by_firefox(2).expect("a recording");
    let middle = broken.len() / 2;
    broken[middle] ^= 0xff;
    let table = [
        ("nothing", Vec::new(), "FILE_DAMAGED"),
        ("a page", b"<html>no</html>".to_vec(), "FILE_TYPE_REFUSED"),
        ("a flipped bit", broken, "FILE_DAMAGED"),
    ];
    for (what, bytes, code) in table {
        let (status, answer) = upload(desk, &ana, ("voice", "audio/ogg", "x"), bytes).await;
        assert_eq!(answer["error"]["code"], code, "{what}: {answer}");
        assert_eq!(status, 422, "{what}");
    }
    let anonymous = uploads(desk, &Client::anonymous(desk), "voice", "audio/ogg")
        .body("x")
        .send()
        .await;
    assert_eq!(
        anonymous.expect("an answer").status(),
        StatusCode::UNAUTHORIZED
    );
    let brought = brings(desk, &ana, recorded_by_firefox(1).expect("a recording")).await;
    let bruno = Client::person(desk, "bruno").await;
    let theft = send_voice_note(&bruno, &scene.conversation, &brought, Uuid::new_v4()).await;
    assert_eq!(theft["error"]["field"], "uploadId");
    assert!(posted(desk).is_empty());
}

async fn a_customers_note_has_a_length_a_waveform_and_a_rendition_for_old_phones(
    desk: &mut Installation,
) {
    let mut watch = Watch::start(desk).await;
    let ada = desk.customer("Ada", "5561981234567");
    let note = recorded_by_firefox(4).expect("a recording");
    let file = MediaFile::new("audio/ogg; codecs=opus", note);
    let content = Content::Audio {
        file: Some(file),
        voice: true,
    };
    desk.sandbox.say(&ada.key, Say::new(content)).expect("said");
    let heard = watch.until("it has been listened to", async |client: &Client| {
        let conversation = client.conversation_with("Ada").await?;
        let message = client.message(&conversation["lastMessage"]["id"]).await?;
        message["content"]["url"]
            .is_string()
            .then(|| message["content"].clone())
    });
    let heard = heard.await;
    assert_eq!(heard["durationMs"], 4_000);
    let bars = heard["waveform"].as_array().expect("bars");
    assert_eq!(bars.len(), 64);
    assert!(bars.contains(&json!(100)), "relative to the loudest");
    let ask = async |path: String, range: Option<&str>| {
        let (cookie, _) = watch.client.credentials();
        let mut request = guiche_tests::http().get(desk.url(&path));
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        if let Some(range) = range {
            request = request.header("range", range);
        }
        request.send().await.expect("an answer")
    };
    let url = heard["url"].as_str().expect("a path");
    let wav = ask(format!("{url}?rendition=wav"), None).await;
    assert_eq!(wav.headers()["content-type"], "audio/wav");
    assert_eq!(wav.headers()["x-content-type-options"], "nosniff");
    let whole = wav.bytes().await.expect("a body");
    assert_eq!(whole.len(), 44 + 4 * 32_000);
    // Safari asks so before it plays anything.
    let part = ask(format!("{url}?rendition=wav"), Some("bytes=0-1")).await;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.bytes().await.expect("a body"), whole.slice(..2));
    let original = ask(format!("{url}?rendition=flac"), None).await;
    assert_eq!(original.headers()["content-type"], "audio/ogg");
}
