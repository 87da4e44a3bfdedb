//! Whatever happens in whatever order, the desk stays consistent; and what Meta repeats changes nothing.

use std::time::Duration;

use entity::delivery::DeliveryState;
use entity::message::{Direction, Origin};
use entity::{
    ChannelId, ConversationId, DepartmentId, MessageId, UnixMillis, conversation, journal, outbox,
    ticket,
};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};
use sea_orm::{EntityTrait, QueryOrder};
use uuid::Uuid;

use crate::access::{Actor, SignedIn};
use crate::conversation::{ConversationView, window};
use crate::message::{Content, FailureRecord, MessageView, SendMessage, ThreadQuery};
use crate::outbox::Settlement;
use crate::testing::{TestDesk, on_both_databases};
use crate::webhook::testing::{edits, reacts, reports, revokes, writes};
use crate::webhook::{Inbound, ReportedStatus, StatusReport};

/// A day at the desk, made up at random.
struct Day<'desk> {
    desk: &'desk TestDesk,
    random: StdRng,
    channels: Vec<ChannelId>,
    departments: Vec<DepartmentId>,
    people: Vec<SignedIn>,
    /// Everything that Meta told.
    told: Vec<Inbound>,
    /// Wamids of customers' messages, and of ours with their ids.
    theirs: Vec<(ChannelId, String)>,
    ours: Vec<(ChannelId, String, MessageId)>,
    count: i64,
}

impl<'desk> Day<'desk> {
    async fn begin(desk: &'desk TestDesk, seed: u64) -> Self {
        let departments = vec![
            desk.department("Sales").await,
            desk.department("Support").await,
        ];
        let channels = vec![
            desk.channel("Shop", Some(departments[0])).await,
            desk.channel("Repair", None).await,
        ];
        let people = vec![
            desk.agent("Ana", &departments).await,
            desk.agent("Bia", &departments).await,
        ];
        Self {
            desk,
            random: StdRng::seed_from_u64(seed),
            channels,
            departments,
            people,
            told: Vec::new(),
            theirs: Vec::new(),
            ours: Vec::new(),
            count: 0,
        }
    }

    /// A time of Meta's that no other event has, up to an hour late.
    fn some_time(&mut self) -> UnixMillis {
        self.count += 1;
        let late = if self.random.random_bool(0.2) {
            3_600_000
        } else {
            0
        };
        self.desk.now().plus(self.count - late)
    }

    async fn step(&mut self) {
        match self.random.random_range(0..10) {
            0..5 => {
                let items = (0..self.random.random_range(1..5))
                    .map(|_| self.tells())
                    .collect::<Vec<_>>();
                self.told.extend(items.clone());
                self.desk.hears(items).await;
            }
            5..7 => self.answers().await,
            7 => self.meta_answers().await,
            _ => self.moves().await,
        }
        self.desk
            .pass(Duration::from_millis(self.random.random_range(0..90_000)));
    }

    fn tells(&mut self) -> Inbound {
        let at = self.some_time();
        let channel = *self.channels.choose(&mut self.random).unwrap();
        let from = format!("55{}", self.random.random_range(0..4));
        let body = format!("{}", self.count);
        match self.random.random_range(0..10) {
            0..4 => {
                let message = writes(channel, &from, &body, at);
                self.theirs.push((channel, message.wamid.clone()));
                Inbound::Message(message)
            }
            4 => Inbound::Echo(writes(channel, &from, &body, at)),
            5 => self.repeats(),
            6 => self.changes_its_mind(at),
            _ => self.reports(),
        }
    }

    fn repeats(&mut self) -> Inbound {
        match self.told.choose(&mut self.random) {
            Some(item) => item.clone(),
            None => self.tells(),
        }
    }

    fn changes_its_mind(&mut self, at: UnixMillis) -> Inbound {
        let Some((channel, wamid)) = self.theirs.choose(&mut self.random).cloned() else {
            return self.tells();
        };
        match self.random.random_range(0..3) {
            0 => edits(channel, &wamid, "edited", at),
            1 => revokes(channel, &wamid, at),
            _ => reacts(channel, &wamid, Some("👍"), at),
        }
    }

    fn reports(&mut self) -> Inbound {
        self.count += 1;
        let at = self.desk.now().plus(self.count);
        let Some((channel, wamid, id)) = self.ours.choose(&mut self.random).cloned() else {
            return self.tells();
        };
        let statuses = [
            ReportedStatus::Sent,
            ReportedStatus::Delivered,
            ReportedStatus::Read,
            ReportedStatus::Failed,
        ];
        let status = *statuses.choose(&mut self.random).unwrap();
        Inbound::Status(StatusReport {
            our_message_id: Some(id),
            ..reports(channel, &wamid, status, at)
        })
    }

    fn somebody(&mut self) -> Actor {
        Actor::Person(self.people.choose(&mut self.random).unwrap().clone())
    }

    async fn some_conversation(&mut self) -> Option<conversation::Model> {
        let rows = conversations(self.desk).await;
        rows.choose(&mut self.random).cloned()
    }

    async fn answers(&mut self) {
        let Some(row) = self.some_conversation().await else {
            return;
        };
        let message = SendMessage {
            conversation_id: row.id,
            client_key: Uuid::new_v4(),
            content: Content::text(format!("answer {}", self.count)),
            reply_to: None,
            internal: self.random.random_bool(0.2),
        };
        // A closed window is an answer, too.
        drop(self.desk.send_message(&self.somebody(), message).await);
    }

    async fn meta_answers(&mut self) {
        for outbound in self.desk.leaving().await {
            let id = outbound.message.as_ref().unwrap().id;
            self.count += 1;
            let wamid = format!("wamid.out.{}", self.count);
            let settlement = match self.random.random_range(0..5) {
                0 => Settlement::Unclear {
                    failure: FailureRecord::default(),
                },
                1 => Settlement::NotSent {
                    failure: FailureRecord::default(),
                    retry_at: Some(self.desk.now().plus(1_000)),
                },
                2 => Settlement::Rejected {
                    failure: FailureRecord::default(),
                    retry_at: None,
                },
                _ => Settlement::Accepted {
                    wamid: wamid.clone(),
                    wa_id: None,
                    bsuid: None,
                    held: false,
                },
            };
            // Meta reports only on what it took, or may have taken.
            if matches!(
                settlement,
                Settlement::Accepted { .. } | Settlement::Unclear { .. }
            ) {
                self.ours.push((outbound.channel_id, wamid, id));
            }
            self.desk
                .settle_outbound(outbound.id, settlement)
                .await
                .unwrap();
        }
    }

    /// Commands that may be refused; what they leave behind is what counts. (To retry and to give up are
    /// decisions on what is known at that moment; they have tests of their own.)
    async fn moves(&mut self) {
        let Some(row) = self.some_conversation().await else {
            return;
        };
        let actor = self.somebody();
        let agent = self.people[0].person_id;
        let department = *self.departments.choose(&mut self.random).unwrap();
        match self.random.random_range(0..6) {
            0 => drop(self.desk.claim(&actor, row.id).await),
            1 => drop(self.desk.assign_to_agent(&actor, row.id, agent).await),
            2 => drop(
                self.desk
                    .assign_to_department(&actor, row.id, department)
                    .await,
            ),
            3 => drop(self.desk.close_ticket(&actor, row.id).await),
            4 => drop(self.desk.mark_unread(&actor, row.id).await),
            _ => drop(self.desk.mark_read(&actor, row.id, None).await),
        }
    }

    /// All that agents can see.
    async fn picture(&self) -> Vec<(ConversationView, Vec<MessageView>)> {
        let mut picture = Vec::new();
        for row in conversations(self.desk).await {
            picture.push((
                self.desk.conversation_now(row.id).await,
                self.desk.all_in(row.id).await,
            ));
        }
        picture
    }
}

async fn conversations(desk: &TestDesk) -> Vec<conversation::Model> {
    let rows = conversation::Entity::find().order_by_asc(conversation::Column::Id);
    rows.all(desk.database().read()).await.unwrap()
}

/// The whole thread.
async fn thread_of(desk: &TestDesk, id: ConversationId) -> Vec<MessageView> {
    let mut thread = Vec::new();
    let mut after = None;
    loop {
        let query = ThreadQuery::First { count: 100, after };
        let page = desk.thread(&Actor::System, id, query).await.unwrap();
        after = page.items.last().map(MessageView::cursor);
        thread.extend(page.items);
        if !page.has_next {
            return thread;
        }
    }
}

async fn check_conversations(desk: &TestDesk) {
    let tickets = ticket::Entity::find()
        .all(desk.database().read())
        .await
        .unwrap();
    for row in conversations(desk).await {
        let open: Vec<_> = tickets
            .iter()
            .filter(|ticket| ticket.conversation_id == row.id && ticket.closed_at.is_none())
            .map(|ticket| ticket.id)
            .collect();
        assert_eq!(
            open,
            row.ticket_id.into_iter().collect::<Vec<_>>(),
            "one open ticket, the known one"
        );
        assert!(
            row.ticket_id.is_some() || (row.agent_id.is_none() && row.department_id.is_none()),
            "L-153"
        );
        assert!(row.department_id.is_none() || row.department_id == row.visible_department_id);
        assert_eq!(row.unread_count > 0, row.first_unread_message_id.is_some());
        check_thread(&row, &thread_of(desk, row.id).await);
    }
}

fn check_thread(row: &conversation::Model, thread: &[MessageView]) {
    let said: Vec<_> = thread
        .iter()
        .filter(|message| message.direction != Direction::System)
        .collect();
    let newest = said.last().expect("somebody said something");
    assert_eq!(row.last_message_id, Some(newest.id));
    assert_eq!(row.last_activity_at, newest.sent_at);
    let by_customer = || {
        said.iter()
            .filter(|message| message.origin == Origin::Customer)
    };
    let last_written = by_customer().map(|message| message.sent_at).max();
    assert_eq!(
        row.window_expires_at,
        last_written.map(|at| at.plus(window::LENGTH))
    );
    assert!(usize::try_from(row.unread_count).unwrap() <= said.len());
    if let Some(since) = row.waiting_since {
        assert!(
            by_customer().any(|message| message.sent_at == since),
            "L-050"
        );
    }
}

async fn check_outbox(desk: &TestDesk) {
    for row in outbox::Entity::find()
        .all(desk.database().read())
        .await
        .unwrap()
    {
        let Some(id) = row.message_id else { continue };
        let state = desk.message_now(id).await.delivery.unwrap().state;
        let waits = matches!(
            state,
            DeliveryState::Queued | DeliveryState::Sending | DeliveryState::Unknown
        );
        assert!(waits, "{state:?} does not wait in the outbox");
    }
}

async fn check_journal(desk: &TestDesk) {
    let rows = journal::Entity::find().order_by_asc(journal::Column::Seq);
    let rows = rows.all(desk.database().read()).await.unwrap();
    assert!(
        rows.iter().zip(1..).all(|(row, seq)| row.seq == seq),
        "no gaps"
    );
}

on_both_databases! {
    async fn whatever_happens_the_desk_stays_consistent_and_repeats_change_nothing(desk: &TestDesk) {
        let mut day = Day::begin(desk, 20_261_121).await;
        for _ in 0..150 {
            day.step().await;
        }
        check_conversations(desk).await;
        check_outbox(desk).await;
        check_journal(desk).await;

        // Meta tells everything again, in another order and in other batches.
        let before = day.picture().await;
        let messages: usize = before.iter().map(|(_, thread)| thread.len()).sum();
        assert!(before.len() == 8 && messages > 100 && day.ours.len() > 10, "it was a busy day");
        let head = desk.journal().head().await.unwrap();
        let mut told = day.told.clone();
        told.shuffle(&mut day.random);
        for batch in told.chunks(37) {
            desk.hears(batch.to_vec()).await;
        }
        assert_eq!(day.picture().await, before);
        assert_eq!(desk.journal().head().await.unwrap(), head, "nobody is told of nothing");
    }
}
