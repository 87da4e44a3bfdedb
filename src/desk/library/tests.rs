//! The library, on real databases.

use std::time::Duration;

use entity::person::Role;
use entity::upload::UploadKind;
use uuid::Uuid;

use super::{LibraryItemView, NewLibraryItem, SendLibraryItem};
use crate::access::Actor;
use crate::error::DeskError;
use crate::message::{Content, MediaKind};
use crate::testing::{TestDesk, on_both_databases};
use crate::upload::NewUpload;

async fn keeps(desk: &TestDesk, actor: &Actor, name: &str) -> Result<LibraryItemView, DeskError> {
    let digest = hex::encode([7; 32]);
    let upload = NewUpload {
        kind: UploadKind::Sticker,
        content_type: "image/webp".into(),
        animated: false,
        file_name: Some("x.webp".into()),
        bytes: 900,
        storage_key: format!("sha256/{digest}"),
        sha256: digest,
        dimensions: Some((512, 512)),
        duration_ms: None,
    };
    let upload = desk.register_upload(actor, upload).await?;
    let item = NewLibraryItem {
        upload_id: upload.id,
        name: name.to_owned(),
    };
    desk.add_library_item(actor, item).await
}

on_both_databases! {
    async fn l079_supervisors_keep_a_library_that_agents_send_from(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let bia = Actor::Person(desk.person("Bia", Role::Supervisor, &[]).await);
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let refused = keeps(desk, &ana, "Obrigada").await;
        assert!(matches!(refused, Err(DeskError::Forbidden)));
        let item = keeps(desk, &bia, " Obrigada! ").await.unwrap();
        keeps(desk, &bia, "Até logo").await.unwrap();
        let names = async |search: &str| {
            let items = desk.library(&ana, search).await.unwrap();
            items.into_iter().map(|item| item.name).collect::<Vec<_>>()
        };
        assert_eq!(names("").await, ["Até logo", "Obrigada!"]);
        assert_eq!(names("OBRIG").await, ["Obrigada!"]);
        assert_eq!(names("%").await, Vec::<String>::new(), "no pattern");

        let send = SendLibraryItem {
            conversation_id: conversation.id,
            client_key: Uuid::new_v4(),
            item_id: item.id,
            reply_to: None,
        };
        let (message, _) = desk.send_library_item(&ana, send.clone()).await.unwrap();
        assert!(matches!(message.content, Content::Media { kind: MediaKind::Sticker, .. }));
        desk.remove_library_item(&bia, item.id).await.unwrap();
        let (again, _) = desk.send_library_item(&ana, send.clone()).await.unwrap();
        assert_eq!(again.id, message.id, "F23, though the item is gone");
        let other = SendLibraryItem { client_key: Uuid::new_v4(), ..send };
        assert!(matches!(desk.send_library_item(&ana, other).await, Err(DeskError::NotFound(_))));
        assert!(desk.media_for(&ana, message.id).await.unwrap().is_some());
        let twice = desk.remove_library_item(&bia, item.id).await;
        assert!(matches!(twice, Err(DeskError::NotFound(_))));
        desk.pass(Duration::from_hours(26));
        let expired = desk.expired_uploads().await.unwrap();
        assert!(expired.iter().all(|upload| upload.unused_key.is_none()), "the library uses it");
    }
}
