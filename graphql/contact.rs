//! Contacts: the customers.

use async_graphql::{Context, Description, Enum, ID, InputObject, Object, Result, SimpleObject};
use desk::DeskError;
use desk::contact::{AddressView, ContactView};
use entity::ContactId;

use crate::context::ResolverContext;
use crate::custom_field::ContactValue;
use crate::error::{OperationError, outcome};
use crate::scalars::{Instant, parse_id};

/// A customer.
#[derive(Clone, Debug, Description)]
pub struct Contact(pub ContactView);

impl Contact {
    /// The contact with this id.
    pub async fn load(ctx: &Context<'_>, id: ContactId) -> Result<Self> {
        let found = ctx.loaders().contacts.load(id).await?;
        found
            .map(Self)
            .ok_or_else(|| DeskError::Internal(format!("no contact {id}")).into())
    }
}

#[Object(use_type_description)]
impl Contact {
    /// Stable for ever.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// What to call them: the name that an agent gave, else their own, else an address. Never empty.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Their own name on WhatsApp; they may write anything there.
    async fn profile_name(&self) -> Option<&str> {
        self.0.profile_name.as_deref()
    }

    /// The name that an agent gave.
    async fn edited_name(&self) -> Option<&str> {
        self.0.edited_name.as_deref()
    }

    /// How WhatsApp knows them, the oldest first. A phone number need not be among them.
    async fn addresses(&self) -> Vec<ContactAddress> {
        self.0.addresses.iter().cloned().map(Into::into).collect()
    }

    /// What is known of them under custom fields, by the names of the fields.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn values(&self, ctx: &Context<'_>) -> Result<Vec<ContactValue>> {
        let found = ctx.loaders().contact_values.load(self.0.id).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(ContactValue)
            .collect())
    }

    /// When they first wrote or were written to.
    async fn created_at(&self) -> Instant {
        self.0.created_at.into()
    }
}

/// One identifier of a customer on WhatsApp.
#[derive(Clone, Debug, SimpleObject)]
pub struct ContactAddress {
    /// What kind of identifier.
    kind: AddressKind,
    /// As Meta writes it.
    value: String,
    /// For people: `+5521999990000`, `@name`.
    display: String,
}

impl From<AddressView> for ContactAddress {
    fn from(address: AddressView) -> Self {
        Self {
            kind: address.kind.into(),
            value: address.value,
            display: address.display,
        }
    }
}

/// What kind of identifier an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::contact_address::AddressKind")]
pub enum AddressKind {
    /// An international phone number in digits.
    WaId,
    /// A business-scoped user id.
    Bsuid,
    /// A business-scoped user id across linked business portfolios.
    ParentBsuid,
    /// A public name; it may change hands.
    Username,
}

/// Changes to contacts.
#[derive(Default)]
pub struct ContactMutations;

#[Object]
impl ContactMutations {
    /// Gives a contact a name, or takes it away again: then their own name shows.
    async fn update_contact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, and the name.")] input: UpdateContactInput,
    ) -> Result<UpdateContactPayload> {
        let changed = async {
            let id = parse_id(&input.contact_id, "contactId")?;
            ctx.desk().rename_contact(ctx.actor(), id, input.name).await
        };
        let (contact, error) = outcome(changed.await)?;
        Ok(UpdateContactPayload {
            contact: contact.map(Contact),
            error,
        })
    }
}

/// What to change of a contact.
#[derive(InputObject)]
pub struct UpdateContactInput {
    /// Whom.
    contact_id: ID,
    /// The name; null or empty takes the given name away.
    name: Option<String>,
}

/// The contact that was changed.
#[derive(SimpleObject)]
pub struct UpdateContactPayload {
    /// Null when it was not changed.
    contact: Option<Contact>,
    /// Null on success.
    error: Option<OperationError>,
}
