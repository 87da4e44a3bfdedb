//! How fast Meta lets us send (Cloud API, section 10): per number and second, and per pair of number and
//! customer. Kept by the only node that sends; a restart starts with empty buckets, so that a burst before
//! and a burst after cannot add up.

use std::collections::HashMap;
use std::hash::Hash;

use entity::{ChannelId, ConversationId, UnixMillis};

/// One message in six seconds to one customer …
const PAIR_INTERVAL: i64 = 6_000;
/// … of which this many may be borrowed in a burst.
const PAIR_BURST: u32 = 45;
/// The share of a second's throughput that may leave at once; the rest leaves evenly, so that no second has more
/// than all of it.
const CHANNEL_BURST_DIVISOR: u32 = 8;

/// A bucket that refills with time (GCRA: one number tells all).
#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// When the bucket will be full again.
    full_at: i64,
}

impl Bucket {
    /// Takes one, or says from when on it can be taken.
    fn take(&mut self, now: i64, interval: i64, burst: u32) -> Result<(), i64> {
        let earliest = self.full_at - interval * (i64::from(burst) - 1);
        if now < earliest {
            return Err(earliest);
        }
        self.full_at = self.full_at.max(now) + interval;
        Ok(())
    }
}

/// The buckets of one node.
#[derive(Debug, Default)]
pub struct Limits {
    channels: HashMap<ChannelId, Bucket>,
    pairs: HashMap<ConversationId, Bucket>,
    /// Channels that rest, because Meta has said so.
    held: HashMap<ChannelId, UnixMillis>,
}

/// Which limit is used up, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exhausted {
    /// The number's throughput: a matter of milliseconds.
    Channel {
        /// From when on.
        until: UnixMillis,
    },
    /// The customer's: seconds.
    Pair {
        /// From when on.
        until: UnixMillis,
    },
}

impl Limits {
    /// Takes the right to send one message now.
    pub fn take(
        &mut self,
        now: UnixMillis,
        channel: ChannelId,
        per_second: u32,
        conversation: ConversationId,
    ) -> Result<(), Exhausted> {
        if let Some(until) = self
            .held
            .get(&channel)
            .copied()
            .filter(|until| *until > now)
        {
            return Err(Exhausted::Channel { until });
        }
        let per_second = per_second.max(1);
        // The pair first: a refusal there must not use up the channel's share.
        let pair = bucket(&mut self.pairs, conversation, now);
        let before = *pair;
        pair.take(now.0, PAIR_INTERVAL, PAIR_BURST)
            .map_err(|until| Exhausted::Pair {
                until: UnixMillis(until),
            })?;
        let burst = (per_second / CHANNEL_BURST_DIVISOR).max(1);
        let interval = i64::from(1_000_u32.div_ceil((per_second - burst).max(1)));
        let taken = bucket(&mut self.channels, channel, now).take(now.0, interval, burst);
        if let Err(until) = taken {
            self.pairs.insert(conversation, before);
            return Err(Exhausted::Channel {
                until: UnixMillis(until),
            });
        }
        Ok(())
    }

    /// Meta says that the customer's limit is used up: nothing before `until`.
    pub fn hold_pair(&mut self, conversation: ConversationId, until: UnixMillis) {
        let full_at = until.0 + PAIR_INTERVAL * (i64::from(PAIR_BURST) - 1);
        let bucket = self.pairs.entry(conversation).or_insert(Bucket { full_at });
        bucket.full_at = bucket.full_at.max(full_at);
    }

    /// Meta says that the number's throughput is used up: nothing before `until`.
    pub fn hold_channel(&mut self, channel: ChannelId, until: UnixMillis) {
        self.held.insert(channel, until);
    }

    /// Forgets buckets that are full again.
    pub fn forget_idle(&mut self, now: UnixMillis) {
        self.pairs.retain(|_, bucket| bucket.full_at > now.0);
        self.held.retain(|_, until| *until > now);
    }
}

fn bucket<Key: Eq + Hash>(
    buckets: &mut HashMap<Key, Bucket>,
    key: Key,
    now: UnixMillis,
) -> &mut Bucket {
    buckets.entry(key).or_insert(Bucket { full_at: now.0 })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const CHANNEL: ChannelId = ChannelId(Uuid::from_u128(1));

    fn conversation(number: u128) -> ConversationId {
        ConversationId(Uuid::from_u128(number))
    }

    #[test]
    fn one_customer_gets_a_burst_of_45_and_then_one_in_six_seconds() {
        let mut limits = Limits::default();
        let start = UnixMillis(1_000_000);
        let mut now = start;
        for number in 0..45 {
            // A second apart, so that only the pair's bucket counts.
            assert_eq!(
                limits.take(now, CHANNEL, 80, conversation(1)),
                Ok(()),
                "message {number}"
            );
            now = now.plus(1);
            limits.channels.clear();
        }
        let Err(Exhausted::Pair { until }) = limits.take(now, CHANNEL, 80, conversation(1)) else {
            panic!("the 46th message in a row must wait");
        };
        assert_eq!(until.since(start), 6_000);
        assert_eq!(limits.take(until, CHANNEL, 80, conversation(1)), Ok(()));
        assert_eq!(
            limits.take(until, CHANNEL, 80, conversation(2)),
            Ok(()),
            "others are unaffected"
        );
    }

    #[test]
    fn a_number_never_exceeds_its_throughput_over_any_second() {
        for per_second in [20_u32, 80] {
            let mut limits = Limits::default();
            let mut sent: Vec<i64> = Vec::new();
            for now in 0..5_000 {
                let to = conversation(sent.len() as u128 + 10);
                while limits
                    .take(UnixMillis(now), CHANNEL, per_second, to)
                    .is_ok()
                {
                    sent.push(now);
                }
            }
            let busiest = (0..sent.len())
                .map(|first| {
                    sent[first..]
                        .iter()
                        .take_while(|at| **at < sent[first] + 1_000)
                        .count()
                })
                .max()
                .unwrap();
            assert!(
                busiest <= per_second as usize,
                "{busiest} in a second of {per_second}"
            );
            assert!(
                sent.len() >= 4 * per_second as usize,
                "and wastes little, which customers' messages need: {}",
                sent.len()
            );
        }
    }

    #[test]
    fn a_refused_channel_gives_the_pairs_share_back() {
        let mut limits = Limits::default();
        let now = UnixMillis(0);
        while limits.take(now, CHANNEL, 4, conversation(1)).is_ok() {}
        let before = limits.pairs[&conversation(1)].full_at;
        assert!(matches!(
            limits.take(now, CHANNEL, 4, conversation(1)),
            Err(Exhausted::Channel { .. })
        ));
        assert_eq!(limits.pairs[&conversation(1)].full_at, before);
    }

    #[test]
    fn meta_has_the_last_word_about_a_number() {
        let mut limits = Limits::default();
        let other = ChannelId(Uuid::from_u128(2));
        limits.hold_channel(CHANNEL, UnixMillis(1_000));
        let now = UnixMillis(999);
        let until = UnixMillis(1_000);
        assert_eq!(
            limits.take(now, CHANNEL, 80, conversation(1)),
            Err(Exhausted::Channel { until })
        );
        assert_eq!(limits.take(now, other, 80, conversation(2)), Ok(()));
        assert_eq!(limits.take(until, CHANNEL, 80, conversation(1)), Ok(()));
    }

    #[test]
    fn meta_has_the_last_word_about_a_pair() {
        let mut limits = Limits::default();
        limits.hold_pair(conversation(1), UnixMillis(16_000));
        assert_eq!(
            limits.take(UnixMillis(15_999), CHANNEL, 80, conversation(1)),
            Err(Exhausted::Pair {
                until: UnixMillis(16_000)
            })
        );
        assert_eq!(
            limits.take(UnixMillis(16_000), CHANNEL, 80, conversation(1)),
            Ok(())
        );
    }
}
