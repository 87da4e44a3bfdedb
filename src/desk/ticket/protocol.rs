//! Protocol numbers (L-024): year, month, day and a number within the day, in UTC.

use entity::{UnixMillis, protocol_day};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::error::DeskError;
use crate::storage::UnitOfWork;

/// Takes the next protocol number of the day.
pub(super) async fn next_in(unit: &UnitOfWork) -> Result<String, DeskError> {
    let day = day_of(unit.now())?;
    let row = protocol_day::Entity::insert(protocol_day::ActiveModel {
        day: Set(day),
        last: Set(1),
    })
    .on_conflict(
        OnConflict::column(protocol_day::Column::Day)
            .value(
                protocol_day::Column::Last,
                Expr::col((protocol_day::Entity, protocol_day::Column::Last)).add(1),
            )
            .to_owned(),
    )
    .exec_with_returning(unit.connection())
    .await?;
    Ok(format(row.day, row.last))
}

fn format(day: i32, number: i32) -> String {
    format!("{day}{number:04}")
}

fn day_of(now: UnixMillis) -> Result<i32, DeskError> {
    let date = jiff::Timestamp::from_millisecond(now.0)
        .map_err(|error| DeskError::Internal(error.to_string()))?
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    Ok(i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_protocol_number_begins_with_its_day() {
        let day = day_of(UnixMillis(1_795_266_309_123)).unwrap();
        assert_eq!(day, 20_261_121);
        assert_eq!(format(day, 7), "202611210007");
        assert_eq!(format(day, 12_345), "2026112112345");
    }
}
