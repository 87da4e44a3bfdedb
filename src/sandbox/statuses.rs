//! What becomes of an accepted message: the statuses that follow, in which order and when. Orders are realistic by
//! default and hostile on demand (fault F9): the client's ladder must hold in all of them.

use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

use crate::world::DeliveryStatus;

/// In which order statuses reach the client.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusMode {
    /// sent, delivered, read, played.
    #[default]
    Ordered,
    /// The same, shuffled; time stamps stay true.
    Permuted,
    /// Each twice.
    Repeated,
    /// `read` without `delivered`, as when the chat is open.
    ReadWithoutDelivered,
    /// `sent` and `delivered` are delivered before the call is answered.
    BeforeAnswer,
    /// `failed` after everything.
    FailedAfterRead,
    /// Each also for a message that was never sent.
    UnknownWamid,
}

/// Whether, how and how fast statuses follow; absent fields of a JSON object take these defaults.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StatusSettings {
    /// Off: only scripts make statuses.
    pub automatic: bool,
    /// The order.
    pub mode: StatusMode,
    /// Customers without a setting of their own read (and play) what they get.
    pub auto_read: bool,
    /// From the answer to `sent`, in milliseconds.
    pub sent_after_ms: u64,
    /// From the answer to `delivered`.
    pub delivered_after_ms: u64,
    /// From the answer to `read`.
    pub read_after_ms: u64,
    /// From the answer to `played`, for voice notes.
    pub played_after_ms: u64,
}

impl Default for StatusSettings {
    fn default() -> Self {
        Self {
            automatic: true,
            mode: StatusMode::Ordered,
            auto_read: true,
            sent_after_ms: 40,
            delivered_after_ms: 120,
            read_after_ms: 400,
            played_after_ms: 900,
        }
    }
}

/// A status that will be delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Planned {
    pub(crate) status: DeliveryStatus,
    /// When it is delivered, in real milliseconds after the answer; 0 may precede it (see `before_answer`).
    pub(crate) arrives_after_ms: u64,
    /// What its time stamp says, in milliseconds after acceptance.
    pub(crate) stamped_after_ms: u64,
    /// For a message that nobody sent.
    pub(crate) unknown_wamid: bool,
}

/// What is known about the message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fate {
    pub(crate) is_reaction: bool,
    pub(crate) is_voice_note: bool,
    pub(crate) will_be_read: bool,
}

/// The statuses of one accepted message, in the order of their delivery.
pub(crate) fn plan(settings: &StatusSettings, fate: Fate, random: &mut StdRng) -> Vec<Planned> {
    let mut planned = ladder(settings, fate);
    match settings.mode {
        StatusMode::Ordered => {}
        StatusMode::Permuted => permute(&mut planned, random),
        StatusMode::Repeated => planned = planned.into_iter().flat_map(|one| [one, one]).collect(),
        StatusMode::ReadWithoutDelivered => {
            if fate.will_be_read {
                planned.retain(|one| one.status != DeliveryStatus::Delivered);
            }
        }
        StatusMode::BeforeAnswer => {
            for one in &mut planned {
                if one.status <= DeliveryStatus::Delivered {
                    one.arrives_after_ms = 0;
                }
            }
        }
        StatusMode::FailedAfterRead => {
            planned.push(after_the_last(&planned, DeliveryStatus::Failed));
        }
        StatusMode::UnknownWamid => {
            planned = planned
                .into_iter()
                .flat_map(|one| {
                    let stranger = Planned {
                        unknown_wamid: true,
                        ..one
                    };
                    [stranger, one]
                })
                .collect();
        }
    }
    planned
}

/// Reactions only ever get `sent` (section 5, rule 5).
fn ladder(settings: &StatusSettings, fate: Fate) -> Vec<Planned> {
    let mut steps = vec![(DeliveryStatus::Sent, settings.sent_after_ms)];
    if !fate.is_reaction {
        steps.push((DeliveryStatus::Delivered, settings.delivered_after_ms));
        if fate.will_be_read {
            steps.push((DeliveryStatus::Read, settings.read_after_ms));
            if fate.is_voice_note {
                steps.push((DeliveryStatus::Played, settings.played_after_ms));
            }
        }
    }
    steps
        .into_iter()
        .map(|(status, after_ms)| Planned {
            status,
            arrives_after_ms: after_ms,
            stamped_after_ms: after_ms,
            unknown_wamid: false,
        })
        .collect()
}

fn permute(planned: &mut [Planned], random: &mut StdRng) {
    let arrivals: Vec<u64> = planned.iter().map(|one| one.arrives_after_ms).collect();
    planned.shuffle(random);
    let sorted = planned.windows(2).all(|two| two[0].status < two[1].status);
    if sorted && planned.len() > 1 {
        // A permutation that changes nothing would test nothing.
        let last = planned.len() - 1;
        planned.swap(random.random_range(0..last), last);
    }
    for (one, arrival) in planned.iter_mut().zip(arrivals) {
        one.arrives_after_ms = arrival;
    }
}

fn after_the_last(planned: &[Planned], status: DeliveryStatus) -> Planned {
    let last = planned.iter().map(|one| one.arrives_after_ms).max();
    let after_ms = last.unwrap_or_default() + 50;
    Planned {
        status,
        arrives_after_ms: after_ms,
        stamped_after_ms: after_ms,
        unknown_wamid: false,
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use DeliveryStatus::{Delivered, Failed, Played, Read, Sent};

    const READ_TEXT: Fate = Fate {
        is_reaction: false,
        is_voice_note: false,
        will_be_read: true,
    };

    fn order(mode: StatusMode, fate: Fate, seed: u64) -> Vec<DeliveryStatus> {
        let settings = StatusSettings {
            mode,
            ..StatusSettings::default()
        };
        let mut random = StdRng::seed_from_u64(seed);
        plan(&settings, fate, &mut random)
            .iter()
            .map(|one| one.status)
            .collect()
    }

    #[test]
    fn each_mode_has_its_order() {
        let voice = Fate {
            is_voice_note: true,
            ..READ_TEXT
        };
        let unread = Fate {
            will_be_read: false,
            ..READ_TEXT
        };
        let reaction = Fate {
            is_reaction: true,
            ..READ_TEXT
        };
        let cases = [
            (StatusMode::Ordered, READ_TEXT, vec![Sent, Delivered, Read]),
            (
                StatusMode::Ordered,
                voice,
                vec![Sent, Delivered, Read, Played],
            ),
            (StatusMode::Ordered, unread, vec![Sent, Delivered]),
            (StatusMode::Ordered, reaction, vec![Sent]),
            (
                StatusMode::Repeated,
                READ_TEXT,
                vec![Sent, Sent, Delivered, Delivered, Read, Read],
            ),
            (
                StatusMode::ReadWithoutDelivered,
                READ_TEXT,
                vec![Sent, Read],
            ),
            (
                StatusMode::ReadWithoutDelivered,
                unread,
                vec![Sent, Delivered],
            ),
            (
                StatusMode::FailedAfterRead,
                READ_TEXT,
                vec![Sent, Delivered, Read, Failed],
            ),
            (
                StatusMode::UnknownWamid,
                unread,
                vec![Sent, Sent, Delivered, Delivered],
            ),
        ];
        for (mode, fate, expected) in cases {
            assert_eq!(order(mode, fate, 1), expected, "{mode:?} {fate:?}");
        }
    }

    #[test]
    fn a_permutation_is_never_the_true_order_and_keeps_the_true_times() {
        for seed in 0..200 {
            let permuted = order(StatusMode::Permuted, READ_TEXT, seed);
            assert_ne!(permuted, [Sent, Delivered, Read], "seed {seed}");
            assert_eq!(permuted.len(), 3);
        }
        let settings = StatusSettings {
            mode: StatusMode::Permuted,
            ..StatusSettings::default()
        };
        let planned = plan(&settings, READ_TEXT, &mut StdRng::seed_from_u64(3));
        for one in planned {
            let expected = match one.status {
                Sent => settings.sent_after_ms,
                Delivered => settings.delivered_after_ms,
                _ => settings.read_after_ms,
            };
            assert_eq!(one.stamped_after_ms, expected);
        }
    }

    #[test]
    fn before_the_answer_means_no_delay_for_the_first_two() {
        let settings = StatusSettings {
            mode: StatusMode::BeforeAnswer,
            ..StatusSettings::default()
        };
        let planned = plan(&settings, READ_TEXT, &mut StdRng::seed_from_u64(3));
        let arrivals: Vec<u64> = planned.iter().map(|one| one.arrives_after_ms).collect();
        assert_eq!(arrivals, [0, 0, settings.read_after_ms]);
    }
}
