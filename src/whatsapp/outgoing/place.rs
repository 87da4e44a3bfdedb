//! A place to send (Cloud API reference, section 7.3).

use crate::outgoing::{InvalidOutgoing, within};

/// A place on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct LocationMessage {
    pub(super) latitude: f64,
    pub(super) longitude: f64,
    pub(super) name: Option<String>,
    pub(super) address: Option<String>,
}

impl LocationMessage {
    /// The greatest length of name and address, in characters. Meta names none; this is ours.
    pub const LONGEST: usize = 1_000;

    /// A place by its coordinates, in degrees north (-90 to 90) and east (-180 to 180).
    pub fn new(latitude: f64, longitude: f64) -> Result<Self, InvalidOutgoing> {
        for (field, value, limit) in [
            ("the latitude", latitude, 90.0),
            ("the longitude", longitude, 180.0),
        ] {
            if !value.is_finite() || value.abs() > limit {
                return Err(InvalidOutgoing::OutOfRange { field });
            }
        }
        Ok(Self {
            latitude,
            longitude,
            name: None,
            address: None,
        })
    }

    /// Names the place.
    pub fn named(mut self, name: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        self.name = Some(within("the name", Self::LONGEST, name.into())?);
        Ok(self)
    }

    /// Says where it is, in words.
    pub fn at_address(mut self, address: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        self.address = Some(within("the address", Self::LONGEST, address.into())?);
        Ok(self)
    }
}
