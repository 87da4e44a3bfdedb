//! Scalars of the schema, and how ids are read.

use std::str::FromStr;

use async_graphql::{
    Description, ID, InputValueError, InputValueResult, Scalar, ScalarType, Value,
};
use desk::DeskError;
use entity::UnixMillis;
use jiff::Timestamp;

/// A moment in UTC, RFC 3339 with milliseconds: `2026-11-21T13:05:09.123Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Description)]
pub struct Instant(pub UnixMillis);

#[Scalar(use_type_description)]
impl ScalarType for Instant {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = value else {
            return Err(InputValueError::expected_type(value));
        };
        let parsed: Timestamp = text.parse().map_err(InputValueError::custom)?;
        Ok(Self(UnixMillis(parsed.as_millisecond())))
    }

    fn to_value(&self) -> Value {
        // Outside of the years -9999 to 9999 there is nothing to show.
        let moment = Timestamp::from_millisecond(self.0.0).unwrap_or_default();
        Value::String(format!("{moment:.3}"))
    }
}

impl From<UnixMillis> for Instant {
    fn from(moment: UnixMillis) -> Self {
        Self(moment)
    }
}

/// A place in a list or in the journal of events. Opaque: keep it as it is, compare nothing but equality.
#[derive(Clone, Debug, PartialEq, Eq, Description)]
pub struct Cursor(pub String);

#[Scalar(use_type_description)]
impl ScalarType for Cursor {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) if text.len() <= 128 => Ok(Self(text)),
            Value::String(_) => Err(InputValueError::custom("this is not a cursor")),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

impl Cursor {
    /// The cursor of `place`.
    pub fn of(place: &impl ToString) -> Self {
        Self(place.to_string())
    }

    /// The place that the cursor names.
    pub fn place<T: FromStr>(&self, field: &'static str) -> Result<T, DeskError> {
        self.0
            .parse()
            .map_err(|_| DeskError::invalid(field, "this is not a cursor"))
    }
}

/// Reads an id that a client gave for `field`.
pub(crate) fn parse_id<T: FromStr>(id: &ID, field: &'static str) -> Result<T, DeskError> {
    id.parse()
        .map_err(|_| DeskError::invalid(field, "this is not an id"))
}

/// Reads an id that a client may have given for `field`.
pub(crate) fn parse_optional_id<T: FromStr>(
    id: Option<&ID>,
    field: &'static str,
) -> Result<Option<T>, DeskError> {
    id.map(|id| parse_id(id, field)).transpose()
}

/// Reads ids that a client gave for `field`.
pub(crate) fn parse_ids<T: FromStr>(ids: &[ID], field: &'static str) -> Result<Vec<T>, DeskError> {
    ids.iter().map(|id| parse_id(id, field)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_always_have_milliseconds() {
        let table = [
            (1_795_266_309_123, "2026-11-21T13:05:09.123Z"),
            (1_795_266_309_000, "2026-11-21T13:05:09.000Z"),
            (0, "1970-01-01T00:00:00.000Z"),
        ];
        for (milliseconds, text) in table {
            let instant = Instant(UnixMillis(milliseconds));
            assert_eq!(instant.to_value(), Value::String(text.into()));
            assert_eq!(Instant::parse(Value::String(text.into())).unwrap(), instant);
        }
    }
}
