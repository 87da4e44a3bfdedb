//! What happens around messages: statuses, calls, changes of identity, one-line notices.

use desk::webhook::{
    Call, IdentityChanged, Inbound, Notice, ReactionReport, ReportedStatus, StatusReport, Writer,
};
use entity::{ChannelId, MessageId, UnixMillis};
use serde_json::json;
use whatsapp::WireError;
use whatsapp::webhook::{self as wire, DeliveryStatus, Pricing};

use super::Setting;
use super::identity::{customer, failure};

pub(super) fn status(
    status: &wire::Status,
    channel_id: ChannelId,
    setting: &Setting<'_>,
) -> Result<Inbound, String> {
    if status.group_id.is_some() {
        return Err("it belongs to a group, which the desk does not carry".to_owned());
    }
    let reported = match &status.status {
        DeliveryStatus::Sent => ReportedStatus::Sent,
        DeliveryStatus::Delivered => ReportedStatus::Delivered,
        DeliveryStatus::Read => ReportedStatus::Read,
        DeliveryStatus::Played => ReportedStatus::Played,
        DeliveryStatus::Failed => ReportedStatus::Failed,
        // Unknown values have been put into fixtures on purpose: counted, otherwise ignored.
        other @ (DeliveryStatus::Deleted | DeliveryStatus::Other(_)) => {
            return Ok(Inbound::Notice(Notice {
                channel_id: Some(channel_id),
                kind: "status".to_owned(),
                summary: other.as_str().to_owned(),
            }));
        }
    };
    if let Some((message_id, reacted_at)) = status.callback_data.as_deref().and_then(reaction) {
        return Ok(Inbound::ReactionStatus(ReactionReport {
            channel_id,
            message_id,
            reacted_at,
            status: reported,
            failure: status.errors.first().map(failure),
        }));
    }
    Ok(Inbound::Status(StatusReport {
        channel_id,
        wamid: status.id.as_str().to_owned(),
        status: reported,
        at: setting.at(status.timestamp),
        our_message_id: status
            .callback_data
            .as_deref()
            .and_then(|data| data.parse().ok()),
        failure: status.errors.first().map(failure),
        pricing: status.pricing.as_ref().map(pricing),
        recipient: customer(&status.recipient),
    }))
}

/// Which reaction of ours a status is about, as the outbox wrote it: `reaction:<message>:<milliseconds>`.
fn reaction(callback_data: &str) -> Option<(MessageId, UnixMillis)> {
    let (message, at) = callback_data.strip_prefix("reaction:")?.split_once(':')?;
    Some((message.parse().ok()?, UnixMillis(at.parse().ok()?)))
}

fn pricing(pricing: &Pricing) -> serde_json::Value {
    json!({
        "type": pricing.kind,
        "category": pricing.category,
        "billable": pricing.billable,
        "model": pricing.model,
    })
}

pub(super) fn call(call: &wire::Call, channel_id: ChannelId, setting: &Setting<'_>) -> Inbound {
    let by_customer = call.from_customer.unwrap_or(true);
    Inbound::Call(Call {
        channel_id,
        identity: customer(&call.customer),
        call_id: call.id.clone(),
        at: setting.at(call.timestamp),
        status: call
            .outcome
            .clone()
            .or_else(|| call.event.clone())
            .unwrap_or_default(),
        duration_seconds: call.duration,
        direction: if by_customer {
            "USER_INITIATED"
        } else {
            "BUSINESS_INITIATED"
        }
        .to_owned(),
        writer: if by_customer {
            Writer::Customer
        } else {
            Writer::PhoneApp
        },
    })
}

/// Without a wamid of its own, the new id stands in for one: the same update is told once.
pub(super) fn user_id(
    update: &wire::UserIdUpdate,
    channel_id: ChannelId,
    path: &str,
    setting: &Setting<'_>,
) -> Inbound {
    let new = customer(&update.current);
    let wamid = format!("user_id_update:{}", new.bsuid.as_deref().unwrap_or(path));
    Inbound::IdentityChanged(IdentityChanged {
        channel_id,
        old: customer(&update.previous),
        new,
        wamid,
        at: setting.at(update.timestamp),
        note: None,
        changes_identity: true,
    })
}

pub(super) fn error_line(error: &WireError) -> String {
    let code = error
        .code
        .map_or_else(String::new, |code| format!("{code} "));
    format!(
        "{code}{}",
        error
            .title
            .as_deref()
            .or(error.message.as_deref())
            .unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_words_about_a_reaction_are_read() {
        let id = "01936d2e-0000-7000-8000-000000000001";
        let known = reaction(&format!("reaction:{id}:1795262400000"));
        assert_eq!(
            known,
            Some((id.parse().unwrap(), UnixMillis(1_795_262_400_000)))
        );
        for other in [
            id,
            "",
            "reaction:",
            "reaction:x:1",
            &format!("reaction:{id}:soon"),
        ] {
            assert_eq!(reaction(other), None, "{other}");
        }
    }
}
