//! The text parameters of headers and bodies.

use super::super::super::GraphError;
use super::super::super::parameters::Parameters;
use super::count;
use super::placeholders::Placeholders;

/// The text parameters of a component against its placeholders.
pub(super) fn check(
    component: &str,
    placeholders: &Placeholders,
    given: Option<&Parameters<'_>>,
) -> Result<(), GraphError> {
    let parameters = match given {
        Some(given) if given.has("parameters") => given.objects("parameters")?,
        _ => Vec::new(),
    };
    if parameters.len() != placeholders.count() {
        return Err(count(component, parameters.len(), placeholders.count()));
    }
    let mut named = Vec::new();
    for parameter in &parameters {
        check_text_parameter(component, parameter)?;
        named.push(parameter.optional_text("parameter_name")?);
    }
    placeholders.accept(component, &named)
}

/// Characters of a text with its variables filled in.
pub(super) fn filled_length(
    text: &str,
    given: Option<&Parameters<'_>>,
) -> Result<usize, GraphError> {
    let parameters = match given {
        Some(given) => given.optional_array("parameters")?,
        None => &[],
    };
    let values = parameters.iter().map(|parameter| {
        [
            &parameter["text"],
            &parameter["currency"]["fallback_value"],
            &parameter["date_time"]["fallback_value"],
        ]
        .into_iter()
        .find_map(serde_json::Value::as_str)
        .unwrap_or_default()
    });
    let filled: usize = values.map(|value| value.chars().count()).sum();
    Ok(Placeholders::length_around(text) + filled)
}

/// Text parameters: not empty, no newline, no tab, no more than four spaces in a row.
fn check_text_parameter(component: &str, parameter: &Parameters<'_>) -> Result<(), GraphError> {
    let kind = parameter.text("type")?;
    match kind {
        "text" => {}
        "currency" => {
            let currency = parameter.object("currency")?;
            currency.short_text("fallback_value", 60)?;
            currency.short_text("code", 3)?;
            currency.number("amount_1000")?;
            return Ok(());
        }
        "date_time" => {
            parameter
                .object("date_time")?
                .short_text("fallback_value", 60)?;
            return Ok(());
        }
        other => {
            return Err(GraphError::new(
                132_012,
                format!(
                    "{component}: Format mismatch, expected TEXT, received {}",
                    other.to_uppercase()
                ),
            ));
        }
    }
    let text = parameter.text("text")?;
    if text.trim().is_empty() {
        return Err(GraphError::missing(&parameter.name("text")));
    }
    if text.contains(['\n', '\t']) || text.contains("     ") {
        return Err(GraphError::new(
            132_018,
            format!(
                "{}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces",
                parameter.name("text")
            ),
        ));
    }
    if text.contains(char::is_control) {
        return Err(GraphError::new(
            132_007,
            format!("{} holds forbidden characters", parameter.name("text")),
        ));
    }
    Ok(())
}
