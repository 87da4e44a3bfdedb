//! The number on the app's icon.

use std::collections::HashMap;

use entity::person::Visibility;
use entity::{PersonId, conversation};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement, UnionType};
use sea_orm::{ConnectionTrait, DatabaseConnection};

use super::people::People;
use super::rule::Candidate;
use crate::error::DeskError;

/// Nobody reads a larger number on an icon, and counting on would cost.
const MOST: u64 = 100;

/// How many conversations with unread messages are each person's to answer: those in which they are the agent,
/// and those of their departments. One statement, which stops counting at [`MOST`].
pub(super) async fn badges(
    read: &DatabaseConnection,
    people: &People,
) -> Result<HashMap<PersonId, u32>, DeskError> {
    let mut counts = people.candidates().map(|candidate| count(&candidate));
    let Some(mut statement) = counts.next() else {
        return Ok(HashMap::new());
    };
    statement.unions(counts.map(|count| (UnionType::All, count)));
    let rows = read.query_all(&statement).await?;
    rows.into_iter()
        .map(|row| {
            let person: PersonId = row.try_get("", "person")?;
            let number: i64 = row.try_get("", "number")?;
            Ok((person, u32::try_from(number).unwrap_or(0)))
        })
        .collect()
}

fn count(candidate: &Candidate<'_>) -> SelectStatement {
    use conversation::Column::{AgentId, DepartmentId, UnreadCount};

    let mut theirs = Expr::col(AgentId).eq(candidate.person_id);
    if candidate.visibility != Visibility::Own && !candidate.departments.is_empty() {
        let departments = candidate.departments.iter().copied();
        theirs = theirs.or(Expr::col(DepartmentId).is_in(departments));
    }
    let some = Query::select()
        .expr(Expr::val(1))
        .from(conversation::Entity)
        .and_where(Expr::col(UnreadCount).gt(0))
        .and_where(theirs)
        .limit(MOST)
        .take();
    Query::select()
        .expr_as(Expr::val(candidate.person_id), Alias::new("person"))
        .expr_as(Expr::cust("COUNT(*)"), Alias::new("number"))
        .from_subquery(some, Alias::new("some"))
        .take()
}
