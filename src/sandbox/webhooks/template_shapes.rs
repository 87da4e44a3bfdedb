//! The `value` objects of the fields that tell of templates (section 6). Ids are numbers here, and languages are written
//! with a hyphen.

use serde_json::{Map, Value, json};

use crate::world::Template;

/// The webhooks that a change of a template brings: field and value.
pub(crate) fn changes(before: &Template, after: &Template) -> Vec<(&'static str, Value)> {
    let mut changes = Vec::new();
    if before.status != after.status {
        changes.push(("message_template_status_update", status(after)));
    }
    if before.quality != after.quality {
        changes.push((
            "message_template_quality_update",
            about(
                after,
                json!({ "previous_quality_score": before.quality, "new_quality_score": after.quality }),
            ),
        ));
    }
    if before.category != after.category {
        changes.push((
            "template_category_update",
            about(
                after,
                json!({ "previous_category": before.category, "new_category": after.category }),
            ),
        ));
    }
    if before.components != after.components {
        changes.push((
            "message_template_components_update",
            about(after, components(after)),
        ));
    }
    changes
}

fn status(template: &Template) -> Value {
    let reason = if template.status == "REJECTED" {
        "INVALID_FORMAT"
    } else {
        "NONE"
    };
    about(
        template,
        json!({
            "event": template.status,
            "reason": reason,
            "message_template_category": template.category,
        }),
    )
}

fn components(template: &Template) -> Value {
    let text = |kind: &str| template.component(kind).map(|it| it["text"].clone());
    let mut value = Map::new();
    for (key, kind) in [
        ("message_template_title", "HEADER"),
        ("message_template_element", "BODY"),
        ("message_template_footer", "FOOTER"),
    ] {
        if let Some(text) = text(kind).filter(Value::is_string) {
            value.insert(key.to_owned(), text);
        }
    }
    Value::Object(value)
}

fn about(template: &Template, what: Value) -> Value {
    let id: u64 = template.id.parse().unwrap_or_default();
    let mut value = json!({
        "message_template_id": id,
        "message_template_name": template.name,
        "message_template_language": template.language.replace('_', "-"),
    });
    if let (Some(value), Value::Object(what)) = (value.as_object_mut(), what) {
        value.extend(what);
    }
    value
}
