//! A quick reply, as other rooms see it.

use entity::{DepartmentId, PersonId, QuickReplyId, UnixMillis, quick_reply};

use super::access::may_change;
use super::change::QuickReplyScope;
use crate::access::Actor;

/// A stored answer, as one viewer sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuickReplyView {
    /// Which.
    pub id: QuickReplyId,
    /// What is typed after the slash; lower-case.
    pub short_name: String,
    /// With placeholders.
    pub text: String,
    /// The department that shares it.
    pub department_id: Option<DepartmentId>,
    /// The person whose own it is.
    pub person_id: Option<PersonId>,
    /// Whether the viewer may change it.
    pub editable: bool,
    /// When it was last changed.
    pub updated_at: UnixMillis,
}

impl QuickReplyView {
    pub(super) fn for_actor(actor: &Actor, row: quick_reply::Model) -> Self {
        Self {
            editable: may_change(actor, QuickReplyScope::of(&row)),
            id: row.id,
            short_name: row.short_name,
            text: row.text,
            department_id: row.department_id,
            person_id: row.person_id,
            updated_at: row.updated_at,
        }
    }
}
