//! Signing in and out, on real databases.

use std::time::Duration;

use entity::person::Role;
use entity::{DeviceId, PersonId, SessionId, session};
use sea_orm::EntityTrait;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::SignIn;
use crate::DeskError;
use crate::access::{Actor, SignedIn};
use crate::journal::Event;
use crate::person::{NewPerson, PersonPatch};
use crate::testing::{TestDesk, on_both_databases};

const DAY: Duration = Duration::from_hours(24);
const PASSWORD: &str = "janela azul";

async fn ana(desk: &TestDesk) -> PersonId {
    let person = NewPerson {
        email: "Ana@Example.com".into(),
        name: "Ana".into(),
        role: Role::Administrator,
        password: Some(PASSWORD.into()),
        departments: Vec::new(),
        visibility: None,
    };
    desk.create_person(&Actor::System, person).await.unwrap().id
}

fn attempt(email: &str, password: &str, device: Option<DeviceId>) -> SignIn {
    SignIn {
        email: email.into(),
        password: password.into(),
        device_id: device,
        label: "Chrome on Android".into(),
        from: Some("192.0.2.7".parse().unwrap()),
    }
}

async fn signed_in(desk: &TestDesk, device: Option<DeviceId>) -> (SignedIn, SecretString) {
    let outcome = desk
        .sign_in(attempt("ana@example.com", PASSWORD, device))
        .await;
    outcome.unwrap()
}

fn ended(events: &[Event]) -> Vec<SessionId> {
    let ended = events.iter().filter_map(|event| match event {
        Event::SessionEnded { session_id, .. } => Some(*session_id),
        _ => None,
    });
    ended.collect()
}

on_both_databases! {
    async fn a_person_signs_in_and_is_recognised_by_the_token(desk: &TestDesk) {
        let id = ana(desk).await;
        let device = DeviceId(Uuid::new_v4());
        let request = attempt(" ANA@example.com", PASSWORD, Some(device));
        let (signed_in, token) = desk.sign_in(request).await.unwrap();
        assert_eq!((signed_in.person_id, signed_in.device_id), (id, Some(device)));
        assert_eq!(token.expose_secret().len(), 43, "32 bytes in base64url");
        let recognised = desk.authenticate_session(token.expose_secret()).await.unwrap();
        assert_eq!(recognised, signed_in);
        let stored = session::Entity::find().all(desk.database().read()).await.unwrap();
        assert_eq!(stored[0].token_hash.len(), 32, "only the hash is stored");
    }

    async fn who_may_not_in_is_not_told_why(desk: &TestDesk) {
        let id = ana(desk).await;
        for (email, password) in [
            ("ana@example.com", "janela verde"),
            ("nobody@example.com", PASSWORD),
            ("no address", PASSWORD),
        ] {
            let refused = desk.sign_in(attempt(email, password, None)).await;
            assert!(matches!(refused, Err(DeskError::InvalidCredentials)), "{email}");
        }
        desk.person("Bia", Role::Administrator, &[]).await;
        let inactive = PersonPatch { active: Some(false), ..PersonPatch::default() };
        desk.update_person(&Actor::System, id, inactive).await.unwrap();
        let refused = desk.sign_in(attempt("ana@example.com", PASSWORD, None)).await;
        assert!(matches!(refused, Err(DeskError::InvalidCredentials)));
    }

    async fn guessing_is_slowed_down_and_a_right_guess_forgives(desk: &TestDesk) {
        ana(desk).await;
        let wrong = || desk.sign_in(attempt("ana@example.com", "janela verde", None));
        for _ in 0..9 {
            assert!(matches!(wrong().await, Err(DeskError::InvalidCredentials)));
        }
        signed_in(desk, None).await;
        for _ in 0..10 {
            assert!(matches!(wrong().await, Err(DeskError::InvalidCredentials)));
        }
        assert!(matches!(wrong().await, Err(DeskError::RateLimited { retry_after_seconds: 30 })));
        let right = desk.sign_in(attempt("ana@example.com", PASSWORD, None)).await;
        assert!(matches!(right, Err(DeskError::RateLimited { .. })), "or guessing would go on");
        desk.pass(Duration::from_secs(30));
        signed_in(desk, None).await;
    }

    async fn a_device_has_one_session_and_each_sign_in_a_new_token(desk: &TestDesk) {
        ana(desk).await;
        let device = DeviceId(Uuid::new_v4());
        let (first, old) = signed_in(desk, Some(device)).await;
        let (elsewhere, _) = signed_in(desk, Some(DeviceId(Uuid::new_v4()))).await;
        let before = desk.journal().head().await.unwrap();
        let (second, new) = signed_in(desk, Some(device)).await;
        assert_ne!(old.expose_secret(), new.expose_secret());
        assert_eq!(ended(&desk.events_after(before).await), [first.session_id]);
        let refused = desk.authenticate_session(old.expose_secret()).await;
        assert!(matches!(refused, Err(DeskError::Unauthenticated)));
        assert!(desk.refresh(&elsewhere).await.is_ok());
        assert!(desk.refresh(&second).await.is_ok());
    }

    async fn a_session_slides_for_thirty_days_and_then_ends(desk: &TestDesk) {
        ana(desk).await;
        let (signed_in, token) = signed_in(desk, None).await;
        let me = Actor::Person(signed_in.clone());
        desk.pass(29 * DAY);
        let seen_before = desk.sessions(&me).await.unwrap()[0].last_seen_at;
        desk.authenticate_session(token.expose_secret()).await.unwrap();
        // The use is noted behind the caller's back, through the same door as every change.
        while desk.sessions(&me).await.unwrap()[0].last_seen_at == seen_before {
            tokio::task::yield_now().await;
        }
        desk.pass(29 * DAY);
        assert!(desk.refresh(&signed_in).await.is_ok());
        desk.pass(2 * DAY);
        let refused = desk.authenticate_session(token.expose_secret()).await;
        assert!(matches!(refused, Err(DeskError::Unauthenticated)));
        assert!(desk.sessions(&me).await.unwrap().is_empty());
    }

    async fn signing_out_ends_the_own_session_and_a_lost_phone_is_ended_from_elsewhere(desk: &TestDesk) {
        ana(desk).await;
        let (phone, _) = signed_in(desk, Some(DeviceId(Uuid::new_v4()))).await;
        let (desktop, _) = signed_in(desk, None).await;
        let me = Actor::Person(desktop.clone());
        let sessions = desk.sessions(&me).await.unwrap();
        let current: Vec<_> = sessions.iter().map(|one| (one.id, one.current)).collect();
        assert_eq!(current, [(desktop.session_id, true), (phone.session_id, false)]);

        desk.end_session(&me, phone.session_id).await.unwrap();
        assert!(matches!(desk.refresh(&phone).await, Err(DeskError::Unauthenticated)));
        let again = desk.end_session(&me, phone.session_id).await;
        assert!(matches!(again, Err(DeskError::NotFound(_))));
        desk.sign_out(&me).await.unwrap();
        assert!(matches!(desk.refresh(&desktop).await, Err(DeskError::Unauthenticated)));
    }

    async fn nobody_ends_the_session_of_another(desk: &TestDesk) {
        let bia = desk.agent("Bia", &[]).await;
        let caio = desk.agent("Caio", &[]).await;
        let refused = desk.end_session(&Actor::Person(caio), bia.session_id).await;
        assert!(matches!(refused, Err(DeskError::NotFound(_))));
        assert!(desk.refresh(&bia).await.is_ok());
    }

    async fn a_new_password_ends_every_session_but_the_one_that_sets_it(desk: &TestDesk) {
        let id = ana(desk).await;
        let (here, _) = signed_in(desk, None).await;
        let (there, _) = signed_in(desk, None).await;
        let patch = PersonPatch { password: Some("janela verde".into()), ..PersonPatch::default() };
        let before = desk.journal().head().await.unwrap();
        desk.update_person(&Actor::Person(here.clone()), id, patch).await.unwrap();
        assert_eq!(ended(&desk.events_after(before).await), [there.session_id]);
        assert!(desk.refresh(&here).await.is_ok());
        assert!(desk.refresh(&there).await.is_err());
        assert!(desk.sign_in(attempt("ana@example.com", PASSWORD, None)).await.is_err());
        assert!(desk.sign_in(attempt("ana@example.com", "janela verde", None)).await.is_ok());
    }
}
