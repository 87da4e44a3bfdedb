//! To whom a message goes: `to` with plus sign and country code, or `recipient` with a business-scoped user id
//! (sections 3.5 and 7.1).

use super::GraphError;
use super::parameters::Parameters;
use crate::world::{Customer, NewCustomer, Number, World};

/// A recipient as the request names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Recipient {
    /// As written: the answer repeats it.
    pub(super) input: String,
    /// Digits of the number; `None` when addressed by BSUID alone.
    pub(super) digits: Option<String>,
    pub(super) bsuid: Option<String>,
}

impl Recipient {
    pub(super) fn read(body: &Parameters<'_>) -> Result<Self, GraphError> {
        if let Some(kind) = body.optional_text("recipient_type")?
            && kind != "individual"
        {
            return Err(GraphError::invalid(
                "recipient_type",
                "must be 'individual': this number is not eligible for groups",
            ));
        }
        let to = body.optional_text("to")?;
        let bsuid = body.optional_text("recipient")?;
        // With both, `to` wins.
        let digits = to.map(digits_of).transpose()?;
        if let Some(bsuid) = bsuid {
            check_bsuid(bsuid)?;
        }
        let input = to.or(bsuid).ok_or_else(|| GraphError::missing("to"))?;
        Ok(Self {
            input: input.to_owned(),
            digits,
            bsuid: bsuid.map(str::to_owned),
        })
    }

    pub(super) fn by_bsuid(&self) -> bool {
        self.digits.is_none()
    }

    pub(super) fn is_the_sender(&self, number: &Number) -> bool {
        self.digits.as_deref() == Some(number.display_phone_number.as_str())
    }

    /// The customer who is meant, if WhatsApp knows them.
    pub(super) fn find(&self, world: &World) -> Option<Customer> {
        let address = self.digits.as_deref().or(self.bsuid.as_deref())?;
        world.customer(address).cloned()
    }

    /// A stand-in for an address without WhatsApp: such messages are accepted and fail later.
    pub(super) fn stranger(&self, world: &mut World) -> Customer {
        let new = NewCustomer {
            wa_id: self.digits.clone(),
            bsuid: self.bsuid.clone(),
            ..NewCustomer::default()
        };
        Customer::from_new(new, &mut world.random)
    }
}

fn digits_of(to: &str) -> Result<String, GraphError> {
    let Some(rest) = to.trim().strip_prefix('+') else {
        // Meta would put the business number's country code in front: the message would go to somebody else.
        return Err(GraphError::invalid(
            "to",
            "must begin with '+' and the country code",
        ));
    };
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '.');
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    if !rest.chars().all(allowed) || !(7..=15).contains(&digits.len()) || digits.starts_with('0') {
        return Err(GraphError::invalid("to", "is not a valid phone number"));
    }
    Ok(digits)
}

fn check_bsuid(bsuid: &str) -> Result<(), GraphError> {
    let valid = bsuid.split_once('.').is_some_and(|(country, rest)| {
        let id = rest.strip_prefix("ENT.").unwrap_or(rest);
        country.len() == 2
            && country.bytes().all(|byte| byte.is_ascii_uppercase())
            && (1..=128).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    valid
        .then_some(())
        .ok_or_else(|| GraphError::invalid("recipient", "is not a valid business-scoped user id"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn recipients_are_read_strictly() {
        let bsuid = "BR.12345678901234567890";
        let cases = [
            (json!({ "to": "+55 (61) 98123-4567" }), Ok("5561981234567")),
            (json!({ "to": "5561981234567" }), Err(131_009)),
            (json!({ "to": "+0123456789" }), Err(131_009)),
            (json!({ "to": "+55 61 x" }), Err(131_009)),
            (json!({ "to": 5_561_981_234_567_u64 }), Err(100)),
            (json!({ "to": null }), Err(131_008)),
            (json!({ "recipient": bsuid }), Ok(bsuid)),
            (json!({ "recipient": "BR.ENT.123" }), Ok("BR.ENT.123")),
            (json!({ "recipient": "+5561981234567" }), Err(131_009)),
            (json!({ "recipient": "br.123" }), Err(131_009)),
            (
                json!({ "to": "+5561981234567", "recipient": bsuid }),
                Ok("5561981234567"),
            ),
            (
                json!({ "to": "+5561981234567", "recipient_type": "group" }),
                Err(131_009),
            ),
        ];
        for (body, expected) in cases {
            let parameters = Parameters::of(&body).expect("an object");
            let read = Recipient::read(&parameters)
                .map(|read| read.digits.or(read.bsuid).unwrap_or_default())
                .map_err(|error| error.code);
            assert_eq!(read, expected.map(str::to_owned), "{body}");
        }
    }
}
