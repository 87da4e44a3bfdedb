//! What a list shows is what the rule says.

use entity::{ConversationId, conversation};

use super::population::Population;
use crate::access::Actor;
use crate::conversation::ConversationView;
use crate::inbox::lists::lists_of;
use crate::inbox::{InboxFilter, InboxList, InboxQuery};
use crate::testing::{TestDesk, on_both_databases};

fn passes(filter: &InboxFilter, row: &conversation::Model) -> bool {
    (!filter.unread_only || row.unread_count > 0)
        && (filter.department_id.is_none() || filter.department_id == row.department_id)
        && (filter.agent_id.is_none() || filter.agent_id == row.agent_id)
        && filter
            .channel_id
            .is_none_or(|channel| channel == row.channel_id)
}

fn by_the_rule(
    population: &Population,
    viewer: &Actor,
    list: InboxList,
    filter: &InboxFilter,
) -> Vec<ConversationId> {
    let mut rows: Vec<_> = population
        .conversations
        .iter()
        .filter(|row| lists_of(viewer, row).contains(&list) && passes(filter, row))
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.last_activity_at, row.id)));
    rows.into_iter().map(|row| row.id).collect()
}

async fn by_the_database(
    desk: &TestDesk,
    viewer: &Actor,
    list: InboxList,
    filter: InboxFilter,
    first: u64,
) -> Vec<ConversationId> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let query = InboxQuery {
            list,
            filter,
            first,
            after,
        };
        let page = desk.inbox(viewer, query).await.unwrap();
        assert!(u64::try_from(page.items.len()).unwrap() <= first);
        assert_eq!(page.has_previous, after.is_some());
        for item in &page.items {
            assert!(item.lists.contains(&list));
        }
        after = page.items.last().map(ConversationView::cursor);
        found.extend(page.items.iter().map(|item| item.id));
        if !page.has_next {
            return found;
        }
    }
}

on_both_databases! {
    async fn every_list_shows_what_the_rule_says_page_by_page(desk: &TestDesk) {
        let population = Population::fill(desk, 42, 300).await;
        let mut seen = 0;
        for (index, (viewer, list, filter)) in population.questions().into_iter().enumerate() {
            let expected = by_the_rule(&population, &viewer, list, &filter);
            let first = [7, 30, 100][index % 3];
            let found = by_the_database(desk, &viewer, list, filter, first).await;
            assert_eq!(found, expected, "{viewer:?} {list:?} {filter:?}");
            seen += found.len();
        }
        assert!(seen > 10_000, "the population says something: {seen}");
    }

    async fn a_page_of_the_inbox_costs_one_statement(desk: &TestDesk) {
        let population = Population::fill(desk, 7, 100).await;
        for (viewer, list, filter) in population.questions() {
            let before = desk.database().statements();
            let query = InboxQuery { list, filter, first: 100, after: None };
            desk.inbox(&viewer, query).await.unwrap();
            assert!(desk.database().statements() - before <= 1);
        }
    }

    async fn nobody_sees_a_list_who_may_not_see_anything(desk: &TestDesk) {
        let population = Population::fill(desk, 1, 10).await;
        let query = InboxQuery { list: InboxList::All, filter: InboxFilter::default(), first: 10, after: None };
        assert!(desk.inbox(&Actor::Anonymous, query).await.is_err());
        let witness = Actor::Witness(Some(population.conversations[0].id));
        assert!(desk.inbox(&witness, query).await.unwrap().items.is_empty());
        for first in [0, 101] {
            assert!(desk.inbox(&Actor::System, InboxQuery { first, ..query }).await.is_err());
        }
    }
}
