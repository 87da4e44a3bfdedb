//! Who, and what went wrong.

use desk::contact::CustomerIdentity;
use desk::message::FailureRecord;
use whatsapp::webhook::Identity;
use whatsapp::{WireError, phone};

/// All identifiers that were present.
pub(crate) fn customer(identity: &Identity) -> CustomerIdentity {
    CustomerIdentity {
        wa_id: identity.wa_id.as_ref().map(|id| id.as_str().to_owned()),
        wa_id_match_key: identity.wa_id.as_ref().map(phone::match_key),
        bsuid: identity.bsuid.as_ref().map(|id| id.as_str().to_owned()),
        parent_bsuid: identity
            .parent_bsuid
            .as_ref()
            .map(|id| id.as_str().to_owned()),
        username: identity.username.clone(),
        profile_name: identity
            .profile_name
            .clone()
            .filter(|name| !name.trim().is_empty()),
    }
}

/// Meta's error in the desk's shape.
pub(crate) fn failure(error: &WireError) -> FailureRecord {
    FailureRecord {
        code: error.code,
        title: error.title.clone(),
        message: error.message.clone(),
        details: error.details.clone(),
        href: error.href.clone(),
        trace_id: error.fbtrace_id.clone(),
    }
}
