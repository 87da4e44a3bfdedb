//! Whose conversation it is: claimed, forwarded, closed, opened again.

use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Installation, Socket};
use serde_json::{Value, json};

use super::Scene;

const WHOSE: &str = "conversation { agent { name } department { name } ticket { protocol } }";

on_both_databases!(
    a_conversation_is_claimed_once,
    forwarding_to_an_agent_removes_the_department,
    forwarding_to_a_department_removes_the_agent_and_hides_it_from_the_old_one,
    closing_ends_the_ticket_and_the_next_message_opens_another,
);

async fn person(client: &Client, name: &str) -> Value {
    let data = client.data("{ people { id name } }", json!({})).await;
    let people = data["people"].as_array().expect("people");
    people
        .iter()
        .find(|person| person["name"] == name)
        .expect("a colleague")["id"]
        .clone()
}

async fn department(client: &Client, name: &str) -> Value {
    let data = client.data("{ departments { id name } }", json!({})).await;
    let all = data["departments"].as_array().expect("departments");
    all.iter()
        .find(|department| department["name"] == name)
        .expect("a department")["id"]
        .clone()
}

async fn a_conversation_is_claimed_once(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    let (ana, bruno) = (
        Client::person(desk, "ana").await,
        Client::person(desk, "bruno").await,
    );
    let input = json!({ "conversationId": scene.conversation });
    let first = ana.mutate("claimConversation", input.clone(), WHOSE).await;
    assert_eq!(first["conversation"]["agent"]["name"], "Ana");
    let second = bruno
        .mutate("claimConversation", input.clone(), WHOSE)
        .await;
    assert_eq!(second["error"]["code"], "ALREADY_CLAIMED");
    assert_eq!(second["error"]["person"]["name"], "Ana", "who was faster");
    let again = ana.mutate("claimConversation", input, WHOSE).await;
    assert_eq!(
        again["error"],
        json!(null),
        "claiming one's own is no conflict"
    );
    let thread = ana.thread(&scene.conversation).await;
    let claims = thread
        .iter()
        .filter(|message| message["content"]["event"] == "CLAIMED");
    assert_eq!(claims.count(), 1);
}

/// L-145, L-150.
async fn forwarding_to_an_agent_removes_the_department(desk: &mut Installation) {
    let scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    let mut brunos = Socket::live(desk, &Client::person(desk, "bruno").await).await;
    let agent = person(&ana, "Bruno").await;
    let input = json!({ "conversationId": scene.conversation, "agentId": agent });
    let forwarded = ana.mutate("assignToAgent", input, WHOSE).await;
    assert_eq!(forwarded["conversation"]["agent"]["name"], "Bruno");
    assert!(forwarded["conversation"]["department"].is_null());
    let told = brunos
        .event_where(|event| event["change"] == "ASSIGNED")
        .await;
    assert_eq!(told["conversation"]["agent"]["name"], "Bruno");
    let thread = ana.thread(&scene.conversation).await;
    let remark = thread
        .iter()
        .find(|message| message["content"]["event"] == "ASSIGNED_TO_AGENT");
    let content = &remark.expect("a remark in the thread")["content"];
    assert_eq!(
        (&content["person"]["name"], &content["target"]["name"]),
        (&json!("Ana"), &json!("Bruno"))
    );
}

/// L-149, L-154.
async fn forwarding_to_a_department_removes_the_agent_and_hides_it_from_the_old_one(
    desk: &mut Installation,
) {
    let scene = Scene::set(desk).await;
    let (ana, bruno) = (
        Client::person(desk, "ana").await,
        Client::person(desk, "bruno").await,
    );
    let carla = Client::person(desk, "carla").await;
    ana.send(&scene.conversation, "Vou passar ao financeiro")
        .await;
    let mut brunos = Socket::live(desk, &bruno).await;
    let mut carlas = Socket::live(desk, &carla).await;
    let financeiro = department(&ana, "Financeiro").await;
    let input = json!({ "conversationId": scene.conversation, "departmentId": financeiro });
    let forwarded = ana
        .mutate("assignToDepartment", input, "conversation { id }")
        .await;
    assert_eq!(forwarded["error"], json!(null));
    let hidden = brunos
        .event_where(|event| event["__typename"] == "ConversationHidden")
        .await;
    assert_eq!(hidden["conversationId"], scene.conversation);
    carlas
        .event_where(|event| event["conversation"]["id"] == scene.conversation)
        .await;
    assert!(bruno.conversation(&scene.conversation).await.is_none());
    let seen = carla
        .conversation(&scene.conversation)
        .await
        .expect("Carla's department");
    assert!(seen["agent"].is_null());
    assert_eq!(seen["department"]["name"], "Financeiro");
}

/// L-148, L-153, L-161.
async fn closing_ends_the_ticket_and_the_next_message_opens_another(desk: &mut Installation) {
    let mut scene = Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    ana.send(&scene.conversation, "Resolvido!").await;
    let first = scene.now().await["ticket"]["protocol"].clone();
    let input = json!({ "conversationId": scene.conversation });
    let closed = ana.mutate("closeTicket", input.clone(), WHOSE).await;
    let conversation = &closed["conversation"];
    assert!(conversation["ticket"].is_null() && conversation["agent"].is_null());
    assert!(conversation["department"].is_null());
    let twice = ana.mutate("closeTicket", input, WHOSE).await;
    assert_eq!(twice["error"]["code"], "ALREADY_CLOSED");
    desk.says(&scene.ada, "Mais uma coisa");
    let conversation = scene.conversation.clone();
    let second = scene
        .watch
        .until("another ticket is open", async |client| {
            let protocol = client.conversation(&conversation).await?["ticket"]["protocol"].take();
            protocol.is_string().then_some(protocol)
        })
        .await;
    assert_ne!(first, second);
    let now = scene.now().await;
    assert!(
        now["agent"].is_null(),
        "a new ticket belongs to the number's department again"
    );
    assert_eq!(now["department"]["name"], "Atendimento");
}
