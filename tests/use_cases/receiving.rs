//! A customer writes; the right people see it at once.

use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Installation, Socket, Watch};

on_both_databases!(a_customers_message_arrives_live_on_a_socket,);

async fn a_customers_message_arrives_live_on_a_socket(desk: &mut Installation) {
    let ana = Client::person(desk, "ana").await;
    let mut socket = Socket::live(desk, &ana).await;
    let ada = desk.customer("Ada", "5561981234567");
    desk.says(&ada, "Oi!");
    let added = socket
        .event_where(|event| event["message"]["text"] == "Oi!")
        .await;
    assert_eq!(added["__typename"], "MessageAdded");
    assert_eq!(added["message"]["direction"], "INBOUND");
    assert_eq!(added["conversation"]["unreadCount"], 1);
    let conversation = Watch::start(desk).await.conversation_with("Ada").await;
    assert_eq!(conversation["id"], added["conversation"]["id"]);
}
