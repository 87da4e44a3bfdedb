//! How far a message has come: a ladder that is only climbed.
//!
//! Meta repeats statuses, skips and permutes them (Cloud API reference, section 5), so the state is the
//! highest rung that was ever reported, and each rung keeps its earliest time. A failure stands above
//! *sent*, because messages fail after that, and below *delivered*, because a customer who has the
//! message has it, whatever another of their devices says. What the desk itself did (queue, send,
//! discard) stands below everything that Meta reports.

use entity::UnixMillis;
use entity::delivery::{DeliveryState, Model};

use super::FailureRecord;
use crate::webhook::{ReportedStatus, StatusReport};

/// The height of a rung.
const fn height(state: DeliveryState) -> u8 {
    match state {
        DeliveryState::Queued => 0,
        DeliveryState::Sending => 1,
        DeliveryState::Unknown => 2,
        DeliveryState::Discarded => 3,
        DeliveryState::Accepted => 4,
        DeliveryState::Sent => 5,
        DeliveryState::Failed => 6,
        DeliveryState::Delivered => 7,
        DeliveryState::Read => 8,
        DeliveryState::Played => 9,
    }
}

/// Whether the customer has the message.
pub const fn has_arrived(status: ReportedStatus) -> bool {
    matches!(
        status,
        ReportedStatus::Delivered | ReportedStatus::Read | ReportedStatus::Played
    )
}

/// The rung that Meta's word stands for.
pub const fn rung(status: ReportedStatus) -> DeliveryState {
    match status {
        ReportedStatus::Sent => DeliveryState::Sent,
        ReportedStatus::Failed => DeliveryState::Failed,
        ReportedStatus::Delivered => DeliveryState::Delivered,
        ReportedStatus::Read => DeliveryState::Read,
        ReportedStatus::Played => DeliveryState::Played,
    }
}

/// The delivery after a report; none when it says nothing new.
pub fn after_report(delivery: &Model, report: &StatusReport) -> Option<Model> {
    if delivery.state == DeliveryState::Discarded && !contradicts_discarding(delivery, report) {
        return None;
    }
    let mut next = delivery.clone();
    record_time(&mut next, report);
    if next.pricing.is_none() {
        next.pricing.clone_from(&report.pricing);
    }
    climb(&mut next, rung(report.status));
    changed(delivery, next)
}

/// Somebody gave the message up knowing what was known. Only news that it left after all count.
fn contradicts_discarding(delivery: &Model, report: &StatusReport) -> bool {
    match report.status {
        ReportedStatus::Failed => false,
        ReportedStatus::Sent => delivery.sent_at.is_none(),
        ReportedStatus::Delivered | ReportedStatus::Read | ReportedStatus::Played => true,
    }
}

/// The delivery after Meta answered with a wamid; none when statuses have already told more. `held`: Meta holds it back.
pub fn after_acceptance(delivery: &Model, at: UnixMillis, held: bool) -> Option<Model> {
    let mut next = delivery.clone();
    next.accepted_at.get_or_insert(at);
    if held {
        next.held_at.get_or_insert(at);
    }
    climb(&mut next, DeliveryState::Accepted);
    changed(delivery, next)
}

/// The delivery after Meta refused the message, or after the desk gave up.
pub fn after_refusal(delivery: &Model, at: UnixMillis, why: &FailureRecord) -> Option<Model> {
    let mut next = delivery.clone();
    if next.failed_at.is_none() {
        next.failed_at = Some(at);
        next.failure = Some(why.to_json());
    }
    climb(&mut next, DeliveryState::Failed);
    changed(delivery, next)
}

/// The delivery after an attempt that certainly failed and will be repeated at `at`; none when a status
/// has told meanwhile that the message left.
pub fn after_postponement(delivery: &Model, at: UnixMillis, why: &FailureRecord) -> Option<Model> {
    is_waiting(delivery.state).then(|| Model {
        state: DeliveryState::Queued,
        next_attempt_at: Some(at),
        failure: Some(why.to_json()),
        version: delivery.version + 1,
        ..delivery.clone()
    })
}

/// The delivery after an attempt whose fate is unknown; none when a status has told it meanwhile.
pub fn after_doubt(delivery: &Model, why: &FailureRecord) -> Option<Model> {
    is_waiting(delivery.state).then(|| Model {
        state: DeliveryState::Unknown,
        next_attempt_at: None,
        failure: (*why != FailureRecord::default()).then(|| why.to_json()),
        version: delivery.version + 1,
        ..delivery.clone()
    })
}

/// The delivery of a message that Meta reported failed and that will be tried again at `at`.
pub fn after_deferral(delivery: &Model, now: UnixMillis, at: UnixMillis) -> Model {
    Model {
        state: DeliveryState::Queued,
        queued_at: now,
        accepted_at: None,
        sent_at: None,
        failed_at: None,
        next_attempt_at: Some(at),
        ..delivery.clone()
    }
}

/// Whether the message may still leave the outbox.
pub const fn is_waiting(state: DeliveryState) -> bool {
    matches!(
        state,
        DeliveryState::Queued | DeliveryState::Sending | DeliveryState::Unknown
    )
}

fn climb(delivery: &mut Model, to: DeliveryState) {
    if height(to) <= height(delivery.state) {
        return;
    }
    delivery.state = to;
    delivery.next_attempt_at = None;
    if delivery.failed_at.is_none() {
        // It told why the desk waited; that is over.
        delivery.failure = None;
    }
}

fn record_time(delivery: &mut Model, report: &StatusReport) {
    let time = match report.status {
        ReportedStatus::Sent => &mut delivery.sent_at,
        ReportedStatus::Delivered => &mut delivery.delivered_at,
        ReportedStatus::Read => &mut delivery.read_at,
        ReportedStatus::Played => &mut delivery.played_at,
        ReportedStatus::Failed => return record_failure(delivery, report),
    };
    *time = Some(time.map_or(report.at, |known| known.min(report.at)));
}

fn record_failure(delivery: &mut Model, report: &StatusReport) {
    if delivery.failed_at.is_none_or(|known| report.at < known) {
        delivery.failed_at = Some(report.at);
        delivery.failure = report.failure.as_ref().map(FailureRecord::to_json);
    }
}

fn changed(before: &Model, mut after: Model) -> Option<Model> {
    (after != *before).then(|| {
        after.version += 1;
        after
    })
}

#[cfg(test)]
mod tests {
    use entity::{ChannelId, MessageId};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::contact::CustomerIdentity;

    fn delivery(state: DeliveryState) -> Model {
        Model {
            message_id: MessageId(Uuid::nil()),
            state,
            queued_at: UnixMillis(0),
            accepted_at: None,
            sent_at: None,
            delivered_at: None,
            read_at: None,
            played_at: None,
            failed_at: None,
            failure: None,
            pricing: None,
            held_at: None,
            attempts: 1,
            next_attempt_at: None,
            version: 1,
        }
    }

    fn report(status: ReportedStatus) -> StatusReport {
        StatusReport {
            channel_id: ChannelId(Uuid::nil()),
            wamid: "wamid.1".into(),
            status,
            at: UnixMillis(1_000 + 100 * status as i64),
            our_message_id: None,
            failure: (status == ReportedStatus::Failed).then(|| FailureRecord {
                code: Some(131_049),
                ..FailureRecord::default()
            }),
            pricing: None,
            recipient: CustomerIdentity::default(),
        }
    }

    fn state_after(start: DeliveryState, reports: &[ReportedStatus]) -> Model {
        reports.iter().fold(delivery(start), |delivery, status| {
            after_report(&delivery, &report(*status)).unwrap_or(delivery)
        })
    }

    /// F9: the table.
    #[test]
    fn the_highest_rung_wins() {
        use DeliveryState as State;
        use ReportedStatus::{Delivered, Failed, Played, Read, Sent};
        let table: [(&[ReportedStatus], State); 12] = [
            (&[Sent], State::Sent),
            (&[Sent, Delivered, Read], State::Read),
            (&[Read, Delivered, Sent], State::Read),
            // The chat was open: Meta leaves `delivered` out on purpose.
            (&[Sent, Read], State::Read),
            (&[Played, Read], State::Played),
            (&[Sent, Failed], State::Failed),
            // They overtake each other.
            (&[Failed, Sent], State::Failed),
            // Recorded beside the delivery, never instead of it.
            (&[Delivered, Failed], State::Delivered),
            (&[Read, Failed], State::Read),
            // Another device got it after all.
            (&[Failed, Delivered], State::Delivered),
            (&[Failed, Read, Delivered], State::Read),
            (&[Sent, Sent, Sent], State::Sent),
        ];
        for (reports, expected) in table {
            assert_eq!(
                state_after(State::Accepted, reports).state,
                expected,
                "{reports:?}"
            );
        }
    }

    #[test]
    fn a_failure_after_the_delivery_is_recorded_and_hides_nothing() {
        let after = state_after(
            DeliveryState::Sent,
            &[ReportedStatus::Delivered, ReportedStatus::Failed],
        );
        assert_eq!(after.state, DeliveryState::Delivered);
        assert!(after.failed_at.is_some() && after.failure.is_some());
    }

    #[test]
    fn what_meta_reports_overrules_what_the_desk_assumed() {
        for assumed in [
            DeliveryState::Queued,
            DeliveryState::Sending,
            DeliveryState::Unknown,
            DeliveryState::Discarded,
        ] {
            let after = state_after(assumed, &[ReportedStatus::Sent]);
            assert_eq!(after.state, DeliveryState::Sent, "{assumed:?}");
        }
    }

    #[test]
    fn a_message_that_was_given_up_returns_only_with_news_that_it_left() {
        use ReportedStatus::{Delivered, Failed, Sent};
        let given_up = Model {
            state: DeliveryState::Discarded,
            ..state_after(DeliveryState::Accepted, &[Sent, Failed])
        };
        assert_eq!(after_report(&given_up, &report(Failed)), None);
        assert_eq!(after_report(&given_up, &report(Sent)), None, "known before");
        let arrived = after_report(&given_up, &report(Delivered)).unwrap();
        assert_eq!(arrived.state, DeliveryState::Delivered);
    }

    #[test]
    fn metas_answer_after_its_status_changes_no_rung() {
        let sent = state_after(DeliveryState::Sending, &[ReportedStatus::Sent]);
        let after = after_acceptance(&sent, UnixMillis(5), false).unwrap();
        assert_eq!(after.state, DeliveryState::Sent);
        assert_eq!(
            after_acceptance(&after, UnixMillis(9), false),
            None,
            "told twice"
        );
    }

    fn statuses() -> impl Strategy<Value = Vec<ReportedStatus>> {
        use ReportedStatus::{Delivered, Failed, Played, Read, Sent};
        prop::collection::vec(
            prop::sample::select(vec![Sent, Failed, Delivered, Read, Played]),
            1..12,
        )
    }

    proptest! {
        /// F9: any order and repetition of the same reports ends in the same place, the maximum.
        #[test]
        fn order_and_repetition_do_not_matter(
            reports in statuses(),
            shuffled in statuses().prop_shuffle(),
            seed in any::<u64>(),
        ) {
            let mut permuted: Vec<_> = reports.iter().chain(&reports).copied().collect();
            let length = permuted.len();
            permuted.rotate_left(usize::try_from(seed % length as u64).unwrap());
            permuted.reverse();
            let (straight, other) = (
                state_after(DeliveryState::Accepted, &reports),
                state_after(DeliveryState::Accepted, &permuted),
            );
            prop_assert_eq!(&Model { version: 0, ..straight.clone() }, &Model { version: 0, ..other });
            let highest = reports.iter().map(|status| height(rung(*status))).max().unwrap();
            prop_assert_eq!(height(straight.state), highest);
            // And it never goes back, whatever comes after.
            let mut now = straight;
            for status in shuffled {
                let next = after_report(&now, &report(status)).unwrap_or_else(|| now.clone());
                prop_assert!(height(next.state) >= height(now.state));
                now = next;
            }
        }
    }
}
