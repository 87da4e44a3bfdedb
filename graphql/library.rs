//! The library: files that the installation keeps for sending.

use async_graphql::{Context, Description, ID, InputObject, Object, Result, SimpleObject};
use desk::library::{LibraryItemView, NewLibraryItem, SendLibraryItem};

use crate::context::ResolverContext;
use crate::error::{OperationError, outcome};
use crate::message::{FileKind, SendMessagePayload};
use crate::scalars::{parse_id, parse_optional_id};

/// A file that the installation keeps for sending, such as a sticker or a price list.
#[derive(Clone, Debug, Description)]
pub struct LibraryItem(LibraryItemView);

#[Object(use_type_description)]
impl LibraryItem {
    /// Stable until it is removed.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// What users call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// As what it is sent.
    async fn kind(&self) -> FileKind {
        FileKind::of(self.0.kind)
    }

    /// Type by its own bytes.
    async fn mime_type(&self) -> &str {
        &self.0.content_type
    }

    /// The name that customers see, of a document.
    async fn file_name(&self) -> Option<&str> {
        self.0.file_name.as_deref()
    }

    /// Size in bytes.
    async fn bytes(&self) -> u32 {
        // The largest file has 100 MB.
        u32::try_from(self.0.bytes).unwrap_or(u32::MAX)
    }

    /// Of a picture, in pixels.
    async fn width(&self) -> Option<u32> {
        self.0.dimensions.map(|(width, _)| width)
    }

    /// Of a picture, in pixels.
    async fn height(&self) -> Option<u32> {
        self.0.dimensions.map(|(_, height)| height)
    }

    /// Where to fetch it, as a path of this server, with the same cookie or token.
    async fn url(&self) -> String {
        format!("/media/library/{}", self.0.id)
    }
}

/// Looking into the library.
#[derive(Default)]
pub struct LibraryQueries;

#[Object]
impl LibraryQueries {
    /// The items whose name contains `search`, by name; at most 200.
    async fn library(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A part of the name, in any case; all items without it.")] search: Option<
            String,
        >,
    ) -> Result<Vec<LibraryItem>> {
        let search = search.unwrap_or_default();
        let items = ctx.desk().library(ctx.actor(), &search).await?;
        Ok(items.into_iter().map(LibraryItem).collect())
    }
}

/// Changes to the library, and sending from it.
#[derive(Default)]
pub struct LibraryMutations;

#[Object]
impl LibraryMutations {
    /// Keeps an uploaded file for everybody to send. Supervisors and administrators only.
    async fn add_library_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, and under which name.")] input: AddLibraryItemInput,
    ) -> Result<AddLibraryItemPayload> {
        let added = async {
            let item = NewLibraryItem {
                upload_id: parse_id(&input.upload_id, "uploadId")?,
                name: input.name,
            };
            ctx.desk().add_library_item(ctx.actor(), item).await
        };
        let (item, error) = outcome(added.await)?;
        Ok(AddLibraryItemPayload {
            item: item.map(LibraryItem),
            error,
        })
    }

    /// Takes an item out; messages that sent it keep their file. Supervisors and administrators only.
    async fn remove_library_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RemoveLibraryItemInput,
    ) -> Result<RemoveLibraryItemPayload> {
        let removed = async {
            let id = parse_id(&input.item_id, "itemId")?;
            ctx.desk().remove_library_item(ctx.actor(), id).await
        };
        let (_, error) = outcome(removed.await)?;
        Ok(RemoveLibraryItemPayload { error })
    }

    /// Sends an item to the customer, by the rules of `sendFile`.
    async fn send_library_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, and where.")] input: SendLibraryItemInput,
    ) -> Result<SendMessagePayload> {
        let sent = async {
            let item = SendLibraryItem {
                conversation_id: parse_id(&input.conversation_id, "conversationId")?,
                client_key: parse_id(&input.client_key, "clientKey")?,
                item_id: parse_id(&input.item_id, "itemId")?,
                reply_to: parse_optional_id(input.reply_to.as_ref(), "replyTo")?,
            };
            ctx.desk().send_library_item(ctx.actor(), item).await
        };
        Ok(SendMessagePayload::of(outcome(sent.await)?))
    }
}

/// A file to keep.
#[derive(InputObject)]
pub struct AddLibraryItemInput {
    /// The `uploadId` that `POST /media/uploads` gave you, within a day.
    upload_id: ID,
    /// What users call it: 1 to 100 characters.
    name: String,
}

/// The item as it was kept.
#[derive(SimpleObject)]
pub struct AddLibraryItemPayload {
    /// Null when it was not kept.
    item: Option<LibraryItem>,
    /// Null on success.
    error: Option<OperationError>,
}

/// What to take out.
#[derive(InputObject)]
pub struct RemoveLibraryItemInput {
    /// Which item.
    item_id: ID,
}

/// Whether it was taken out.
#[derive(SimpleObject)]
pub struct RemoveLibraryItemPayload {
    /// Null on success.
    error: Option<OperationError>,
}

/// An item to be sent.
#[derive(InputObject)]
pub struct SendLibraryItemInput {
    /// In which conversation.
    conversation_id: ID,
    /// A UUID that your device makes once for each message. The same key again is the same message.
    client_key: ID,
    /// What.
    item_id: ID,
    /// The message that it answers.
    reply_to: Option<ID>,
}
