//! The buttons of a template message: only those with variables need an entry, each of the right kind.

use serde_json::Value;

use super::super::super::GraphError;
use super::super::super::parameters::Parameters;
use super::count;

/// The message's button components against the template's buttons.
pub(super) fn check(
    definition: Option<&Value>,
    given: &[Parameters<'_>],
) -> Result<(), GraphError> {
    let buttons = definition
        .and_then(|component| component["buttons"].as_array())
        .map_or(&[][..], Vec::as_slice);
    let mut seen = vec![false; buttons.len()];
    for component in given {
        if !component.text("type")?.eq_ignore_ascii_case("button") {
            continue;
        }
        let index = button_index(component)?;
        let Some(button) = buttons.get(index) else {
            return Err(GraphError::new(
                132_018,
                format!("Button at index {index} does not exist in the template."),
            ));
        };
        if std::mem::replace(&mut seen[index], true) {
            return Err(GraphError::invalid(
                &component.name("index"),
                "names a button twice",
            ));
        }
        check_button(component, button)?;
    }
    for (index, button) in buttons.iter().enumerate() {
        if needs_parameter(button) && !seen[index] {
            return Err(GraphError::new(
                131_008,
                format!(
                    "Button at index {index} of type {} requires a parameter",
                    kind_of(button)
                ),
            ));
        }
    }
    Ok(())
}

/// `index` is a string, `"0"`; numbers are seen in the field and taken as well.
fn button_index(component: &Parameters<'_>) -> Result<usize, GraphError> {
    let value = component.required("index")?;
    let index = match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_u64(),
        _ => None,
    };
    index
        .and_then(|index| usize::try_from(index).ok())
        .ok_or_else(|| GraphError::invalid(&component.name("index"), "is not a button's position"))
}

fn kind_of(button: &Value) -> &str {
    button["type"].as_str().unwrap_or("")
}

fn needs_parameter(button: &Value) -> bool {
    match kind_of(button) {
        "URL" => button["url"].as_str().is_some_and(|url| url.contains("{{")),
        "COPY_CODE" | "OTP" | "MPM" => true,
        _ => false,
    }
}

fn check_button(component: &Parameters<'_>, button: &Value) -> Result<(), GraphError> {
    let (sub_type, parameter_type) = match kind_of(button) {
        "QUICK_REPLY" => ("quick_reply", "payload"),
        "URL" | "OTP" => ("url", "text"),
        "COPY_CODE" => ("copy_code", "coupon_code"),
        "FLOW" => ("flow", "action"),
        "CATALOG" => ("catalog", "action"),
        "MPM" => ("mpm", "action"),
        other => {
            return Err(GraphError::new(
                132_018,
                format!("A button of type {other} takes no parameters"),
            ));
        }
    };
    let given = component.text("sub_type")?;
    if !given.eq_ignore_ascii_case(sub_type) {
        return Err(GraphError::new(
            132_018,
            format!(
                "{} is '{given}', the template's button is '{sub_type}'",
                component.name("sub_type")
            ),
        ));
    }
    let parameters = component.objects("parameters")?;
    let [parameter] = parameters.as_slice() else {
        return Err(count("button", parameters.len(), 1));
    };
    if parameter.text("type")? != parameter_type {
        return Err(GraphError::new(
            132_012,
            format!("button: Format mismatch, expected {parameter_type}"),
        ));
    }
    match parameter_type {
        "text" if kind_of(button) == "URL" && !needs_parameter(button) => {
            Err(count("button", 1, 0))
        }
        "text" => url_suffix(parameter),
        "payload" => parameter.short_text("payload", 256).map(|_| ()),
        "coupon_code" => parameter.short_text("coupon_code", 20).map(|_| ()),
        _ => action(kind_of(button), &parameter.object("action")?),
    }
}

/// What a button that opens a form, the catalogue or a choice of products begins with.
fn action(kind: &str, action: &Parameters<'_>) -> Result<(), GraphError> {
    match kind {
        "FLOW" => {
            action.optional_short_text("flow_token", 200)?;
            action.optional_object("flow_action_data").map(|_| ())
        }
        "CATALOG" => action
            .optional_short_text("thumbnail_product_retailer_id", 100)
            .map(|_| ()),
        _ => products(action),
    }
}

/// 1 to 10 sections with 30 products in all.
fn products(action: &Parameters<'_>) -> Result<(), GraphError> {
    action.short_text("thumbnail_product_retailer_id", 100)?;
    let sections = action.objects("sections")?;
    if !(1..=10).contains(&sections.len()) {
        return Err(GraphError::invalid(
            &action.name("sections"),
            "must be 1 to 10",
        ));
    }
    let mut all = 0;
    for section in &sections {
        section.short_text("title", 24)?;
        let items = section.objects("product_items")?;
        if items.is_empty() {
            return Err(GraphError::missing(&section.name("product_items")));
        }
        for item in &items {
            item.short_text("product_retailer_id", 100)?;
        }
        all += items.len();
    }
    if all > 30 {
        return Err(GraphError::invalid(
            &action.name("sections"),
            "hold more than 30 products",
        ));
    }
    Ok(())
}

/// The variable of an address is a suffix: it cannot hold blanks, and it is no address of its own.
fn url_suffix(parameter: &Parameters<'_>) -> Result<(), GraphError> {
    let text = parameter.short_text("text", 2_000)?;
    if text.contains(char::is_whitespace) || text.contains("://") {
        return Err(GraphError::new(
            132_018,
            format!("{} is not a valid URL suffix", parameter.name("text")),
        ));
    }
    Ok(())
}
