//! Identifiers in the forms that Meta gives them: opaque to clients, but of the right length and alphabet.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rand::Rng;
use rand::rngs::StdRng;

/// Who wrote the message that an id is made for; Meta encodes it, clients must not look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Author {
    Customer,
    Business,
}

/// A message id: `wamid.` and the base64 of a record that holds the customer's address and a random part.
pub(crate) fn wamid(address: &str, author: Author, random: &mut StdRng) -> String {
    let (direction, length) = match author {
        Author::Customer => (0x12, 20),
        Author::Business => (0x11, 18),
    };
    let digits: String = (0..length)
        .map(|_| char::from(b"0123456789ABCDEF"[random.random_range(0..16)]))
        .collect();
    let mut record = vec![0x1c, 0x18, u8::try_from(address.len()).unwrap_or(u8::MAX)];
    record.extend_from_slice(address.as_bytes());
    record.extend_from_slice(&[0x15, 0x02, 0x00, direction, 0x18, length]);
    record.extend_from_slice(digits.as_bytes());
    record.push(0);
    format!("wamid.{}", STANDARD.encode(record))
}

/// A business-scoped user id for a customer whose number begins with `country`'s prefix (section 3.2).
pub(crate) fn bsuid(country: &str, random: &mut StdRng) -> String {
    format!("{country}.{}", decimal(20, random))
}

/// A decimal identifier of `length` digits that does not begin with zero.
pub(crate) fn decimal(length: usize, random: &mut StdRng) -> String {
    (0..length)
        .map(|position| {
            let lowest = u8::from(position == 0);
            char::from(b'0' + random.random_range(lowest..10))
        })
        .collect()
}

/// The trace id that Graph puts into every error, for its support.
pub(crate) fn fbtrace_id(random: &mut StdRng) -> String {
    let bytes: [u8; 16] = random.random();
    format!("A{}", URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn identifiers_have_the_forms_of_the_samples() {
        let mut random = StdRng::seed_from_u64(1);
        let id = wamid("15550100199", Author::Business, &mut random);
        assert!(
            id.starts_with("wamid.HBgLMTU1NTAxMDAxOTkVAgARGB"),
            "sample 30 begins alike: {id}"
        );
        let id = wamid("15550100199", Author::Customer, &mut random);
        assert!(
            id.starts_with("wamid.HBgLMTU1NTAxMDAxOTkVAgASGB"),
            "sample 01 begins alike: {id}"
        );
        assert_eq!(bsuid("BR", &mut random).len(), 23);
        assert!(!decimal(15, &mut random).starts_with('0'));
    }
}
