//! Looking into the library.

use entity::LibraryItemId;
use entity::library_item::{Column, Entity, Model};
use entity::upload::UploadKind;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};
use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::Desk;
use crate::access::Actor;
use crate::error::DeskError;

/// How many items are shown at most: a picker, not an archive.
const MOST: u64 = 200;

/// A file of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryItemView {
    /// Which.
    pub id: LibraryItemId,
    /// What users call it.
    pub name: String,
    /// As what it is sent.
    pub kind: UploadKind,
    /// Type by its own bytes.
    pub content_type: String,
    /// The name that customers see, of a document.
    pub file_name: Option<String>,
    /// Size, in bytes.
    pub bytes: u64,
    /// Digest, hexadecimal.
    pub sha256: String,
    /// Where the store keeps it.
    pub storage_key: String,
    /// Of an image: width and height in pixels.
    pub dimensions: Option<(u32, u32)>,
}

impl From<Model> for LibraryItemView {
    fn from(row: Model) -> Self {
        let pixels = |side: Option<i32>| side.and_then(|side| u32::try_from(side).ok());
        Self {
            id: row.id,
            name: row.name,
            kind: row.kind,
            content_type: row.content_type,
            file_name: row.file_name,
            bytes: u64::try_from(row.bytes).unwrap_or(0),
            sha256: row.sha256,
            storage_key: row.storage_key,
            dimensions: pixels(row.width).zip(pixels(row.height)),
        }
    }
}

/// A name as searches compare it.
pub(super) fn searchable(text: &str) -> String {
    text.trim().to_lowercase()
}

/// A pattern for names with these words in them; what a pattern would understand is taken as it is.
fn containing(words: &str) -> LikeExpr {
    const ESCAPE: char = '\\';
    let literal: String = words
        .chars()
        .flat_map(|c| {
            let escape = matches!(c, '%' | '_' | ESCAPE).then_some(ESCAPE);
            escape.into_iter().chain([c])
        })
        .collect();
    LikeExpr::new(format!("%{literal}%")).escape(ESCAPE)
}

impl Desk {
    /// The items whose name contains `search`, by name; all when it is blank.
    pub async fn library(
        &self,
        actor: &Actor,
        search: &str,
    ) -> Result<Vec<LibraryItemView>, DeskError> {
        actor.require_reader()?;
        let words = searchable(search);
        let mut items = Entity::find();
        if !words.is_empty() {
            items = items.filter(Expr::col(Column::Search).like(containing(&words)));
        }
        let rows = items
            .order_by_asc(Column::Search)
            .order_by_asc(Column::Id)
            .limit(MOST)
            .all(self.database().read())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// An item; none when there is no such.
    pub async fn library_item(
        &self,
        actor: &Actor,
        id: LibraryItemId,
    ) -> Result<Option<LibraryItemView>, DeskError> {
        actor.require_reader()?;
        let row = Entity::find_by_id(id).one(self.database().read()).await?;
        Ok(row.map(Into::into))
    }
}
