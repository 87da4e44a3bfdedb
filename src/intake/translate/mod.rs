//! From Meta's items to the desk's commands.
//!
//! A translation either yields a command or a reason why not; the reason sends the item to quarantine, where
//! it can be replayed once the cause is gone (a number that was not connected yet, a type that a newer
//! version understands).

mod content;
mod event;
mod identity;
mod message;
mod template;

use desk::channel::ChannelFacts;
use desk::webhook::{Inbound, Notice};
use entity::{ChannelId, UnixMillis};
use whatsapp::webhook::{Item, ItemBody};

/// What a translation needs to know beyond the item.
pub(crate) struct Setting<'a> {
    /// The channel that the item belongs to.
    pub channel: Option<&'a ChannelFacts>,
    /// The business account that the item is about, if it is ours and the body was signed with its own app's secret.
    pub account: Option<&'a str>,
    /// Which app secret signed the body.
    pub fingerprint: &'a str,
    /// When the body arrived: stands in for time stamps that are missing.
    pub arrived: UnixMillis,
}

impl Setting<'_> {
    /// The channel, if it is ours and the body was signed with its own app's secret: whoever holds
    /// another app's secret must not write into this channel.
    fn channel(&self, item: &Item) -> Result<ChannelId, String> {
        let Some(channel) = self.channel else {
            return Err(match &item.phone_number_id {
                Some(id) => format!("the number {} is not connected", id.as_str()),
                None => "no number is named".to_owned(),
            });
        };
        if !channel
            .fingerprints
            .iter()
            .any(|known| known == self.fingerprint)
        {
            return Err("it was signed with the secret of another app".to_owned());
        }
        Ok(channel.id)
    }

    fn at(&self, timestamp: Option<i64>) -> UnixMillis {
        timestamp.map_or(self.arrived, UnixMillis)
    }
}

/// The command that `item` amounts to, or why there is none.
pub(crate) fn translate(item: &Item, setting: &Setting<'_>) -> Result<Inbound, String> {
    match &item.body {
        ItemBody::Message(message) => message::inbound(message, setting.channel(item)?, setting),
        ItemBody::Echo(echo) => message::echo(echo, setting.channel(item)?, setting),
        ItemBody::History(message) => message::history(message, setting.channel(item)?, setting),
        ItemBody::Status(status) => event::status(status, setting.channel(item)?, setting),
        ItemBody::Call(call) => Ok(event::call(call, setting.channel(item)?, setting)),
        ItemBody::UserIdUpdate(update) => Ok(event::user_id(
            update,
            setting.channel(item)?,
            &item.path,
            setting,
        )),
        ItemBody::Error(error) => Ok(notice(setting, "error", event::error_line(error))),
        ItemBody::UserPreference(preference) => Ok(notice(
            setting,
            "user_preferences",
            preference.value.clone(),
        )),
        ItemBody::ContactSync(_) => Ok(notice(setting, "smb_app_state_sync", String::new())),
        ItemBody::TemplateStatus(status) => Ok(template::status(status, setting)),
        ItemBody::TemplateQuality(quality) => Ok(template::quality(quality, setting)),
        ItemBody::TemplateComponents(components) => Ok(template::components(components, setting)),
        ItemBody::TemplateCategory(category) => Ok(template::category(category, setting)),
        ItemBody::Account(account) => Ok(notice(
            setting,
            &account.field,
            account.event.clone().unwrap_or_default(),
        )),
        ItemBody::Unknown { field, reason } => {
            Err(format!("the field {field:?} is not understood: {reason}"))
        }
        ItemBody::Malformed { reason } => Err(reason.clone()),
    }
}

fn notice(setting: &Setting<'_>, kind: &str, summary: String) -> Inbound {
    Inbound::Notice(Notice {
        channel_id: setting.channel.map(|channel| channel.id),
        kind: kind.to_owned(),
        summary,
    })
}
