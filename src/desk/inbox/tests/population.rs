//! A desk full of conversations in arbitrary states.

use std::collections::BTreeSet;
use std::sync::Arc;

use entity::person::{Role, Visibility};
use entity::{
    ChannelId, ContactId, ConversationId, DepartmentId, PersonId, SessionId, TicketId, UnixMillis,
    contact, conversation,
};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use sea_orm::{EntityTrait, IntoActiveModel};
use uuid::Uuid;

use crate::DeskError;
use crate::access::{Actor, Integrator, Scope, Scopes, SignedIn};
use crate::inbox::{InboxFilter, InboxList};
use crate::testing::{NOON, TestDesk};

/// A desk full of conversations.
pub struct Population {
    pub conversations: Vec<conversation::Model>,
    pub people: Vec<PersonId>,
    pub departments: Vec<DepartmentId>,
    pub channels: Vec<ChannelId>,
    random: StdRng,
}

impl Population {
    /// Fills `desk` with `count` conversations, the same ones for the same `seed`.
    pub async fn fill(desk: &TestDesk, seed: u64, count: usize) -> Self {
        let mut departments = Vec::new();
        for name in ["Sales", "Support", "Billing", "Empty"] {
            departments.push(desk.department(name).await);
        }
        let mut channels = Vec::new();
        for name in ["Shop", "Repair"] {
            channels.push(desk.channel(name, None).await);
        }
        let mut people = Vec::new();
        for name in ["Ana", "Bia", "Cai"] {
            people.push(desk.agent(name, &[]).await.person_id);
        }
        let mut this = Self {
            conversations: Vec::new(),
            people,
            departments,
            channels,
            random: StdRng::seed_from_u64(seed),
        };
        this.conversations = (0..count).map(|index| this.conversation(index)).collect();
        this.insert(desk).await;
        this
    }

    fn conversation(&mut self, index: usize) -> conversation::Model {
        // The last department stays empty.
        let served = &self.departments[..3];
        let random = &mut self.random;
        let open = random.random_bool(0.5);
        let agent_id =
            (open && random.random_bool(0.5)).then(|| *self.people.choose(random).unwrap());
        let department_id =
            (open && random.random_bool(0.5)).then(|| *served.choose(random).unwrap());
        let earlier = random
            .random_bool(0.5)
            .then(|| *served.choose(random).unwrap());
        let id = Uuid::from_u128(u128::try_from(index).unwrap() + (1 << 100));
        conversation::Model {
            id: ConversationId(id),
            contact_id: ContactId(id),
            channel_id: *self.channels.choose(random).unwrap(),
            ticket_id: open.then_some(TicketId(id)),
            agent_id,
            department_id,
            visible_department_id: department_id.or(earlier),
            window_expires_at: None,
            last_customer_message_at: None,
            // Few enough that many share one: then the id decides.
            last_activity_at: NOON.plus(random.random_range(0..50)),
            last_message_id: None,
            unread_count: random.random_range(0..3) / 2,
            first_unread_message_id: None,
            waiting_since: None,
            held_count: 0,
            undelivered_count: 0,
            echo_since: None,
            version: 1,
            created_at: UnixMillis(0),
        }
    }

    async fn insert(&self, desk: &TestDesk) {
        for chunk in self.conversations.chunks(500) {
            let rows = chunk.to_vec();
            desk.database()
                .write(move |unit| {
                    Box::pin(async move {
                        let contacts = rows.iter().map(|row| contact::Model {
                            id: row.contact_id,
                            profile_name: None,
                            edited_name: None,
                            created_at: UnixMillis(0),
                            updated_at: UnixMillis(0),
                        });
                        contact::Entity::insert_many(
                            contacts.map(IntoActiveModel::into_active_model),
                        )
                        .exec_without_returning(unit.connection())
                        .await?;
                        let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
                        conversation::Entity::insert_many(rows)
                            .exec_without_returning(unit.connection())
                            .await?;
                        Ok::<(), DeskError>(())
                    })
                })
                .await
                .unwrap();
        }
    }

    /// Viewers of every kind.
    pub fn viewers(&self) -> Vec<Actor> {
        let mut viewers = vec![
            Actor::System,
            Actor::Integrator(Integrator {
                token_id: entity::ApiTokenId(Uuid::nil()),
                scopes: Scopes(BTreeSet::from([Scope::Read])),
            }),
        ];
        let memberships: [&[DepartmentId]; 3] =
            [&[], &self.departments[..1], &self.departments[1..]];
        for role in [Role::Agent, Role::Supervisor, Role::Administrator] {
            for visibility in [
                Visibility::Everything,
                Visibility::Departments,
                Visibility::Own,
            ] {
                viewers.extend(memberships.iter().map(|departments| {
                    Actor::Person(SignedIn {
                        person_id: self.people[0],
                        role,
                        visibility,
                        departments: Arc::new(departments.iter().copied().collect()),
                        session_id: SessionId(Uuid::nil()),
                        device_id: None,
                        locale: "pt-BR".into(),
                    })
                }));
            }
        }
        viewers
    }

    /// No filter, each filter alone, and all together.
    pub fn filters(&self) -> Vec<InboxFilter> {
        let none = InboxFilter::default();
        let unread = InboxFilter {
            unread_only: true,
            ..none
        };
        let department = InboxFilter {
            department_id: Some(self.departments[0]),
            ..none
        };
        let colleague = InboxFilter {
            agent_id: Some(self.people[1]),
            ..none
        };
        let channel = InboxFilter {
            channel_id: Some(self.channels[0]),
            ..none
        };
        let all = InboxFilter {
            unread_only: true,
            department_id: department.department_id,
            agent_id: Some(self.people[0]),
            channel_id: channel.channel_id,
        };
        vec![none, unread, department, colleague, channel, all]
    }

    /// Every combination of viewer, list and filter.
    pub fn questions(&self) -> Vec<(Actor, InboxList, InboxFilter)> {
        let mut questions = Vec::new();
        for viewer in self.viewers() {
            for list in InboxList::ALL {
                for filter in self.filters() {
                    questions.push((viewer.clone(), list, filter));
                }
            }
        }
        questions
    }
}
