//! Which customer an identity names: the rule (Cloud API reference, section 3.7).
//!
//! Every event brings some of a customer's identifiers. All are looked up; the missing ones are
//! attached to the customer that was found. When they name two customers, the most stable identifier
//! decides and nothing is merged: that is an agent's decision, never a webhook's.

use entity::ContactId;
use entity::contact_address::AddressKind;

use crate::message::without_nul;

/// The identifiers of a customer that came with one webhook; any of them may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CustomerIdentity {
    /// International phone number in digits, as Meta wrote it.
    pub wa_id: Option<String>,
    /// The number's canonical form, under which spellings with and without Brazil's ninth digit (and
    /// its Mexican and Argentinian cousins) are one. Without it the number stands for itself.
    pub wa_id_match_key: Option<String>,
    /// Business-scoped user id.
    pub bsuid: Option<String>,
    /// Business-scoped user id across linked portfolios.
    pub parent_bsuid: Option<String>,
    /// Public name, without the leading `@`.
    pub username: Option<String>,
    /// The customer's own name; untrusted.
    pub profile_name: Option<String>,
}

/// An identifier as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// What kind.
    pub kind: AddressKind,
    /// What it is compared by.
    pub match_key: String,
    /// What messages are addressed to.
    pub value: String,
}

/// What an identity says about which customer it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The customer; none = somebody new.
    pub contact: Option<ContactId>,
    /// Identifiers that nobody has yet, for this customer.
    pub attach: Vec<Address>,
    /// Others to whom some of the identifiers belong: left as they are.
    pub conflicts: Vec<ContactId>,
}

impl CustomerIdentity {
    /// The identifiers that name a customer, the most stable first. A username may change hands, so it
    /// names nobody.
    pub fn addresses(&self) -> Vec<Address> {
        let by_value = |kind, value: &Option<String>| {
            let value = filled(value.as_ref())?;
            Some(Address {
                kind,
                match_key: value.clone(),
                value,
            })
        };
        let number = filled(self.wa_id.as_ref()).map(|value| Address {
            kind: AddressKind::WaId,
            match_key: filled(self.wa_id_match_key.as_ref()).unwrap_or_else(|| value.clone()),
            value,
        });
        [
            by_value(AddressKind::ParentBsuid, &self.parent_bsuid),
            by_value(AddressKind::Bsuid, &self.bsuid),
            number,
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn filled(value: Option<&String>) -> Option<String> {
    value
        .map(|value| value.trim())
        .filter(|value| !value.is_empty())
        .map(|value| without_nul(value.to_owned()))
}

/// Decides whom `addresses` (the most stable first) name, given their present `owners`.
pub fn decide(addresses: &[(Address, Option<ContactId>)]) -> Decision {
    let mut owners = addresses.iter().filter_map(|(_, owner)| *owner);
    let contact = owners.next();
    let mut conflicts: Vec<_> = owners.filter(|owner| Some(*owner) != contact).collect();
    conflicts.dedup();
    Decision {
        contact,
        attach: addresses
            .iter()
            .filter(|(_, owner)| owner.is_none())
            .map(|(address, _)| address.clone())
            .collect(),
        conflicts,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    /// The addresses of a desk, in memory.
    #[derive(Default)]
    struct Book {
        owners: HashMap<(AddressKind, String), ContactId>,
        people: u128,
    }

    impl Book {
        fn meet(&mut self, identity: &CustomerIdentity) -> Decision {
            let known: Vec<_> = identity
                .addresses()
                .into_iter()
                .map(|address| {
                    let owner = self.owner(&address);
                    (address, owner)
                })
                .collect();
            let decision = decide(&known);
            let contact = decision.contact.unwrap_or_else(|| {
                self.people += 1;
                ContactId(Uuid::from_u128(self.people))
            });
            for address in &decision.attach {
                self.owners
                    .insert((address.kind, address.match_key.clone()), contact);
            }
            decision
        }

        fn owner(&self, address: &Address) -> Option<ContactId> {
            let key = (address.kind, address.match_key.clone());
            self.owners.get(&key).copied()
        }
    }

    macro_rules! some {
        ($text:literal) => {
            Some($text.to_owned())
        };
    }

    fn number(wa_id: &str) -> CustomerIdentity {
        CustomerIdentity {
            wa_id: Some(wa_id.to_owned()),
            wa_id_match_key: some!("552199990000"),
            ..CustomerIdentity::default()
        }
    }

    /// What a customer with every identifier sends, a part at a time; all parts share the user id.
    fn parts() -> [CustomerIdentity; 5] {
        let bsuid = CustomerIdentity {
            bsuid: some!("BR.1"),
            ..CustomerIdentity::default()
        };
        [
            bsuid.clone(),
            CustomerIdentity {
                bsuid: some!("BR.1"),
                ..number("552199990000")
            },
            CustomerIdentity {
                bsuid: some!("BR.1"),
                ..number("5521999990000")
            },
            CustomerIdentity {
                parent_bsuid: some!("BR.ENT.1"),
                ..bsuid.clone()
            },
            CustomerIdentity {
                username: some!("maria"),
                ..bsuid
            },
        ]
    }

    fn permutations(count: usize) -> Vec<Vec<usize>> {
        if count == 0 {
            return vec![Vec::new()];
        }
        permutations(count - 1)
            .into_iter()
            .flat_map(|shorter| {
                (0..count).map(move |position| {
                    let mut order = shorter.clone();
                    order.insert(position, count - 1);
                    order
                })
            })
            .collect()
    }

    #[test]
    fn every_order_of_arrival_is_one_person() {
        for order in permutations(5) {
            let mut book = Book::default();
            for index in &order {
                let decision = book.meet(&parts()[*index]);
                assert!(decision.conflicts.is_empty(), "{order:?}");
            }
            assert_eq!(book.people, 1, "{order:?}");
        }
    }

    #[test]
    fn a_number_with_and_without_its_ninth_digit_is_one_person() {
        let mut book = Book::default();
        book.meet(&number("552199990000"));
        book.meet(&number("5521999990000"));
        assert_eq!(book.people, 1);
    }

    #[test]
    fn a_customer_without_a_number_is_a_person() {
        let mut book = Book::default();
        let decision = book.meet(&CustomerIdentity {
            bsuid: some!("US.7"),
            username: some!("ada"),
            ..CustomerIdentity::default()
        });
        assert_eq!(decision.contact, None);
        assert_eq!(decision.attach.len(), 1, "a username names nobody");
    }

    #[test]
    fn empty_identifiers_are_none() {
        // Partners' fixtures hold `from: ""` (Cloud API reference, section 3.3).
        let nobody = CustomerIdentity {
            wa_id: some!(""),
            wa_id_match_key: some!(""),
            bsuid: some!("  "),
            ..CustomerIdentity::default()
        };
        assert!(nobody.addresses().is_empty());
    }

    #[test]
    fn two_known_customers_are_never_merged() {
        let mut book = Book::default();
        book.meet(&number("552199990000"));
        let bsuid = CustomerIdentity {
            bsuid: some!("BR.1"),
            ..CustomerIdentity::default()
        };
        book.meet(&bsuid);
        let both = CustomerIdentity {
            bsuid: some!("BR.1"),
            ..number("552199990000")
        };
        let before = book.owners.clone();
        let decision = book.meet(&both);
        assert_eq!(
            decision.contact,
            book.owner(&bsuid.addresses()[0]),
            "the stabler one decides"
        );
        assert_eq!(decision.conflicts.len(), 1);
        assert_eq!(book.owners, before);
    }

    proptest! {
        #[test]
        fn an_identifier_never_changes_hands(
            meetings in prop::collection::vec((0..4_u8, 0..4_u8, 0..3_u8), 1..40)
        ) {
            let mut book = Book::default();
            for (number, bsuid, parent) in meetings {
                let one_of = |prefix: &str, index: u8| (index > 0).then(|| format!("{prefix}{index}"));
                let identity = CustomerIdentity {
                    wa_id: one_of("55", number),
                    bsuid: one_of("BR.", bsuid),
                    parent_bsuid: one_of("BR.ENT.", parent),
                    ..CustomerIdentity::default()
                };
                let before = book.owners.clone();
                let decision = book.meet(&identity);
                for (address, owner) in &before {
                    prop_assert_eq!(book.owners.get(address), Some(owner));
                }
                let named: BTreeSet<_> = identity.addresses().iter().filter_map(|address| book.owner(address)).collect();
                prop_assert_eq!(named.len(), decision.conflicts.len() + usize::from(!named.is_empty()));
            }
        }
    }
}
