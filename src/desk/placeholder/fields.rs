//! The keys of the company's own fields, which are placeholders like the others (L-074).

use std::collections::BTreeSet;

use entity::custom_field::{Column, Entity};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QuerySelect};

/// The keys of all custom fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldKeys(BTreeSet<String>);

impl FieldKeys {
    /// Whether there is a field of this key.
    pub fn contains(&self, key: &str) -> bool {
        self.0.contains(key)
    }

    /// The keys that a text could name: none are looked up for one without braces.
    pub(crate) async fn for_text<C: ConnectionTrait>(
        connection: &C,
        text: &str,
    ) -> Result<Self, DbErr> {
        if !text.contains('{') {
            return Ok(Self::default());
        }
        let keys: Vec<String> = Entity::find()
            .select_only()
            .column(Column::Key)
            .into_tuple()
            .all(connection)
            .await?;
        Ok(keys.into_iter().collect())
    }
}

impl FromIterator<String> for FieldKeys {
    fn from_iter<Keys: IntoIterator<Item = String>>(keys: Keys) -> Self {
        Self(keys.into_iter().collect())
    }
}
