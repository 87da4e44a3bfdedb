//! A simulated customer with the identifiers of section 3: phone number, business-scoped user id, username.

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use crate::identifiers;

/// A person with WhatsApp.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about a person, as a script writes them"
)]
pub struct Customer {
    /// How the scripting surface calls this customer; it outlives a change of number.
    pub key: String,
    /// The name that they chose.
    pub name: String,
    /// Their WhatsApp id in digits; `None` for someone who has only a username.
    pub wa_id: Option<String>,
    /// Business-scoped user id.
    pub bsuid: String,
    /// The id across linked portfolios, when there is one.
    pub parent_bsuid: Option<String>,
    /// Without `@`.
    pub username: Option<String>,
    /// Webhooks show the BSUID alone (section 3.3).
    pub phone_hidden: bool,
    /// Without read receipts no `read` ever comes.
    pub read_receipts: bool,
    /// Whether messages are read as they come; `None` follows the sandbox's setting.
    pub reads_automatically: Option<bool>,
    /// Whether messages can be delivered at all; otherwise they fail with 131026.
    pub reachable: bool,
    /// Opted out of marketing: marketing templates fail with 131050.
    pub opted_out_of_marketing: bool,
}

/// What is needed to add a customer.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NewCustomer {
    /// The name that they chose.
    pub name: String,
    /// Phone number in digits, with or without `+`.
    pub wa_id: Option<String>,
    /// Made up when absent.
    pub bsuid: Option<String>,
    /// The id across linked portfolios.
    pub parent_bsuid: Option<String>,
    /// With or without `@`.
    pub username: Option<String>,
    /// Webhooks show the BSUID alone; true as well without `wa_id`.
    pub phone_hidden: bool,
    /// `Some(false)`: no `read` ever comes.
    pub read_receipts: Option<bool>,
    /// Whether messages are read as they come; absent follows the sandbox's setting.
    pub reads_automatically: Option<bool>,
    /// `Some(false)`: messages to them fail with 131026.
    pub reachable: Option<bool>,
    /// Marketing templates fail with 131050.
    pub opted_out_of_marketing: bool,
}

impl NewCustomer {
    /// A customer with a phone number, in digits.
    pub fn with_phone(name: impl Into<String>, wa_id: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            wa_id: Some(wa_id.into()),
            ..Self::default()
        }
    }
}

impl Customer {
    pub(crate) fn from_new(new: NewCustomer, random: &mut StdRng) -> Self {
        let wa_id = new
            .wa_id
            .map(|id| digits_of(&id))
            .filter(|id| !id.is_empty());
        let country = wa_id.as_deref().map_or("BR", country_of);
        let bsuid = new
            .bsuid
            .unwrap_or_else(|| identifiers::bsuid(country, random));
        Self {
            key: wa_id.clone().unwrap_or_else(|| bsuid.clone()),
            name: new.name,
            phone_hidden: new.phone_hidden || wa_id.is_none(),
            wa_id,
            bsuid,
            parent_bsuid: new.parent_bsuid,
            username: new
                .username
                .map(|name| name.trim_start_matches('@').to_owned()),
            read_receipts: new.read_receipts.unwrap_or(true),
            reads_automatically: new.reads_automatically,
            reachable: new.reachable.unwrap_or(true),
            opted_out_of_marketing: new.opted_out_of_marketing,
        }
    }

    /// The WhatsApp id as far as webhooks may show it.
    pub(crate) fn shown_wa_id(&self) -> Option<&str> {
        self.wa_id.as_deref().filter(|_| !self.phone_hidden)
    }

    /// What goes into message ids for this customer.
    pub(crate) fn address(&self) -> &str {
        self.shown_wa_id().unwrap_or(&self.bsuid)
    }

    pub(super) fn addresses(&self) -> Vec<String> {
        let mut addresses = vec![self.bsuid.clone()];
        addresses.extend(self.parent_bsuid.clone());
        if let Some(wa_id) = &self.wa_id {
            addresses.push(wa_id.clone());
            addresses.extend(same_mobile(wa_id));
        }
        addresses
    }
}

fn digits_of(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// The other spelling of a Brazilian mobile number, which WhatsApp takes for the same account: with or without
/// the ninth digit (section 3.1).
pub(crate) fn same_mobile(digits: &str) -> Option<String> {
    let local = digits.strip_prefix("55")?;
    match local.len() {
        11 if local.as_bytes()[2] == b'9' => Some(format!("55{}{}", &local[..2], &local[3..])),
        10 if matches!(local.as_bytes()[2], b'6'..=b'9') => {
            Some(format!("55{}9{}", &local[..2], &local[2..]))
        }
        _ => None,
    }
}

/// The country letters of a BSUID for the countries that the sandbox's people come from.
pub(crate) fn country_of(digits: &str) -> &'static str {
    match digits {
        number if number.starts_with("55") => "BR",
        number if number.starts_with("52") => "MX",
        number if number.starts_with("54") => "AR",
        number if number.starts_with("351") => "PT",
        number if number.starts_with("49") => "DE",
        number if number.starts_with('1') => "US",
        _ => "BR",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ninth_digit_of_brazil_is_one_account() {
        assert_eq!(
            same_mobile("5561981234567").as_deref(),
            Some("556181234567")
        );
        assert_eq!(
            same_mobile("556181234567").as_deref(),
            Some("5561981234567")
        );
        assert_eq!(
            same_mobile("556133334444"),
            None,
            "a landline has no ninth digit"
        );
        assert_eq!(same_mobile("15550100199"), None);
    }
}
