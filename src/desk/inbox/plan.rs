//! How a list is read: which indexes, and what else must hold.
//!
//! Every part tests the *whole* condition of the list, the viewer and the filter, but for what its index
//! assures, so that what it finds is right whatever index it walks; the parts' indexes together cover the
//! list. A property test holds both against the pure rule in [`super::lists`].

use std::collections::BTreeSet;

use entity::conversation::{Column, Entity};
use entity::person::Visibility;
use entity::{ChannelId, DepartmentId, PersonId};
use sea_orm::sea_query::{Expr, ExprTrait, Keyword, Order, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::lists::{OpenFor, open_for};
use super::{InboxList, InboxQuery};
use crate::access::{Actor, SignedIn};
use crate::page::InboxCursor;

/// How a list is read.
pub(super) struct Plan {
    walks: Vec<Walk>,
    tests: Vec<Test>,
    after: Option<InboxCursor>,
}

/// A condition that rows must meet.
struct Test {
    condition: Condition,
    /// Walks that meet no others. To test again what is certain would cost little, but it would mislead
    /// PostgreSQL, which takes conditions for independent and expects next to no rows.
    assured_by: Vec<Walk>,
}

/// An index, walked from the newest activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Walk {
    Everything,
    VisibleTo(DepartmentId),
    VisibleToAll,
    Agent(PersonId),
    Department(DepartmentId),
    Channel(ChannelId),
    Unassigned,
    InService,
    Open,
    Unread,
}

/// Plans a query for a viewer.
pub(super) fn plan(actor: &Actor, query: &InboxQuery) -> Plan {
    let mut tests = belongs(actor, query.list);
    tests.push(visible(actor));
    tests.extend(passes(query));
    Plan {
        walks: walks(actor, query),
        tests,
        after: query.after,
    }
}

impl Plan {
    /// One select per index, each with at most `limit` rows.
    pub fn parts(&self, limit: u64) -> impl Iterator<Item = SelectStatement> {
        self.walks.iter().map(move |walk| {
            let select = Entity::find()
                .filter(walk.condition())
                .filter(self.left_to_test(*walk));
            let select = match self.after {
                Some(place) => select.filter(beyond(place)),
                None => select,
            };
            // The whole key of the index is named: PostgreSQL does not see that a column which IS NULL
            // does not matter to the order.
            let select = match walk.leading_column() {
                Some(column) => select.order_by(column, Order::Asc),
                None => select,
            };
            select
                .order_by(Column::LastActivityAt, Order::Desc)
                .order_by(Column::Id, Order::Desc)
                .limit(limit)
                .into_query()
        })
    }
}

impl Plan {
    fn left_to_test(&self, walk: Walk) -> Condition {
        self.tests
            .iter()
            .filter(|test| !test.assured_by.contains(&walk))
            .fold(Condition::all(), |all, test| {
                all.add(tested(test.condition.clone()))
            })
    }
}

impl Test {
    fn of(condition: Condition) -> Self {
        Self {
            condition,
            assured_by: Vec::new(),
        }
    }

    /// Exactly what `walk` finds.
    fn like(walk: Walk) -> Self {
        Self {
            condition: walk.condition(),
            assured_by: vec![walk],
        }
    }

    fn assured_by(mut self, walks: impl IntoIterator<Item = Walk>) -> Self {
        self.assured_by.extend(walks);
        self
    }
}

impl Walk {
    /// What the index holds, in the words of its definition.
    fn condition(self) -> Condition {
        match self {
            Self::Everything => Condition::all(),
            Self::VisibleTo(department) => {
                Condition::all().add(Column::VisibleDepartmentId.eq(department))
            }
            Self::VisibleToAll => Condition::all().add(Column::VisibleDepartmentId.is_null()),
            Self::Agent(agent) => Condition::all().add(Column::AgentId.eq(agent)),
            Self::Department(department) => {
                Condition::all().add(Column::DepartmentId.eq(department))
            }
            Self::Channel(channel) => Condition::all().add(Column::ChannelId.eq(channel)),
            Self::Unassigned => Condition::all()
                .add(Column::TicketId.is_not_null())
                .add(Column::AgentId.is_null())
                .add(Column::DepartmentId.is_null()),
            Self::InService => Condition::all().add(Column::AgentId.is_not_null()),
            Self::Open => Condition::all().add(Column::TicketId.is_not_null()).add(
                Condition::any()
                    .add(Column::DepartmentId.is_not_null())
                    .add(Column::AgentId.is_null()),
            ),
            // SQLite takes a partial index only on its own words, not on a bound value.
            Self::Unread => Condition::all().add(Expr::cust("unread_count > 0")),
        }
    }

    const fn leading_column(self) -> Option<Column> {
        match self {
            Self::VisibleTo(_) | Self::VisibleToAll => Some(Column::VisibleDepartmentId),
            Self::Agent(_) => Some(Column::AgentId),
            Self::Department(_) => Some(Column::DepartmentId),
            Self::Channel(_) => Some(Column::ChannelId),
            Self::Everything | Self::Unassigned | Self::InService | Self::Open | Self::Unread => {
                None
            }
        }
    }
}

/// The indexes that together hold every conversation of the list: the narrowest ones known.
fn walks(actor: &Actor, query: &InboxQuery) -> Vec<Walk> {
    if matches!(actor, Actor::Witness(_) | Actor::Anonymous) {
        return Vec::new();
    }
    let me = actor.person_id();
    if let Some(person) = actor.signed_in()
        && person.visibility == Visibility::Own
    {
        return vec![Walk::Agent(person.person_id)];
    }
    if query.list == InboxList::Mine {
        return me.map(Walk::Agent).into_iter().collect();
    }
    if let Some(agent) = query.filter.agent_id {
        return vec![Walk::Agent(agent)];
    }
    if let Some(department) = query.filter.department_id {
        return vec![Walk::Department(department)];
    }
    if query.filter.unread_only {
        return vec![Walk::Unread];
    }
    match query.list {
        InboxList::Mine => Vec::new(),
        InboxList::InService => vec![Walk::InService],
        InboxList::Open => match open_for(actor) {
            OpenFor::Every => vec![Walk::Open],
            OpenFor::Nobody => Vec::new(),
            OpenFor::These(departments) => std::iter::once(Walk::Unassigned)
                .chain(departments.iter().copied().map(Walk::Department))
                .collect(),
        },
        InboxList::All => all_walks(actor, query),
    }
}

fn all_walks(actor: &Actor, query: &InboxQuery) -> Vec<Walk> {
    if let Some(channel) = query.filter.channel_id {
        return vec![Walk::Channel(channel)];
    }
    match restricted_to(actor) {
        None => vec![Walk::Everything],
        Some((person, departments)) => [Walk::VisibleToAll, Walk::Agent(person)]
            .into_iter()
            .chain(departments.iter().copied().map(Walk::VisibleTo))
            .collect(),
    }
}

/// The departments to which a viewer's sight is restricted.
fn restricted_to(actor: &Actor) -> Option<(PersonId, &BTreeSet<DepartmentId>)> {
    let person = actor.signed_in()?;
    (person.visibility == Visibility::Departments)
        .then_some((person.person_id, &*person.departments))
}

/// [`super::lists::lists_of`], in SQL.
fn belongs(actor: &Actor, list: InboxList) -> Vec<Test> {
    match list {
        InboxList::All => Vec::new(),
        InboxList::InService => vec![Test::like(Walk::InService)],
        InboxList::Mine => match actor.person_id() {
            Some(me) => vec![Test::like(Walk::Agent(me))],
            None => vec![Test::of(nothing())],
        },
        InboxList::Open => match open_for(actor) {
            OpenFor::Every => vec![Test::like(Walk::Open)],
            OpenFor::Nobody => vec![Test::of(nothing())],
            OpenFor::These(departments) => vec![open_for_these(&departments)],
        },
    }
}

/// Only an open ticket has a department.
fn open_for_these(departments: &BTreeSet<DepartmentId>) -> Test {
    let waits_for_anybody = Condition::all()
        .add(Column::AgentId.is_null())
        .add(Column::DepartmentId.is_null());
    let theirs = Condition::any()
        .add(waits_for_anybody)
        .add(Column::DepartmentId.is_in(departments.iter().copied()));
    Test::of(
        Condition::all()
            .add(Column::TicketId.is_not_null())
            .add(theirs),
    )
    .assured_by([Walk::Unassigned])
    .assured_by(departments.iter().copied().map(Walk::Department))
}

/// [`crate::access::may_see`], in SQL.
fn visible(actor: &Actor) -> Test {
    match actor {
        Actor::System | Actor::Integrator(_) => Test::of(Condition::all()),
        Actor::Person(person) => match person.visibility {
            Visibility::Everything => Test::of(Condition::all()),
            Visibility::Departments => visible_to_departments(person),
            Visibility::Own => Test::like(Walk::Agent(person.person_id)),
        },
        Actor::Witness(_) | Actor::Anonymous => Test::of(nothing()),
    }
}

/// A conversation with a department is visible to that department.
fn visible_to_departments(person: &SignedIn) -> Test {
    let departments = || person.departments.iter().copied();
    Test::of(
        Condition::any()
            .add(Column::AgentId.eq(person.person_id))
            .add(Column::VisibleDepartmentId.is_null())
            .add(Column::VisibleDepartmentId.is_in(departments())),
    )
    .assured_by([Walk::VisibleToAll, Walk::Agent(person.person_id)])
    .assured_by(departments().map(Walk::VisibleTo))
    .assured_by(departments().map(Walk::Department))
}

fn passes(query: &InboxQuery) -> impl Iterator<Item = Test> {
    let filter = &query.filter;
    [
        filter.unread_only.then_some(Walk::Unread),
        filter.department_id.map(Walk::Department),
        filter.agent_id.map(Walk::Agent),
        filter.channel_id.map(Walk::Channel),
    ]
    .into_iter()
    .flatten()
    .map(Test::like)
}

/// Where the walk begins: both databases seek there in the index.
fn beyond(place: InboxCursor) -> Expr {
    Expr::tuple([Expr::col(Column::LastActivityAt), Expr::col(Column::Id)])
        .lt(Expr::tuple([Expr::val(place.at), Expr::val(place.id)]))
}

/// A condition that only tests rows. SQLite would read it as an offer of another index (or of several, for
/// an OR) and sort what it finds; `IS TRUE` hides it from the planner and means the same.
fn tested(condition: Condition) -> Condition {
    if condition.is_empty() {
        return condition;
    }
    Condition::all().add(Expr::from(condition).is(Keyword::Custom("TRUE".into())))
}

fn nothing() -> Condition {
    Condition::all().add(Expr::val(1).eq(0))
}
