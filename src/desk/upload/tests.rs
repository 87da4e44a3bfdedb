//! Files that users bring, on real databases.

use std::time::Duration;

use entity::media_file::MediaState;
use entity::upload::UploadKind;
use entity::{ConversationId, UploadId};
use uuid::Uuid;

use super::limits::{LIMITS, Unsendable, of};
use super::{NewUpload, NewVoiceNote, UploadView};
use crate::access::Actor;
use crate::error::DeskError;
use crate::media::Sound;
use crate::message::{Content, FailureRecord, MediaKind, SendFile, SendVoiceNote};
use crate::outbox::Settlement;
use crate::testing::{TestDesk, on_both_databases};
use crate::webhook::testing::reports;
use crate::webhook::{Inbound, ReportedStatus, StatusReport};

const HOUR: Duration = Duration::from_hours(1);

/// The app reads the same table, from a file that this test keeps: `UPDATE_LIMITS=1` writes it anew.
#[test]
fn the_app_keeps_the_same_limits() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../pwa/src/rules/sending-limits.json"
    );
    let table = serde_json::to_string_pretty(&LIMITS).unwrap() + "\n";
    if std::env::var_os("UPDATE_LIMITS").is_some() {
        std::fs::write(path, &table).unwrap();
    }
    let kept: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(kept, serde_json::to_value(LIMITS).unwrap());
}

#[test]
fn each_kind_has_its_types_and_sizes() {
    let docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let type_ = Err(Unsendable::Type);
    let over = |limit| Err(Unsendable::TooLarge { limit });
    let table = [
        (UploadKind::Image, "image/jpeg", 5_242_880, false, Ok(())),
        (
            UploadKind::Image,
            "image/jpeg",
            5_242_881,
            false,
            over(5_242_880),
        ),
        (UploadKind::Image, "image/heif", 1, false, type_),
        (UploadKind::Image, "image/webp", 1, false, type_),
        (UploadKind::Video, "video/mp4", 16_777_216, false, Ok(())),
        (UploadKind::Video, "video/quicktime", 1, false, type_),
        (
            UploadKind::Audio,
            "audio/mpeg",
            16_777_217,
            false,
            over(16_777_216),
        ),
        (UploadKind::Voice, "audio/ogg", 1, false, Ok(())),
        (UploadKind::Voice, "audio/mp4", 1, false, type_),
        (UploadKind::Document, docx, 104_857_600, false, Ok(())),
        (
            UploadKind::Document,
            docx,
            104_857_601,
            false,
            over(104_857_600),
        ),
        (
            UploadKind::Document,
            "application/octet-stream",
            1,
            false,
            type_,
        ),
        (UploadKind::Sticker, "image/webp", 102_400, false, Ok(())),
        (
            UploadKind::Sticker,
            "image/webp",
            102_401,
            false,
            over(102_400),
        ),
        (UploadKind::Sticker, "image/webp", 512_000, true, Ok(())),
        (
            UploadKind::Sticker,
            "image/webp",
            512_001,
            true,
            over(512_000),
        ),
    ];
    for (kind, content_type, bytes, animated, expected) in table {
        assert_eq!(
            of(kind).judge(content_type, bytes, animated),
            expected,
            "{kind:?} {content_type} {bytes}"
        );
    }
}

fn digest(text: &str) -> String {
    hex::encode([text.as_bytes()[0]; 32])
}

async fn brings(desk: &TestDesk, actor: &Actor, kind: UploadKind, name: &str) -> UploadView {
    let upload = NewUpload {
        kind,
        content_type: of(kind).types[0].to_owned(),
        animated: false,
        file_name: Some(name.to_owned()),
        bytes: 1_000,
        sha256: digest(name),
        storage_key: format!("sha256/{}", digest(name)),
        dimensions: (kind == UploadKind::Image).then_some((640, 480)),
        duration_ms: None,
    };
    desk.register_upload(actor, upload).await.unwrap()
}

fn sends(conversation_id: ConversationId, upload: &UploadView) -> SendFile {
    SendFile {
        conversation_id,
        client_key: Uuid::new_v4(),
        upload_id: upload.id,
        kind: upload.kind,
        caption: None,
        file_name: None,
        reply_to: None,
    }
}

async fn scene(desk: &TestDesk) -> (Actor, ConversationId) {
    let channel = desk.channel("Shop", None).await;
    let ana = desk.agent("Ana", &[]).await;
    let conversation = desk.customer_writes(channel, "1", "Oi").await;
    (Actor::Person(ana), conversation.id)
}

on_both_databases! {
    async fn a_file_becomes_a_message_that_has_it(desk: &TestDesk) {
        let (ana, conversation) = scene(desk).await;
        let upload = brings(desk, &ana, UploadKind::Document, "../contrato\u{202e}.pdf").await;
        let file = SendFile { caption: Some("  Para assinar ".into()), ..sends(conversation, &upload) };
        let (message, after) = desk.send_file(&ana, file.clone()).await.unwrap();
        let Content::Media { kind, caption, file_name, .. } = &message.content else {
            panic!("a file: {:?}", message.content);
        };
        assert_eq!(*kind, MediaKind::Document);
        assert_eq!(caption.as_deref(), Some("Para assinar"));
        assert_eq!(file_name.as_deref(), Some("contrato.pdf"));
        assert_eq!(after.agent_id, ana.person_id(), "L-146");
        let stored = desk.media_for(&ana, message.id).await.unwrap().unwrap();
        assert_eq!(stored.state, MediaState::Stored);
        assert_eq!(stored.bytes, Some(1_000));
        let (again, _) = desk.send_file(&ana, file).await.unwrap();
        assert_eq!(again.id, message.id, "F23");
        let claimed = desk.claim_outbound("node", 10).await.unwrap();
        assert_eq!(claimed.len(), 1, "a double tap sends once");
    }

    async fn a_file_is_sent_by_whom_it_was_brought_and_as_what(desk: &TestDesk) {
        let (ana, conversation) = scene(desk).await;
        let bia = Actor::Person(desk.agent("Bia", &[]).await);
        let picture = brings(desk, &ana, UploadKind::Image, "foto.jpg").await;
        let sticker = brings(desk, &ana, UploadKind::Sticker, "x.webp").await;
        let table = [
            ("somebody else's", &bia, sends(conversation, &picture), "uploadId"),
            ("none", &ana, SendFile { upload_id: UploadId(Uuid::new_v4()), ..sends(conversation, &picture) }, "uploadId"),
            ("another kind", &ana, SendFile { kind: UploadKind::Document, ..sends(conversation, &picture) }, "kind"),
            ("a long caption", &ana, SendFile { caption: Some("x".repeat(1_025)), ..sends(conversation, &picture) }, "caption"),
            ("a sticker's caption", &ana, SendFile { caption: Some("x".into()), ..sends(conversation, &sticker) }, "caption"),
        ];
        for (what, actor, file, expected) in table {
            let refused = desk.send_file(actor, file).await.unwrap_err();
            assert!(matches!(refused, DeskError::Invalid { field, .. } if field == expected), "{what}: {refused}");
        }
        let nobody = desk.send_file(&Actor::Anonymous, sends(conversation, &picture)).await;
        assert!(matches!(nobody, Err(DeskError::Unauthenticated)));
        desk.pass(24 * HOUR + HOUR / 60);
        let late = desk.send_file(&ana, sends(conversation, &picture)).await.unwrap_err();
        assert!(matches!(late, DeskError::WindowClosed | DeskError::Invalid { field: "uploadId", .. }), "{late}");
    }

    async fn a_recording_in_parts_becomes_messages_in_order_all_of_them_once(desk: &TestDesk) {
        let (ana, conversation) = scene(desk).await;
        let parts: Vec<_> = ["a", "b", "c"].into_iter().enumerate().map(|(index, name)| NewVoiceNote {
            bytes: 500_000,
            sha256: digest(name),
            storage_key: format!("sha256/{}", digest(name)),
            sound: Sound { duration_ms: 1_000 * (u32::try_from(index).unwrap() + 1), waveform: vec![0, 50, 100] },
        }).collect();
        let brought = desk.register_voice_notes(&ana, parts).await.unwrap();
        assert_eq!(brought.duration_ms, Some(6_000), "all of them together");
        let note = SendVoiceNote {
            conversation_id: conversation,
            client_key: Uuid::new_v4(),
            upload_id: brought.id,
            reply_to: None,
        };
        let (first, after) = desk.send_voice_note(&ana, note).await.unwrap();
        assert_eq!(first.client_key, Some(note.client_key));
        assert_eq!(after.agent_id, ana.person_id(), "L-146");
        let (again, _) = desk.send_voice_note(&ana, note).await.unwrap();
        assert_eq!(again.id, first.id, "F23");
        let mut sent = Vec::new();
        // One of a conversation at a time is on its way: the order is kept.
        while let [outbound] = desk.claim_outbound("node", 10).await.unwrap().as_slice() {
            sent.extend(outbound.message.as_ref().map(|message| message.id));
            let wamid = format!("wamid.{}", sent.len());
            let settlement = Settlement::Accepted { wamid, wa_id: None, bsuid: None, held: false };
            desk.settle_outbound(outbound.id, settlement).await.unwrap();
        }
        assert_eq!(sent.len(), 3);
        assert_eq!(sent[0], first.id);
        for (index, id) in sent.into_iter().enumerate() {
            let file = desk.media_for(&ana, id).await.unwrap().unwrap();
            let sound = file.sound.unwrap();
            assert_eq!(sound.duration_ms, 1_000 * (u32::try_from(index).unwrap() + 1));
            assert_eq!(sound.waveform, [0, 50, 100]);
        }
    }

    async fn a_recording_is_sent_as_one_and_nothing_else_is(desk: &TestDesk) {
        let (ana, conversation) = scene(desk).await;
        let bia = Actor::Person(desk.agent("Bia", &[]).await);
        let picture = brings(desk, &ana, UploadKind::Image, "foto.jpg").await;
        let note = NewVoiceNote {
            bytes: 1,
            sha256: digest("a"),
            storage_key: "sha256/a".into(),
            sound: Sound { duration_ms: 1, waveform: Vec::new() },
        };
        let recording = desk.register_voice_notes(&ana, vec![note]).await.unwrap();
        let sends = |upload_id| SendVoiceNote {
            conversation_id: conversation,
            client_key: Uuid::new_v4(),
            upload_id,
            reply_to: None,
        };
        for (what, actor, upload_id) in [("a picture", &ana, picture.id), ("somebody else's", &bia, recording.id)] {
            let refused = desk.send_voice_note(actor, sends(upload_id)).await.unwrap_err();
            assert!(matches!(refused, DeskError::Invalid { field: "uploadId", .. }), "{what}: {refused}");
        }
        let nobody = desk.send_voice_note(&Actor::Anonymous, sends(recording.id)).await;
        assert!(matches!(nobody, Err(DeskError::Unauthenticated)));
        let nothing = desk.register_voice_notes(&ana, Vec::new()).await;
        assert!(matches!(nothing, Err(DeskError::Invalid { field: "file", .. })));
    }

    async fn an_upload_goes_after_a_day_and_its_bytes_unless_something_names_them(desk: &TestDesk) {
        let (ana, conversation) = scene(desk).await;
        let sent = brings(desk, &ana, UploadKind::Image, "a.jpg").await;
        let (message, _) = desk.send_file(&ana, sends(conversation, &sent)).await.unwrap();
        let lost = brings(desk, &ana, UploadKind::Image, "b.jpg").await;
        let twice = brings(desk, &ana, UploadKind::Image, "c.jpg").await;
        desk.pass(20 * HOUR);
        assert!(desk.expired_uploads().await.unwrap().is_empty());
        let again = brings(desk, &ana, UploadKind::Image, "c.jpg").await;
        desk.pass(6 * HOUR);
        let expired = desk.expired_uploads().await.unwrap();
        let keys: Vec<_> = expired.iter().map(|upload| (upload.id, upload.unused_key.clone())).collect();
        assert_eq!(keys, [
            (sent.id, None),
            (lost.id, Some(format!("sha256/{}", digest("b")))),
            (twice.id, None),
        ]);
        desk.forget_uploads(expired.into_iter().map(|upload| upload.id).collect()).await.unwrap();
        assert!(desk.expired_uploads().await.unwrap().is_empty());
        desk.pass(20 * HOUR);
        let rest = desk.expired_uploads().await.unwrap();
        assert_eq!(rest.len(), 1);
        assert_eq!((rest[0].id, rest[0].unused_key.is_some()), (again.id, true));
        assert!(desk.media_for(&ana, message.id).await.unwrap().is_some());
    }

    async fn metas_id_is_used_again_until_it_dies(desk: &TestDesk) {
        let (ana, conversation) = scene(desk).await;
        let upload = brings(desk, &ana, UploadKind::Image, "a.jpg").await;
        let (message, _) = desk.send_file(&ana, sends(conversation, &upload)).await.unwrap();
        let known = async || {
            let file = desk.outgoing_file(message.id, message.channel_id).await.unwrap().unwrap();
            file.meta_media_id
        };
        assert_eq!(known().await, None);
        let file = desk.outgoing_file(message.id, message.channel_id).await.unwrap().unwrap();
        for id in ["111", "222"] {
            desk.note_meta_media(message.channel_id, &file, id.into()).await.unwrap();
            assert_eq!(known().await.as_deref(), Some(id));
        }
        desk.forget_meta_media(message.channel_id, "111").await.unwrap();
        assert_eq!(known().await.as_deref(), Some("222"), "the newer one stays");
        desk.forget_meta_media(message.channel_id, "222").await.unwrap();
        assert_eq!(known().await, None);
        desk.note_meta_media(message.channel_id, &file, "333".into()).await.unwrap();
        desk.pass(29 * 24 * HOUR + HOUR);
        assert_eq!(known().await, None, "thirty days are over soon");
    }

    async fn a_file_that_meta_could_not_use_goes_up_anew(desk: &TestDesk) {
        let (ana, conversation) = scene(desk).await;
        let upload = brings(desk, &ana, UploadKind::Image, "a.jpg").await;
        let (message, _) = desk.send_file(&ana, sends(conversation, &upload)).await.unwrap();
        let file = desk.outgoing_file(message.id, message.channel_id).await.unwrap().unwrap();
        for (code, is_kept) in [(131_026, true), (131_053, false)] {
            desk.note_meta_media(message.channel_id, &file, "111".into()).await.unwrap();
            let failed = StatusReport {
                our_message_id: Some(message.id),
                failure: Some(FailureRecord { code: Some(code), ..FailureRecord::default() }),
                ..reports(message.channel_id, &format!("wamid.{code}"), ReportedStatus::Failed, desk.now())
            };
            desk.hears(vec![Inbound::Status(failed)]).await;
            let file = desk.outgoing_file(message.id, message.channel_id).await.unwrap().unwrap();
            assert_eq!(file.meta_media_id.is_some(), is_kept, "{code}");
            desk.retry_message(&ana, message.id).await.unwrap();
            // A report from before the retry would be news of the earlier attempt.
            desk.pass(HOUR);
        }
    }
}
