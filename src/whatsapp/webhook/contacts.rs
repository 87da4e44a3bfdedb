//! The people that a value names beside its messages.

use std::collections::HashMap;

use crate::identifiers::Bsuid;
use crate::webhook::identity::Identity;

/// The `contacts` of one value, found by identifier and never by position. Indexed, since a batch
/// may name a thousand people.
#[derive(Debug, Default)]
pub(super) struct Contacts {
    people: Vec<Identity>,
    by_bsuid: HashMap<Bsuid, usize>,
    by_number: HashMap<String, usize>,
}

impl FromIterator<Identity> for Contacts {
    fn from_iter<I: IntoIterator<Item = Identity>>(people: I) -> Self {
        let mut contacts = Self {
            people: people.into_iter().collect(),
            ..Self::default()
        };
        for (index, person) in contacts.people.iter().enumerate() {
            for bsuid in person.bsuid.iter().chain(&person.parent_bsuid) {
                contacts.by_bsuid.entry(bsuid.clone()).or_insert(index);
            }
            if let Some(number) = person.match_key() {
                contacts.by_number.entry(number).or_insert(index);
            }
        }
        contacts
    }
}

impl Contacts {
    fn find(&self, identity: &Identity) -> Option<&Identity> {
        let by_bsuid = |bsuid: &Option<Bsuid>| self.by_bsuid.get(bsuid.as_ref()?).copied();
        let index = by_bsuid(&identity.bsuid)
            .or_else(|| by_bsuid(&identity.parent_bsuid))
            .or_else(|| self.by_number.get(&identity.match_key()?).copied())?;
        self.people.get(index)
    }
}

impl Identity {
    /// Adds what the matching contact knows. An identity without any identifier can only belong
    /// to the one contact there is.
    pub(super) fn completed_from(self, contacts: &Contacts) -> Self {
        let contact = match contacts.people.as_slice() {
            [only] if self.is_anonymous() => Some(only),
            _ => contacts.find(&self),
        };
        match contact {
            Some(contact) => self.merged_with(contact),
            None => self,
        }
    }
}
