//! Opening a desk, on real databases.

use crate::testing::on_both_databases;

on_both_databases! {
    async fn a_secret_is_made_once_and_read_by_every_node(desk: &TestDesk) {
        let first = desk.keep_secret("vapid", || b"first".to_vec()).await.unwrap();
        let again = desk.keep_secret("vapid", || b"second".to_vec()).await.unwrap();
        let elsewhere = desk.another_node().await.keep_secret("vapid", Vec::new).await.unwrap();
        assert_eq!([first, again, elsewhere], [b"first", b"first", b"first"]);
        let stored = desk.setting("vapid").await.unwrap().unwrap();
        assert!(!stored.windows(5).any(|bytes| bytes == b"first"), "it is not stored in plain");
    }

    async fn nodes_that_start_at_once_keep_the_same_secret(desk: &TestDesk) {
        let other = desk.another_node().await;
        let (one, two) = tokio::join!(
            desk.keep_secret("race", || b"one".to_vec()),
            other.keep_secret("race", || b"two".to_vec()),
        );
        assert_eq!(one.unwrap(), two.unwrap());
    }

    async fn a_wrong_key_is_noticed_at_once(desk: &TestDesk) {
        assert!(desk.another_key().await.is_err());
    }

    async fn cursors_outlive_a_restart_but_not_a_new_history(desk: &TestDesk) {
        let cursor = desk.journal().cursor(desk.journal().head().await.unwrap());
        let restarted = desk.another_node().await;
        assert!(restarted.journal().resume(&cursor).await.is_ok());
        restarted.begin_new_history().await.unwrap();
        let restored = desk.another_node().await;
        assert!(restored.journal().resume(&cursor).await.is_err());
    }

    async fn a_healthy_desk_answers_a_ping(desk: &TestDesk) {
        desk.ping().await.unwrap();
        desk.ping().await.unwrap();
    }
}
