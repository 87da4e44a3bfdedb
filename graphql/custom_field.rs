//! Custom fields: what a company wants to know of its customers, and what it knows.

use async_graphql::{Context, Description, Enum, ID, InputObject, Object, Result, SimpleObject};
use desk::DeskError;
use desk::custom_field::{
    ContactPictureView, ContactValueChange, ContactValueView, CustomFieldView, NewContactValue,
    NewCustomField, SendContactPicture,
};
use entity::ContactValueId;

use crate::contact::Contact;
use crate::context::ResolverContext;
use crate::error::{OperationError, outcome};
use crate::message::SendMessagePayload;
use crate::scalars::{parse_id, parse_optional_id};

/// What a company wants to know of its customers beyond name and number, such as their plan.
#[derive(Clone, Debug, Description)]
pub struct CustomField(CustomFieldView);

#[Object(use_type_description)]
impl CustomField {
    /// Stable for ever.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// What is typed between braces to put it into a text: `{plano}`, or `{{contact.plano}}`. Never changes.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// What people read.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it holds.
    async fn kind(&self) -> CustomFieldKind {
        self.0.kind.into()
    }
}

/// What a custom field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::custom_field::CustomFieldKind")]
pub enum CustomFieldKind {
    /// A line of text.
    Text,
    /// A picture, which `sendContactPicture` sends.
    Picture,
}

/// What is known of a contact under a custom field: a text or a picture.
#[derive(Clone, Debug, Description)]
pub struct ContactValue(pub ContactValueView);

#[Object(use_type_description)]
impl ContactValue {
    /// Another one after each change.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// Under which field.
    async fn field(&self) -> CustomField {
        CustomField(self.0.field.clone())
    }

    /// Of a field of text.
    async fn text(&self) -> Option<&str> {
        self.0.text.as_deref()
    }

    /// Of a field that holds a picture.
    async fn picture(&self) -> Option<ContactPicture> {
        let picture = self.0.picture.as_ref()?;
        Some(ContactPicture::of(self.0.id, picture))
    }
}

/// A contact's picture.
#[derive(Clone, Debug, SimpleObject)]
pub struct ContactPicture {
    /// Where to fetch it, as a path of this server, with the same cookie or token; `?thumbnail` for the small copy.
    /// Another one after each change.
    url: String,
    /// Type by its own bytes.
    mime_type: String,
    /// In pixels.
    width: Option<u32>,
    /// In pixels.
    height: Option<u32>,
}

impl ContactPicture {
    fn of(id: ContactValueId, picture: &ContactPictureView) -> Self {
        Self {
            url: format!("/media/contact-values/{id}"),
            mime_type: picture.content_type.clone(),
            width: picture.dimensions.map(|(width, _)| width),
            height: picture.dimensions.map(|(_, height)| height),
        }
    }
}

/// Queries about custom fields.
#[derive(Default)]
pub struct CustomFieldQueries;

#[Object]
impl CustomFieldQueries {
    /// All custom fields, by name.
    async fn custom_fields(&self, ctx: &Context<'_>) -> Result<Vec<CustomField>> {
        let fields = ctx.desk().custom_fields(ctx.actor()).await?;
        Ok(fields.into_iter().map(CustomField).collect())
    }
}

/// Changes to custom fields, and to what is known under them.
#[derive(Default)]
pub struct CustomFieldMutations;

#[Object]
impl CustomFieldMutations {
    /// Makes a custom field. Supervisors and administrators only. `CONFLICT` when there is one of this key.
    async fn create_custom_field(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its key, its name and what it holds.")] input: CreateCustomFieldInput,
    ) -> Result<CustomFieldPayload> {
        let field = NewCustomField {
            key: input.key,
            name: input.name,
            kind: input.kind.into(),
        };
        CustomFieldPayload::of(ctx.desk().create_custom_field(ctx.actor(), field).await)
    }

    /// Gives a custom field another name. Supervisors and administrators only.
    async fn rename_custom_field(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and the name.")] input: RenameCustomFieldInput,
    ) -> Result<CustomFieldPayload> {
        let renamed = async {
            let id = parse_id(&input.field_id, "fieldId")?;
            ctx.desk()
                .rename_custom_field(ctx.actor(), id, &input.name)
                .await
        };
        CustomFieldPayload::of(renamed.await)
    }

    /// Removes a custom field with everything that is known under it. Supervisors and administrators only.
    async fn delete_custom_field(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DeleteCustomFieldInput,
    ) -> Result<DeleteCustomFieldPayload> {
        let removed = async {
            let id = parse_id(&input.field_id, "fieldId")?;
            ctx.desk().delete_custom_field(ctx.actor(), id).await
        };
        let (_, error) = outcome(removed.await)?;
        Ok(DeleteCustomFieldPayload { error })
    }

    /// Writes down what is known of a contact under a custom field, in place of what was known before. With neither
    /// text nor upload, nothing is known any more.
    async fn set_contact_value(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of whom, under which field, and what.")] input: SetContactValueInput,
    ) -> Result<SetContactValuePayload> {
        let changed = async {
            let change = input.change()?;
            ctx.desk().set_contact_value(ctx.actor(), change).await
        };
        let (contact, error) = outcome(changed.await)?;
        Ok(SetContactValuePayload {
            contact: contact.map(Contact),
            error,
        })
    }

    /// Sends a contact's picture to them, by the rules of `sendFile`.
    async fn send_contact_picture(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and where.")] input: SendContactPictureInput,
    ) -> Result<SendMessagePayload> {
        let sent = async {
            let picture = SendContactPicture {
                conversation_id: parse_id(&input.conversation_id, "conversationId")?,
                client_key: parse_id(&input.client_key, "clientKey")?,
                value_id: parse_id(&input.value_id, "valueId")?,
                caption: input.caption,
                reply_to: parse_optional_id(input.reply_to.as_ref(), "replyTo")?,
            };
            ctx.desk().send_contact_picture(ctx.actor(), picture).await
        };
        Ok(SendMessagePayload::of(outcome(sent.await)?))
    }
}

/// A custom field to be made.
#[derive(InputObject)]
pub struct CreateCustomFieldInput {
    /// One word of at most 32 letters a to z, digits and `_`, beginning with a letter.
    key: String,
    /// What people read: 1 to 100 characters.
    name: String,
    /// What it holds.
    kind: CustomFieldKind,
}

/// A name for a custom field.
#[derive(InputObject)]
pub struct RenameCustomFieldInput {
    /// Which.
    field_id: ID,
    /// 1 to 100 characters.
    name: String,
}

/// A custom field to be removed.
#[derive(InputObject)]
pub struct DeleteCustomFieldInput {
    /// Which.
    field_id: ID,
}

/// What is known of a contact.
#[derive(InputObject)]
pub struct SetContactValueInput {
    /// Of whom.
    contact_id: ID,
    /// Under which field.
    field_id: ID,
    /// For a field of text: one line of at most 1,000 characters, without braces.
    text: Option<String>,
    /// For a field that holds a picture: the `uploadId` that `POST /media/uploads?kind=image` gave you, within a day.
    upload_id: Option<ID>,
}

impl SetContactValueInput {
    fn change(self) -> Result<ContactValueChange, DeskError> {
        let value = match (
            self.text,
            parse_optional_id(self.upload_id.as_ref(), "uploadId")?,
        ) {
            (None, None) => NewContactValue::Nothing,
            (Some(text), None) => NewContactValue::Text(text),
            (None, Some(upload)) => NewContactValue::Picture(upload),
            (Some(_), Some(_)) => {
                return Err(DeskError::invalid("text", "either a text or a picture"));
            }
        };
        Ok(ContactValueChange {
            contact_id: parse_id(&self.contact_id, "contactId")?,
            field_id: parse_id(&self.field_id, "fieldId")?,
            value,
        })
    }
}

/// A contact's picture to be sent.
#[derive(InputObject)]
pub struct SendContactPictureInput {
    /// In which conversation; with the contact whose picture it is.
    conversation_id: ID,
    /// A UUID that your device makes once for each message. The same key again is the same message.
    client_key: ID,
    /// Which.
    value_id: ID,
    /// The text below it, at most 1,024 characters.
    caption: Option<String>,
    /// The message that it answers.
    reply_to: Option<ID>,
}

/// The custom field as it is now.
#[derive(SimpleObject)]
pub struct CustomFieldPayload {
    /// Null when it was not made or changed.
    field: Option<CustomField>,
    /// Null on success.
    error: Option<OperationError>,
}

impl CustomFieldPayload {
    fn of(result: Result<CustomFieldView, DeskError>) -> Result<Self> {
        let (field, error) = outcome(result)?;
        Ok(Self {
            field: field.map(CustomField),
            error,
        })
    }
}

/// Whether it was removed.
#[derive(SimpleObject)]
pub struct DeleteCustomFieldPayload {
    /// Null on success.
    error: Option<OperationError>,
}

/// The contact of whom something was written down.
#[derive(SimpleObject)]
pub struct SetContactValuePayload {
    /// Null when nothing was written.
    contact: Option<Contact>,
    /// Null on success.
    error: Option<OperationError>,
}
