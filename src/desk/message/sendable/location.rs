//! A place to send.

use super::optional_line;
use crate::error::DeskError;
use crate::message::Content;

/// Meta names no limit for name and address; this is ours, in characters.
const LONGEST: usize = 1_000;

pub(in crate::message) fn location(
    latitude: f64,
    longitude: f64,
    name: Option<&str>,
    address: Option<&str>,
) -> Result<Content, DeskError> {
    Ok(Content::Location {
        latitude: degrees("latitude", latitude, 90.0)?,
        longitude: degrees("longitude", longitude, 180.0)?,
        name: optional_line("name", LONGEST, name)?,
        address: optional_line("address", LONGEST, address)?,
    })
}

fn degrees(field: &'static str, value: f64, limit: f64) -> Result<f64, DeskError> {
    if value.is_finite() && value.abs() <= limit {
        return Ok(value);
    }
    Err(DeskError::invalid(
        field,
        format!("lies between -{limit} and {limit} degrees"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_lie_on_the_earth() {
        let table = [
            ((90.0, 180.0), true),
            ((-90.0, -180.0), true),
            ((90.000_1, 0.0), false),
            ((0.0, 180.000_1), false),
            ((f64::NAN, 0.0), false),
            ((0.0, f64::INFINITY), false),
        ];
        for ((latitude, longitude), taken) in table {
            let outcome = location(latitude, longitude, None, None);
            assert_eq!(outcome.is_ok(), taken, "{latitude} {longitude}");
        }
    }

    #[test]
    fn blank_words_are_none() {
        let place = location(1.0, 2.0, Some("  "), Some(" Rua A ")).unwrap();
        let expected = Content::Location {
            latitude: 1.0,
            longitude: 2.0,
            name: None,
            address: Some("Rua A".into()),
        };
        assert_eq!(place, expected);
        assert!(location(1.0, 2.0, Some(&"é".repeat(1_001)), None).is_err());
    }
}
