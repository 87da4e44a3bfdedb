//! What other rooms see of a department.

use entity::{DepartmentId, department};

/// A group of agents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartmentView {
    /// Id.
    pub id: DepartmentId,
    /// Unique.
    pub name: String,
}

impl From<department::Model> for DepartmentView {
    fn from(row: department::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
        }
    }
}
