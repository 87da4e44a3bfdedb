//! The quarantine: pieces of webhooks that could not be understood or applied.

use async_graphql::{Context, Description, ID, InputObject, Object, Result, SimpleObject};
use desk::page::Page;
use desk::webhook::QuarantinedItemView;

use crate::context::ResolverContext;
use crate::error::{OperationError, outcome};
use crate::page::{PageInfo, size, weight};
use crate::scalars::{Cursor, Instant, parse_id};

/// A piece of a webhook that could not be understood or applied. Nothing is lost: it can be replayed after
/// an upgrade.
#[derive(Clone, Debug, Description)]
pub struct QuarantinedItem(pub QuarantinedItemView);

#[Object(use_type_description)]
impl QuarantinedItem {
    /// Stable while it is kept.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// When it came.
    async fn received_at(&self) -> Instant {
        self.0.received_at.into()
    }

    /// What is wrong with it, in English.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// Where in the webhook's body it stood.
    async fn path(&self) -> &str {
        &self.0.path
    }

    /// As it stood there: JSON, if it was JSON. It holds what the customer wrote.
    async fn raw(&self) -> &str {
        &self.0.raw
    }

    /// When it was applied after all.
    async fn replayed_at(&self) -> Option<Instant> {
        self.0.replayed_at.map(Into::into)
    }
}

/// A page of the quarantine.
#[derive(SimpleObject)]
pub struct QuarantinedItemConnection {
    /// The pieces with their cursors.
    edges: Vec<QuarantinedItemEdge>,
    /// Whether the list goes on.
    page_info: PageInfo,
}

/// A piece in the quarantine.
#[derive(SimpleObject)]
pub struct QuarantinedItemEdge {
    /// Its place in the list.
    cursor: Cursor,
    /// The piece.
    node: QuarantinedItem,
}

impl From<Page<QuarantinedItemView>> for QuarantinedItemConnection {
    fn from(page: Page<QuarantinedItemView>) -> Self {
        let cursor = |view: &QuarantinedItemView| Cursor::of(&view.cursor());
        Self {
            page_info: PageInfo::of(&page, cursor),
            edges: page
                .items
                .into_iter()
                .map(|view| QuarantinedItemEdge {
                    cursor: cursor(&view),
                    node: QuarantinedItem(view),
                })
                .collect(),
        }
    }
}

/// Queries about the quarantine.
#[derive(Default)]
pub struct QuarantineQueries;

#[Object]
impl QuarantineQueries {
    /// What could not be understood or applied, the newest first. For administrators.
    #[graphql(complexity = "1 + weight(first.or(Some(20)), None) * child_complexity")]
    async fn quarantine(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "Some(20)", desc = "How many pieces, 1 to 100.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Begin after this cursor.")] after: Option<Cursor>,
    ) -> Result<QuarantinedItemConnection> {
        ctx.actor().require_administrator()?;
        let after = after.map(|cursor| cursor.place("after")).transpose()?;
        Ok(ctx
            .desk()
            .quarantined(ctx.actor(), size(first.unwrap_or(20)), after)
            .await?
            .into())
    }
}

/// Changes to the quarantine.
#[derive(Default)]
pub struct QuarantineMutations;

#[Object]
impl QuarantineMutations {
    /// Reads a piece again and applies it. For administrators.
    async fn replay_quarantined_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ReplayQuarantinedItemInput,
    ) -> Result<ReplayQuarantinedItemPayload> {
        let replayed = async {
            ctx.actor().require_administrator()?;
            let id = parse_id(&input.item_id, "itemId")?;
            ctx.options().errands.replay(ctx.actor(), id).await
        };
        let (item, error) = outcome(replayed.await)?;
        Ok(ReplayQuarantinedItemPayload {
            item: item.map(QuarantinedItem),
            error,
        })
    }
}

/// Which piece to replay.
#[derive(InputObject)]
pub struct ReplayQuarantinedItemInput {
    /// Which piece.
    item_id: ID,
}

/// The piece as it is now.
#[derive(SimpleObject)]
pub struct ReplayQuarantinedItemPayload {
    /// Null when it could not be applied.
    item: Option<QuarantinedItem>,
    /// Null on success.
    error: Option<OperationError>,
}
