//! Sockets that the server closes because of who is behind them, or because it ends.

use std::time::Duration;

use desk::access::{Actor, Scope};
use desk::person::PersonPatch;
use entity::person::Role;
use serde_json::json;

use super::harness::{Server, Wishes};
use super::socket::{Socket, closed};
use crate::options::SocketOptions;

const NAME: &str = "{installation{name}}";

#[tokio::test]
async fn the_sockets_of_a_session_that_ends_are_closed_and_others_are_not() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let other = server.sign_in(colleague.person.clone()).await;
    // One that follows events and one that does not.
    let mut idle = Socket::ready(&server, &colleague).await;
    let mut following = Socket::ready(&server, &colleague).await;
    following
        .subscribe("1", "subscription{events{cursor}}", json!({}))
        .await;
    let mut kept = Socket::ready(&server, &other).await;
    let left = server.desk.sign_out(&colleague.actor()).await;
    left.expect("who is signed in can leave");
    assert_eq!(idle.end().await, closed(4410));
    assert_eq!(following.end().await, closed(4410));
    kept.subscribe("1", NAME, json!({})).await;
    assert_eq!(kept.hear().await["type"], "next");
}

#[tokio::test]
async fn a_person_who_is_deactivated_loses_their_sockets() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let mut socket = Socket::ready(&server, &colleague).await;
    let patch = PersonPatch {
        active: Some(false),
        ..PersonPatch::default()
    };
    server
        .desk
        .update_person(&Actor::System, colleague.person.id, patch)
        .await
        .expect("the system may deactivate anybody");
    assert_eq!(socket.end().await, closed(4410));
}

#[tokio::test]
async fn a_revoked_token_loses_its_socket_at_once() {
    let server = Server::start().await;
    let token = server.token(&[Scope::Read]).await;
    let mut socket = Socket::of_program(&server, &token).await;
    let made = server.desk.tokens(&Actor::System).await;
    let made = made.expect("the system sees all tokens").remove(0);
    server
        .desk
        .revoke_token(&Actor::System, made.id)
        .await
        .expect("a token that is there can be revoked");
    assert_eq!(socket.end().await, closed(4410));
}

/// Time passes without an event.
#[tokio::test]
async fn a_session_that_has_expired_loses_its_socket_at_the_next_look() {
    let sockets = SocketOptions {
        recheck_interval: Duration::from_millis(100),
        ..SocketOptions::default()
    };
    let server = Server::with(Wishes {
        sockets,
        ..Wishes::default()
    })
    .await;
    let colleague = server.colleague(Role::Agent).await;
    let mut socket = Socket::ready(&server, &colleague).await;
    socket.stays_silent(Duration::from_millis(300)).await;
    server.expire(&colleague).await;
    assert_eq!(socket.end().await, closed(4410));
}

#[tokio::test]
async fn at_shutdown_every_socket_is_told_to_come_back() {
    let server = Server::start().await;
    let colleague = server.colleague(Role::Agent).await;
    let mut sockets = Vec::new();
    for _ in 0..5 {
        sockets.push(Socket::ready(&server, &colleague).await);
    }
    sockets[0]
        .subscribe("1", "subscription{events{cursor}}", json!({}))
        .await;
    let service = server.service.clone();
    let down = tokio::spawn(async move { service.shut_down().await });
    for socket in &mut sockets {
        assert_eq!(socket.end().await, closed(1012));
    }
    drop(sockets);
    down.await.expect("the shutdown ends without a panic");
}
