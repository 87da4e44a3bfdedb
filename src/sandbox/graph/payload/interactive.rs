//! Interactive messages inside the window (section 7.5).

use std::collections::HashSet;

use super::super::GraphError;
use super::super::parameters::Parameters;
use super::media::Files;

const KINDS: [&str; 10] = [
    "button",
    "list",
    "cta_url",
    "location_request_message",
    "request_contact_info",
    "flow",
    "product",
    "product_list",
    "catalog_message",
    "carousel",
];

pub(super) fn check(interactive: &Parameters<'_>, files: &Files<'_>) -> Result<(), GraphError> {
    let kind = interactive.one_of("type", &KINDS)?;
    let body_limit = if kind == "list" { 4_096 } else { 1_024 };
    let needs_body = !matches!(kind, "product");
    if needs_body || interactive.has("body") {
        interactive.object("body")?.short_text("text", body_limit)?;
    }
    if let Some(footer) = interactive.optional_object("footer")? {
        footer.short_text("text", 60)?;
    }
    if let Some(header) = interactive.optional_object("header")? {
        check_header(kind, &header, files)?;
    }
    let action = interactive.object("action")?;
    match kind {
        "button" => buttons(&action),
        "list" => list(&action),
        "cta_url" => call_to_action(&action),
        "location_request_message" => named(&action, "send_location"),
        "request_contact_info" => named(&action, "request_contact_info"),
        "flow" => flow(&action),
        "carousel" => carousel(&action, files),
        _ => Ok(()),
    }
}

fn check_header(kind: &str, header: &Parameters<'_>, files: &Files<'_>) -> Result<(), GraphError> {
    let allowed: &[&str] = match kind {
        "list" | "product_list" => &["text"],
        _ => &["text", "image", "video", "document"],
    };
    match header.one_of("type", allowed)? {
        "text" => header.short_text("text", 60).map(|_| ()),
        medium => files.source(medium, &header.object(medium)?).map(|_| ()),
    }
}

fn buttons(action: &Parameters<'_>) -> Result<(), GraphError> {
    let buttons = action.objects("buttons")?;
    if buttons.is_empty() || buttons.len() > 3 {
        return Err(GraphError::malformed(
            &action.name("buttons"),
            "must have 1 to 3 items",
        ));
    }
    let (mut ids, mut titles) = (HashSet::new(), HashSet::new());
    for button in &buttons {
        button.one_of("type", &["reply"])?;
        let reply = button.object("reply")?;
        let fresh_id = ids.insert(reply.short_text("id", 256)?);
        let fresh_title = titles.insert(reply.short_text("title", 20)?);
        if !fresh_id || !fresh_title {
            return Err(GraphError::invalid(
                &reply.name("title"),
                "must be unique, and so must the id",
            ));
        }
    }
    Ok(())
}

fn list(action: &Parameters<'_>) -> Result<(), GraphError> {
    action.short_text("button", 20)?;
    let sections = action.objects("sections")?;
    if sections.is_empty() || sections.len() > 10 {
        return Err(GraphError::malformed(
            &action.name("sections"),
            "must have 1 to 10 items",
        ));
    }
    let mut ids = HashSet::new();
    for section in &sections {
        if sections.len() > 1 {
            section.short_text("title", 24)?;
        } else {
            section.optional_short_text("title", 24)?;
        }
        for row in section.objects("rows")? {
            if !ids.insert(row.short_text("id", 200)?) {
                return Err(GraphError::invalid(&row.name("id"), "must be unique"));
            }
            row.short_text("title", 24)?;
            row.optional_short_text("description", 72)?;
        }
    }
    if ids.is_empty() || ids.len() > 10 {
        return Err(GraphError::malformed(
            &action.name("sections"),
            "must have 1 to 10 rows in all",
        ));
    }
    Ok(())
}

fn call_to_action(action: &Parameters<'_>) -> Result<(), GraphError> {
    named(action, "cta_url")?;
    let parameters = action.object("parameters")?;
    parameters.short_text("display_text", 20)?;
    let url = parameters.short_text("url", 2_000)?;
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    is_web
        .then_some(())
        .ok_or_else(|| GraphError::invalid(&parameters.name("url"), "is not a web address"))
}

fn flow(action: &Parameters<'_>) -> Result<(), GraphError> {
    named(action, "flow")?;
    let parameters = action.object("parameters")?;
    parameters.one_of("flow_message_version", &["3"])?;
    if !parameters.has("flow_id") && !parameters.has("flow_name") {
        return Err(GraphError::missing(&parameters.name("flow_id")));
    }
    parameters.short_text("flow_cta", 30)?;
    Ok(())
}

fn carousel(action: &Parameters<'_>, files: &Files<'_>) -> Result<(), GraphError> {
    let cards = action.objects("cards")?;
    if !(2..=10).contains(&cards.len()) {
        return Err(GraphError::malformed(
            &action.name("cards"),
            "must have 2 to 10 items",
        ));
    }
    for card in &cards {
        let header = card.object("header")?;
        let medium = header.one_of("type", &["image", "video"])?;
        files.source(medium, &header.object(medium)?)?;
    }
    Ok(())
}

fn named(action: &Parameters<'_>, name: &str) -> Result<(), GraphError> {
    action.one_of("name", &[name]).map(|_| ())
}
