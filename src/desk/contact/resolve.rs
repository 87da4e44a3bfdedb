//! Finding a customer by their identifiers.

use entity::{ContactId, UnixMillis};

use super::identity::decide;
use super::{Contacts, CustomerIdentity};
use crate::error::DeskError;
use crate::storage::UnitOfWork;

/// What a look-up found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Resolved {
    /// The customer.
    pub id: ContactId,
    /// Whether what people see of the customer changed.
    pub changed: bool,
}

impl Contacts {
    /// Gives customers the identifiers that came with statuses about their messages: they may be withheld
    /// later, when the customer takes a username. Two statements when nothing is new.
    pub async fn learn_in(
        unit: &UnitOfWork,
        seen: &[(ContactId, &CustomerIdentity)],
        at: UnixMillis,
    ) -> Result<(), DeskError> {
        let identities = seen.iter().map(|(_, identity)| *identity);
        let mut contacts = Self::prefetch_in(unit, identities).await?;
        for (id, identity) in seen {
            contacts.link_in(unit, *id, identity, at).await?;
        }
        Ok(())
    }

    /// The customer whom `identity` names, made if nobody is known by it.
    pub async fn resolve_in(
        &mut self,
        unit: &UnitOfWork,
        identity: &CustomerIdentity,
        at: UnixMillis,
    ) -> Result<Resolved, DeskError> {
        let addresses = self.with_owners(identity);
        if addresses.is_empty() {
            return Err(DeskError::invalid("identity", "names nobody"));
        }
        let decision = decide(&addresses);
        if !decision.conflicts.is_empty() {
            report_conflict();
        }
        let (id, made) = match decision.contact {
            Some(id) => (id, false),
            None => (self.make_in(unit, identity).await?, true),
        };
        let mut changed = made | !decision.attach.is_empty();
        for address in decision.attach {
            self.attach_in(unit, id, address, at).await?;
        }
        for (address, owner) in addresses {
            if owner == Some(id) {
                changed |= self.seen_in(unit, address, at).await?;
            }
        }
        changed |= self.rename_in(unit, id, identity).await?;
        Ok(Resolved { id, changed })
    }

    /// Gives a known customer further identifiers; those of others are left to them.
    pub async fn link_in(
        &mut self,
        unit: &UnitOfWork,
        id: ContactId,
        identity: &CustomerIdentity,
        at: UnixMillis,
    ) -> Result<(), DeskError> {
        for (address, owner) in self.with_owners(identity) {
            match owner {
                None => self.attach_in(unit, id, address, at).await?,
                Some(owner) if owner == id => {
                    self.seen_in(unit, address, at).await?;
                }
                Some(_) => report_conflict(),
            }
        }
        Ok(())
    }
}

fn report_conflict() {
    metrics::counter!("guiche_identity_conflicts_total").increment(1);
    tracing::warn!("the identifiers of a webhook belong to different customers; none was moved");
}
