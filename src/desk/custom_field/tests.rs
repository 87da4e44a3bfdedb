//! Custom fields, on real databases.

use entity::custom_field::CustomFieldKind;
use entity::person::{Role, Visibility};
use entity::upload::UploadKind;
use entity::{ContactId, UploadId};
use std::time::Duration;
use uuid::Uuid;

use super::{
    ContactValueChange, ContactValueView, CustomFieldView, NewContactValue, NewCustomField,
    SendContactPicture,
};
use crate::access::{Actor, SignedIn};
use crate::error::DeskError;
use crate::message::{Content, MediaKind, SendMessage};
use crate::testing::{TestDesk, on_both_databases};
use crate::upload::NewUpload;

async fn field(desk: &TestDesk, key: &str, kind: CustomFieldKind) -> CustomFieldView {
    let field = NewCustomField {
        key: key.to_owned(),
        name: format!("Campo {key}"),
        kind,
    };
    desk.create_custom_field(&Actor::System, field)
        .await
        .unwrap()
}

async fn brings(desk: &TestDesk, actor: &Actor, kind: UploadKind) -> UploadId {
    let digest = hex::encode([9; 32]);
    let upload = NewUpload {
        kind,
        content_type: match kind {
            UploadKind::Video => "video/mp4",
            _ => "image/jpeg",
        }
        .into(),
        animated: false,
        file_name: None,
        bytes: 4_000,
        storage_key: format!("sha256/{digest}"),
        sha256: digest,
        dimensions: Some((640, 480)),
        duration_ms: None,
    };
    desk.register_upload(actor, upload).await.unwrap().id
}

async fn values(desk: &TestDesk, contact: ContactId) -> Vec<ContactValueView> {
    let mut known = desk.contact_values_of(&[contact]).await.unwrap();
    known.remove(&contact).unwrap_or_default()
}

fn change(
    contact_id: ContactId,
    field: &CustomFieldView,
    value: NewContactValue,
) -> ContactValueChange {
    ContactValueChange {
        contact_id,
        field_id: field.id,
        value,
    }
}

fn text(text: &str) -> NewContactValue {
    NewContactValue::Text(text.to_owned())
}

on_both_databases! {
    async fn those_who_look_after_what_all_share_define_the_fields(desk: &TestDesk) {
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let bia = Actor::Person(desk.person("Bia", Role::Supervisor, &[]).await);
        let plan = NewCustomField {
            key: "plano".into(),
            name: " Plano ".into(),
            kind: CustomFieldKind::Text,
        };
        let refused = desk.create_custom_field(&ana, plan.clone()).await;
        assert!(matches!(refused, Err(DeskError::Forbidden)));
        let made = desk.create_custom_field(&bia, plan.clone()).await.unwrap();
        assert_eq!((made.key.as_str(), made.name.as_str()), ("plano", "Plano"));
        let twice = desk.create_custom_field(&bia, plan).await;
        assert!(matches!(twice, Err(DeskError::Conflict(_))));
        desk.rename_custom_field(&bia, made.id, "Plano contratado").await.unwrap();
        let all = desk.custom_fields(&ana).await.unwrap();
        assert_eq!(all.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Plano contratado"]);
        assert!(matches!(desk.delete_custom_field(&ana, made.id).await, Err(DeskError::Forbidden)));
        desk.delete_custom_field(&bia, made.id).await.unwrap();
        assert!(desk.custom_fields(&ana).await.unwrap().is_empty());
        assert!(matches!(desk.delete_custom_field(&bia, made.id).await, Err(DeskError::NotFound(_))));
    }

    async fn l074_what_is_known_of_a_contact_fills_texts_by_its_key(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let (contact, plan) = (conversation.contact_id, field(desk, "plano", CustomFieldKind::Text).await);
        let values_now = async || desk.placeholder_values(&ana, conversation.id).await.unwrap();
        let braces = "{plano}, {{contact.plano | nenhum}}, {planos}";
        assert!(values_now().await.fill("{plano}").is_err(), "nothing is known");

        desk.set_contact_value(&ana, change(contact, &plan, text(" Ouro "))).await.unwrap();
        assert_eq!(values_now().await.fill(braces).as_deref(), Ok("Ouro, Ouro, {planos}"));
        let first = values(desk, contact).await.remove(0);
        desk.set_contact_value(&ana, change(contact, &plan, text("Prata"))).await.unwrap();
        let [second] = &values(desk, contact).await[..] else { panic!("one value for each field") };
        assert_eq!(second.text.as_deref(), Some("Prata"));
        assert_ne!(second.id, first.id);
        desk.set_contact_value(&ana, change(contact, &plan, text("  "))).await.unwrap();
        assert!(values(desk, contact).await.is_empty());
        let braces = desk.set_contact_value(&ana, change(contact, &plan, text("{nome}"))).await;
        assert!(matches!(braces, Err(DeskError::Invalid { field: "text", .. })));
    }

    async fn z36_a_text_with_a_field_of_the_companys_own_never_leaves_unfilled(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let send = async |body: &str, client_key: Uuid| {
            let message = SendMessage {
                conversation_id: conversation.id,
                client_key,
                content: Content::text(body),
                reply_to: None,
                internal: false,
            };
            desk.send_message(&ana, message).await
        };
        let key = Uuid::new_v4();
        let (message, _) = send("Seu {plano} vence hoje", key).await.expect("braces of the writer's own");
        field(desk, "plano", CustomFieldKind::Text).await;
        for held_back in ["Seu {plano} vence hoje", "{{contact.plano}}", "{plano | básico}"] {
            let refused = send(held_back, Uuid::new_v4()).await;
            assert!(matches!(refused, Err(DeskError::Invalid { field: "text", .. })), "{held_back}");
        }
        let (again, _) = send("Seu {plano} vence hoje", key).await.expect("what was sent is sent");
        assert_eq!(again.id, message.id, "F23, though the word means something now");
    }

    async fn l076_a_contacts_picture_is_sent_and_stays_when_it_is_replaced(desk: &TestDesk) {
        let channel = desk.channel("Shop", None).await;
        let ana = Actor::Person(desk.agent("Ana", &[]).await);
        let conversation = desk.customer_writes(channel, "1", "Oi").await;
        let other = desk.customer_writes(channel, "2", "Oi").await;
        let (contact, photo) = (conversation.contact_id, field(desk, "foto", CustomFieldKind::Picture).await);
        let picture = NewContactValue::Picture(brings(desk, &ana, UploadKind::Image).await);
        desk.set_contact_value(&ana, change(contact, &photo, picture)).await.unwrap();
        let value = values(desk, contact).await.remove(0);
        assert_eq!(value.picture.as_ref().and_then(|it| it.dimensions), Some((640, 480)));
        assert!(desk.contact_picture_for(&ana, value.id).await.unwrap().is_some());

        let send = SendContactPicture {
            conversation_id: conversation.id,
            client_key: Uuid::new_v4(),
            value_id: value.id,
            caption: Some(" Veja ".into()),
            reply_to: None,
        };
        let (message, _) = desk.send_contact_picture(&ana, send.clone()).await.unwrap();
        assert!(
            matches!(&message.content, Content::Media { kind: MediaKind::Image, caption: Some(caption), .. } if caption == "Veja"),
            "{:?}", message.content
        );
        let (again, _) = desk.send_contact_picture(&ana, send.clone()).await.unwrap();
        assert_eq!(again.id, message.id, "F23");
        let elsewhere = SendContactPicture {
            conversation_id: other.id,
            client_key: Uuid::new_v4(),
            ..send.clone()
        };
        let refused = desk.send_contact_picture(&ana, elsewhere).await;
        assert!(matches!(refused, Err(DeskError::NotFound(_))), "nobody gets somebody else's picture");

        desk.pass(Duration::from_hours(26));
        let expired = desk.expired_uploads().await.unwrap();
        assert!(expired.iter().all(|upload| upload.unused_key.is_none()), "the contact's value uses it");
        desk.set_contact_value(&ana, change(contact, &photo, NewContactValue::Nothing)).await.unwrap();
        assert!(desk.contact_picture_for(&ana, value.id).await.unwrap().is_none());
        assert!(desk.media_for(&ana, message.id).await.unwrap().is_some(), "what was sent stays");
    }

    async fn what_is_known_of_a_contact_is_for_those_who_see_their_conversations(desk: &TestDesk) {
        let sales = desk.department("Sales").await;
        let channel = desk.channel("Shop", Some(sales)).await;
        let ana = Actor::Person(desk.agent("Ana", &[sales]).await);
        let stranger = Actor::Person(SignedIn { visibility: Visibility::Own, ..desk.agent("Zoe", &[]).await });
        let contact = desk.customer_writes(channel, "1", "Oi").await.contact_id;
        let (plan, photo) = (field(desk, "plano", CustomFieldKind::Text).await, field(desk, "foto", CustomFieldKind::Picture).await);
        let refused = desk.set_contact_value(&stranger, change(contact, &plan, text("Ouro"))).await;
        assert!(matches!(refused, Err(DeskError::NotFound(_))));
        let picture = NewContactValue::Picture(brings(desk, &ana, UploadKind::Image).await);
        desk.set_contact_value(&ana, change(contact, &photo, picture)).await.unwrap();
        let value = values(desk, contact).await.remove(0);
        assert!(desk.contact_picture_for(&stranger, value.id).await.unwrap().is_none());

        let theirs = NewContactValue::Picture(brings(desk, &stranger, UploadKind::Image).await);
        let film = NewContactValue::Picture(brings(desk, &ana, UploadKind::Video).await);
        for (field, value) in [(&photo, theirs), (&photo, film.clone()), (&plan, film), (&photo, text("x"))] {
            let refused = desk.set_contact_value(&ana, change(contact, field, value)).await;
            assert!(matches!(refused, Err(DeskError::Invalid { .. })), "{refused:?}");
        }
    }
}
