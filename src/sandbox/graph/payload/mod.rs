//! What a message may contain, type by type (sections 7.3 to 7.6). Unknown keys are tolerated, as Meta does; known
//! ones with wrong values are refused with the parameter's name.

mod interactive;
mod media;
mod plain;
mod template;

pub use template::check_template_message;

use serde_json::Value;

use super::GraphError;
use super::parameters::Parameters;
use crate::world::{Number, World};

/// A message that Meta would accept.
#[derive(Debug, Clone)]
pub(super) struct Payload {
    /// The type's name.
    pub(super) kind: String,
    /// The object under it.
    pub(super) content: Value,
    /// `service`, or the template's category in small letters.
    pub(super) category: String,
    /// Pacing holds it back.
    pub(super) held: bool,
    /// Authentication templates with a code button do not go to BSUIDs.
    pub(super) needs_phone_number: bool,
}

const TYPES: [&str; 11] = [
    "text",
    "image",
    "video",
    "audio",
    "document",
    "sticker",
    "location",
    "contacts",
    "reaction",
    "interactive",
    "template",
];

/// Reads and checks the message of a request's body.
pub(super) fn read(
    world: &World,
    number: &Number,
    body: &Parameters<'_>,
    now_ms: i64,
) -> Result<Payload, GraphError> {
    // Without `type`, Meta takes a text.
    let kind = if body.has("type") {
        body.one_of("type", &TYPES)?
    } else {
        "text"
    };
    let files = media::Files {
        world,
        number,
        now_ms,
    };
    let mut payload = Payload {
        kind: kind.to_owned(),
        content: body.required(kind)?.clone(),
        category: "service".to_owned(),
        held: false,
        needs_phone_number: false,
    };
    match kind {
        "text" => plain::text(&body.object(kind)?)?,
        "location" => plain::location(&body.object(kind)?)?,
        "contacts" => plain::contacts(&body.objects(kind)?)?,
        "reaction" => plain::reaction(&body.object(kind)?)?,
        "interactive" => interactive::check(&body.object(kind)?, &files)?,
        "template" => {
            let template = template::check(&body.object(kind)?, &files)?;
            payload.category = template.category.to_lowercase();
            payload.held = template.held_for_quality;
            payload.needs_phone_number = template.category == "AUTHENTICATION";
        }
        _ => files.message(kind, &body.object(kind)?)?,
    }
    Ok(payload)
}
