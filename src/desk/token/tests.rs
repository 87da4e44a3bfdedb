//! Integrators' tokens, on real databases.

use secrecy::ExposeSecret;

use crate::DeskError;
use crate::access::{Actor, Integrator, Scope, Scopes};
use crate::testing::on_both_databases;

fn scopes(scopes: impl IntoIterator<Item = Scope>) -> Scopes {
    Scopes(scopes.into_iter().collect())
}

on_both_databases! {
    async fn a_token_is_shown_once_and_recognised_until_it_is_revoked(desk: &TestDesk) {
        let allowed = scopes([Scope::Read, Scope::Send]);
        let (token, secret) = desk
            .create_token(&Actor::System, "CRM", allowed.clone())
            .await
            .unwrap();
        assert!(secret.expose_secret().starts_with("gch_"), "secret scanners know it by that");
        let program = desk.authenticate_token(secret.expose_secret()).await.unwrap();
        assert_eq!((program.token_id, &program.scopes), (token.id, &allowed));
        while desk.tokens(&Actor::System).await.unwrap()[0].last_used_at.is_none() {
            tokio::task::yield_now().await;
        }
        let own = desk.own_token(&Actor::Integrator(program.clone())).await.unwrap().unwrap();
        assert_eq!(own.name, "CRM");

        let revoked = desk.revoke_token(&Actor::System, token.id).await.unwrap();
        assert_eq!(revoked.revoked_at, Some(desk.now()));
        assert!(matches!(
            desk.authenticate_token(secret.expose_secret()).await,
            Err(DeskError::Unauthenticated)
        ));
        assert!(matches!(desk.refresh_integrator(&program).await, Err(DeskError::Unauthenticated)));
        let again = desk.revoke_token(&Actor::System, token.id).await.unwrap();
        assert_eq!(again.revoked_at, revoked.revoked_at);
    }

    async fn what_is_no_token_is_refused(desk: &TestDesk) {
        for text in ["", "gch_", "gch_wrong", &"x".repeat(10_000), "\0"] {
            let refused = desk.authenticate_token(text).await;
            assert!(matches!(refused, Err(DeskError::Unauthenticated)));
            let refused = desk.authenticate_session(text).await;
            assert!(matches!(refused, Err(DeskError::Unauthenticated)));
        }
    }

    async fn a_program_gives_away_no_more_than_it_has(desk: &TestDesk) {
        let allowed = scopes([Scope::Administer]);
        let (token, _) = desk.create_token(&Actor::System, "setup", allowed.clone()).await.unwrap();
        let setup = Actor::Integrator(Integrator { token_id: token.id, scopes: allowed.clone() });
        assert!(desk.create_token(&setup, "child", allowed).await.is_ok());
        let greedy = desk.create_token(&setup, "child", scopes([Scope::Send])).await;
        assert!(matches!(greedy, Err(DeskError::Forbidden)));
        let useless = desk.create_token(&Actor::System, "none", Scopes::default()).await;
        assert!(matches!(useless, Err(DeskError::Invalid { field: "scopes", .. })));
    }
}
