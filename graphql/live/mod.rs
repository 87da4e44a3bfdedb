//! Live events: from the journal to every subscriber, each event once and in order.
//!
//! A [`Follower`] stands at a position of the journal and goes on from event to event, whether they
//! are two days old or come in just now: there is no joint between catching up and being live at which
//! one could be lost or doubled. What makes many followers cheap is shared: the [`Feed`] reads the
//! journal once for all who are near its head, and a [`Group`] of followers with the same selection
//! renders an event once, as a witness who may see that one conversation and nothing else. Whether a
//! follower may be told is asked for each event, at the moment of delivery, of who they are then.

mod account;
mod feed;
mod follower;
mod group;

pub(crate) use account::{Account, Accounts, Concern};
pub(crate) use feed::Feed;
pub(crate) use follower::{End, Follower, Step};
pub(crate) use group::{Group, Groups};
