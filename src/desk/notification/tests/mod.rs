//! From an event to a push, on real databases. Which event rings whom is tabled in [`super::rule`].

mod audience;
mod presence;
mod sending;
mod subscriptions;

use std::time::Duration;

use entity::person::Role;
use entity::{
    ChannelId, ConversationId, DepartmentId, DeviceId, MessageId, push_acknowledgement,
    push_subscription,
};
use sea_orm::{EntityTrait, PaginatorTrait};
use uuid::Uuid;

use super::{NewSubscription, Occasion, Planned, Preview, PushJob, PushOutcome};
use crate::DeskError;
use crate::access::{Actor, SignedIn};
use crate::journal::claim;
use crate::person::{Locale, PersonPatch, PreferencesPatch};
use crate::testing::TestDesk;
use crate::webhook::Inbound;
use crate::webhook::testing::{edits, revokes, writes};

const CONSUMER: &str = "push";
const MARIA: &str = "5521999990001";
const SECOND: Duration = Duration::from_secs(1);

/// Two departments, a channel whose tickets go to the first, and a consumer at the journal's head.
struct Scene {
    sales: DepartmentId,
    support: DepartmentId,
    channel: ChannelId,
}

async fn scene(desk: &TestDesk) -> Scene {
    let sales = desk.department("Vendas").await;
    let support = desk.department("Suporte").await;
    let channel = desk.channel("Loja", Some(sales)).await;
    claim(desk.database(), CONSUMER, "test")
        .await
        .unwrap()
        .unwrap();
    Scene {
        sales,
        support,
        channel,
    }
}

fn subscription(device_id: DeviceId) -> NewSubscription {
    NewSubscription {
        device_id,
        endpoint: format!("https://push.example.com/{device_id}"),
        p256dh: "BP4z".into(),
        auth: "k8JV".into(),
        locale: None,
    }
}

/// The person's device is told from now on.
async fn subscribe(desk: &TestDesk, person: &SignedIn) {
    let device = person.device_id.unwrap();
    let actor = Actor::Person(person.clone());
    let session = desk
        .register_push_subscription(&actor, subscription(device))
        .await;
    assert!(session.unwrap().push.subscribed);
}

/// An agent whose phone is told.
async fn agent(desk: &TestDesk, name: &str, departments: &[DepartmentId]) -> SignedIn {
    let agent = desk.agent(name, departments).await;
    subscribe(desk, &agent).await;
    agent
}

/// Plans everything that happened, and returns how many pushes were added.
async fn plan(desk: &TestDesk) -> u64 {
    let mut pushes = 0;
    let mut from = crate::journal::position(desk.database(), CONSUMER)
        .await
        .unwrap()
        .unwrap();
    loop {
        let planned = desk.plan_pushes(CONSUMER, from, 100).await.unwrap();
        pushes += planned.pushes;
        from = planned.position;
        if !planned.more {
            return pushes;
        }
    }
}

/// Plans, claims and has the push service take everything that is due.
async fn told(desk: &TestDesk) -> Vec<PushJob> {
    plan(desk).await;
    let jobs = desk.claim_pushes(100).await.unwrap();
    for job in &jobs {
        desk.settle_push(job.id, PushOutcome::Accepted)
            .await
            .unwrap();
    }
    jobs
}

fn devices(jobs: &[PushJob]) -> Vec<DeviceId> {
    let mut devices: Vec<_> = jobs.iter().map(|job| job.target.device_id).collect();
    devices.sort();
    devices
}

fn devices_of<const COUNT: usize>(people: [&SignedIn; COUNT]) -> Vec<DeviceId> {
    let mut devices: Vec<_> = people
        .iter()
        .filter_map(|person| person.device_id)
        .collect();
    devices.sort();
    devices
}

async fn newest_message(desk: &TestDesk, conversation: ConversationId) -> MessageId {
    desk.said_in(conversation).await.last().unwrap().id
}
