//! Channels, on real databases.

use std::time::Duration;

use entity::channel::{self, PauseReason};
use entity::{ChannelId, DepartmentId};
use sea_orm::EntityTrait;
use secrecy::ExposeSecret;
use uuid::Uuid;

use super::{ChannelPatch, DepartmentPatch, NewChannel};
use crate::DeskError;
use crate::access::Actor;
use crate::message::FailureRecord;
use crate::testing::{TestDesk, on_both_databases};

const SECOND: Duration = Duration::from_secs(1);

fn new(phone_number_id: &str) -> NewChannel {
    NewChannel {
        name: "Loja".into(),
        phone_number_id: phone_number_id.into(),
        waba_id: "900".into(),
        display_phone_number: Some("+55 21 99999-9999".into()),
        access_token: "EAAB".into(),
        app_secret: "app secret".replace(' ', "-").into(),
        verify_token: "verify".into(),
        department_id: None,
        coexistence: false,
        echo_keyword: None,
    }
}

async fn made(desk: &TestDesk, phone_number_id: &str) -> ChannelId {
    let made = desk
        .create_channel(&Actor::System, new(phone_number_id))
        .await;
    made.unwrap().id
}

async fn changed(desk: &TestDesk, id: ChannelId, patch: ChannelPatch) -> super::ChannelView {
    desk.update_channel(&Actor::System, id, patch)
        .await
        .unwrap()
}

fn signing(desk: &crate::Desk) -> Vec<String> {
    let secrets = desk.webhook_secrets();
    let plain = secrets
        .iter()
        .map(|one| one.secret.expose_secret().to_vec());
    plain
        .map(|bytes| String::from_utf8(bytes).unwrap())
        .collect()
}

on_both_databases! {
    async fn a_channel_is_known_at_once_by_its_number_secret_and_verify_token(desk: &TestDesk) {
        assert!(!desk.verify_token_matches("verify"));
        let sales = desk.department("Vendas").await;
        let channel = NewChannel { department_id: Some(sales), ..new("101") };
        let view = desk.create_channel(&Actor::System, channel).await.unwrap();
        assert_eq!(desk.channels(&Actor::System).await.unwrap(), std::slice::from_ref(&view));
        assert_eq!(desk.channels_by_ids(&[view.id]).await.unwrap()[&view.id], view);
        let facts = desk.channel_by_phone_number_id("101").await.unwrap().unwrap();
        assert_eq!((facts.id, facts.department_id), (view.id, Some(sales)));
        let secrets = desk.webhook_secrets();
        assert_eq!(facts.fingerprints, [secrets[0].fingerprint.clone()]);
        assert_eq!(facts.fingerprints[0].len(), 16);
        assert_eq!(signing(desk), ["app-secret"]);
        assert!(desk.verify_token_matches("verify"));
        assert!(!desk.verify_token_matches("Verify"));
        assert!(!desk.verify_token_matches(""));
    }

    async fn secrets_are_not_readable_in_the_database_nor_in_a_log(desk: &TestDesk) {
        made(desk, "101").await;
        let row = channel::Entity::find().one(desk.database().read()).await.unwrap().unwrap();
        for (sealed, plain) in [
            (&row.access_token, "EAAB"),
            (&row.app_secret, "app-secret"),
            (&row.verify_token, "verify"),
        ] {
            assert!(!sealed.windows(plain.len()).any(|bytes| bytes == plain.as_bytes()));
        }
        let access = desk.sending_access(row.id).await.unwrap();
        assert_eq!(access.access_token.expose_secret(), "EAAB");
        let logged = format!("{access:?} {:?} {:?}", desk.webhook_secrets(), new("101"));
        for plain in ["EAAB", "app-secret", "verify\""] {
            assert!(!logged.contains(plain), "{logged}");
        }
    }

    async fn a_secret_moved_to_another_channel_opens_nothing(desk: &TestDesk) {
        let (one, two) = (made(desk, "101").await, made(desk, "102").await);
        let stolen = channel::Entity::find_by_id(one).one(desk.database().read()).await.unwrap().unwrap();
        desk.database()
            .write(move |unit| Box::pin(async move {
                use sea_orm::{ActiveModelTrait, ActiveValue::Set};
                channel::ActiveModel {
                    id: Set(two),
                    access_token: Set(stolen.access_token),
                    ..Default::default()
                }
                .update(unit.connection())
                .await?;
                Ok::<_, DeskError>(())
            }))
            .await
            .unwrap();
        assert!(desk.sending_access(one).await.is_ok());
        assert!(matches!(desk.sending_access(two).await, Err(DeskError::Internal(_))));
    }

    async fn what_cannot_be_a_channel_is_refused(desk: &TestDesk) {
        made(desk, "101").await;
        let unknown = DepartmentId(Uuid::new_v4());
        let refused = [
            new("101"),
            new("abc"),
            NewChannel { app_secret: " ".into(), ..new("102") },
            NewChannel { access_token: "two words".into(), ..new("102") },
            NewChannel { department_id: Some(unknown), ..new("102") },
        ];
        let mut codes = Vec::new();
        for channel in refused {
            codes.push(desk.create_channel(&Actor::System, channel).await.unwrap_err().code());
        }
        assert_eq!(codes, ["CONFLICT", "INVALID_INPUT", "INVALID_INPUT", "INVALID_INPUT", "NOT_FOUND"]);
        let bia = Actor::Person(desk.agent("Bia", &[]).await);
        assert!(matches!(desk.create_channel(&bia, new("102")).await, Err(DeskError::Forbidden)));
    }

    async fn the_previous_app_secret_stays_good_while_it_is_rotated(desk: &TestDesk) {
        let id = made(desk, "101").await;
        let patch = |secret: &str| ChannelPatch {
            app_secret: Some(secret.into()),
            ..ChannelPatch::default()
        };
        changed(desk, id, patch("second")).await;
        assert_eq!(signing(desk), ["second", "app-secret"]);
        let facts = desk.channel_by_phone_number_id("101").await.unwrap().unwrap();
        assert_eq!(facts.fingerprints.len(), 2);
        changed(desk, id, patch("second")).await;
        assert_eq!(signing(desk), ["second", "app-secret"], "the same again rotates nothing out");
        changed(desk, id, patch("third")).await;
        assert_eq!(signing(desk), ["third", "second"]);
    }

    async fn channels_of_one_app_share_its_secret(desk: &TestDesk) {
        made(desk, "101").await;
        made(desk, "102").await;
        assert_eq!(signing(desk), ["app-secret"]);
    }

    async fn another_node_learns_of_a_channel_when_it_meets_it_but_looks_once_a_second(desk: &TestDesk) {
        let other = desk.another_node().await;
        made(desk, "101").await;
        assert!(!other.verify_token_matches("verify"));
        assert!(!other.reload_channels().await.unwrap(), "it has just looked");
        assert_eq!(other.channel_by_phone_number_id("101").await.unwrap(), None);
        desk.pass(SECOND);
        assert!(other.channel_by_phone_number_id("101").await.unwrap().is_some());
        assert!(other.verify_token_matches("verify"));
        assert!(!other.reload_channels().await.unwrap());
    }

    async fn another_node_learns_of_a_change_within_ten_seconds(desk: &TestDesk) {
        let id = made(desk, "101").await;
        let sales = desk.department("Vendas").await;
        let other = desk.another_node().await;
        let patch = ChannelPatch { department: DepartmentPatch::Set(sales), ..ChannelPatch::default() };
        changed(desk, id, patch).await;
        let department = async || {
            let facts = other.channel_by_phone_number_id("101").await.unwrap();
            facts.unwrap().department_id
        };
        assert_eq!(department().await, None);
        desk.pass(11 * SECOND);
        assert_eq!(department().await, Some(sales));
    }

    async fn a_rejected_token_pauses_and_a_new_one_resumes(desk: &TestDesk) {
        let id = made(desk, "101").await;
        let failure = FailureRecord { code: Some(190), ..FailureRecord::default() };
        desk.pause_channel(id, PauseReason::TokenRejected, Some(failure.clone())).await.unwrap();
        let paused = desk.sending_access(id).await.unwrap().paused.unwrap();
        assert_eq!((paused.reason, paused.since), (PauseReason::TokenRejected, desk.now()));
        assert_eq!(paused.failure, Some(failure));
        desk.pause_channel(id, PauseReason::AccountRestricted, None).await.unwrap();
        let renaming = ChannelPatch { name: Some("Loja 2".into()), ..ChannelPatch::default() };
        let view = changed(desk, id, renaming).await;
        assert_eq!(view.paused.unwrap().reason, PauseReason::TokenRejected, "the first reason stays");
        let patch = ChannelPatch { access_token: Some("EAAC".into()), ..ChannelPatch::default() };
        assert_eq!(changed(desk, id, patch).await.paused, None);
        let access = desk.sending_access(id).await.unwrap();
        assert_eq!(access.access_token.expose_secret(), "EAAC");
        assert_eq!(access.paused, None);
    }

    async fn a_new_token_does_not_lift_another_pause_but_an_administrator_does(desk: &TestDesk) {
        let id = made(desk, "101").await;
        let pause = |paused| ChannelPatch { paused: Some(paused), ..ChannelPatch::default() };
        let view = changed(desk, id, pause(true)).await;
        assert_eq!(view.paused.unwrap().reason, PauseReason::ByAdministrator);
        let patch = ChannelPatch { access_token: Some("EAAC".into()), ..ChannelPatch::default() };
        assert!(changed(desk, id, patch).await.paused.is_some());
        assert_eq!(changed(desk, id, pause(false)).await.paused, None);
    }

    async fn a_number_in_coexistence_is_slower(desk: &TestDesk) {
        let id = made(desk, "101").await;
        assert_eq!(desk.sending_access(id).await.unwrap().per_second, 80);
        let patch = ChannelPatch { coexistence: Some(true), ..ChannelPatch::default() };
        changed(desk, id, patch).await;
        assert_eq!(desk.sending_access(id).await.unwrap().per_second, 20);
        let nowhere = desk.sending_access(ChannelId(Uuid::nil())).await;
        assert!(matches!(nowhere, Err(DeskError::NotFound("channel"))));
    }
}
