//! Template messages against the account's approved templates (section 7.6): the right language, exactly the
//! parameters of the approved version, each of the right kind.

mod placeholders;

use serde_json::Value;

use self::placeholders::Placeholders;
use super::super::GraphError;
use super::super::parameters::Parameters;
use super::media::Files;
use crate::world::Template;

const CODE_LIMIT: usize = 15;
const BODY_LIMIT: usize = 1_024;

/// Checks the message and returns the template that it uses.
pub(super) fn check<'a>(
    message: &Parameters<'_>,
    files: &Files<'a>,
) -> Result<&'a Template, GraphError> {
    let name = message.short_text("name", 512)?;
    let language = message.object("language")?.short_text("code", 12)?;
    let template = find(files, name, language)?;
    let given: Vec<Parameters<'_>> = if message.has("components") {
        message.objects("components")?
    } else {
        Vec::new()
    };
    for component in &given {
        component.one_of(
            "type",
            &[
                "header",
                "body",
                "button",
                "carousel",
                "limited_time_offer",
                "HEADER",
                "BODY",
                "BUTTON",
            ],
        )?;
    }
    let check = Check { template, files };
    check.header(template.component("HEADER"), part(&given, "header"))?;
    check.body(template.component("BODY"), part(&given, "body"))?;
    check.buttons(template.component("BUTTONS"), &given)?;
    check.carousel(part(&given, "carousel"))?;
    check.limited_time_offer(part(&given, "limited_time_offer"))?;
    Ok(template)
}

fn find<'a>(files: &Files<'a>, name: &str, language: &str) -> Result<&'a Template, GraphError> {
    let template = files
        .world
        .templates
        .get(&files.number.waba_id)
        .into_iter()
        .flatten()
        .find(|template| template.name == name && template.language == language);
    match template.map(|template| (template, template.status.as_str())) {
        Some((template, "APPROVED")) => Ok(template),
        Some((_, "PAUSED")) => Err(GraphError::new(
            132_015,
            format!("Template '{name}' is paused due to low quality."),
        )),
        Some((_, "DISABLED")) => Err(GraphError::new(
            132_016,
            format!("Template '{name}' is disabled due to low quality."),
        )),
        _ => Err(GraphError::new(
            132_001,
            format!("template name ({name}) does not exist in {language}"),
        )),
    }
}

fn part<'g, 'v>(given: &'g [Parameters<'v>], kind: &str) -> Option<&'g Parameters<'v>> {
    given.iter().find(|component| {
        component
            .value("type")
            .and_then(Value::as_str)
            .is_some_and(|name| name.eq_ignore_ascii_case(kind))
    })
}

struct Check<'t, 'f> {
    template: &'t Template,
    files: &'f Files<'t>,
}

impl Check<'_, '_> {
    fn header(
        &self,
        definition: Option<&Value>,
        given: Option<&Parameters<'_>>,
    ) -> Result<(), GraphError> {
        let format = definition
            .and_then(|header| header["format"].as_str())
            .unwrap_or("TEXT");
        if format == "TEXT" {
            let text = definition.map_or("", |header| header["text"].as_str().unwrap_or(""));
            return self.texts("header", &Placeholders::of(text), given);
        }
        // The sample's medium is never reused: each send brings its own.
        let parameters = match given {
            Some(given) => given.objects("parameters")?,
            None => Vec::new(),
        };
        let [parameter] = parameters.as_slice() else {
            return Err(count("header", parameters.len(), 1));
        };
        let medium = format.to_lowercase();
        if parameter.text("type")? != medium {
            return Err(GraphError::new(
                132_012,
                format!(
                    "header: Format mismatch, expected {format}, received {}",
                    parameter.text("type")?.to_uppercase()
                ),
            ));
        }
        let object = parameter.object(&medium)?;
        if medium == "location" {
            for key in ["latitude", "longitude"] {
                object.number(key)?;
            }
            return Ok(());
        }
        self.files.source(&medium, &object).map(|_| ())
    }

    fn body(
        &self,
        definition: Option<&Value>,
        given: Option<&Parameters<'_>>,
    ) -> Result<(), GraphError> {
        if self.template.category == "AUTHENTICATION" {
            // The text is fixed by Meta; its one variable is the code.
            self.texts("body", &Placeholders::positional(1), given)?;
            return given.map_or(Ok(()), code_within_limit);
        }
        let text = definition.map_or("", |body| body["text"].as_str().unwrap_or(""));
        self.texts("body", &Placeholders::of(text), given)?;
        let filled: usize = given
            .map(|given| given.optional_array("parameters"))
            .transpose()?
            .into_iter()
            .flatten()
            .map(|parameter| parameter["text"].as_str().unwrap_or("").chars().count())
            .sum();
        if text.chars().count() + filled > BODY_LIMIT + 512 {
            return Err(GraphError::new(132_005, "Translated text too long"));
        }
        Ok(())
    }

    /// The text parameters of a component against its placeholders.
    fn texts(
        &self,
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

    fn buttons(
        &self,
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
            seen[index] = true;
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

    fn carousel(&self, given: Option<&Parameters<'_>>) -> Result<(), GraphError> {
        let definition = self.template.component("CAROUSEL");
        let cards = definition.and_then(|component| component["cards"].as_array());
        let (Some(cards), Some(given)) = (cards, given) else {
            return match (cards, given) {
                (Some(cards), None) => Err(count("carousel", 0, cards.len())),
                (None, Some(_)) => Err(count("carousel", 1, 0)),
                _ => Ok(()),
            };
        };
        let sent = given.objects("cards")?;
        if sent.len() != cards.len() {
            return Err(count("carousel.cards", sent.len(), cards.len()));
        }
        for (card, definition) in sent.iter().zip(cards) {
            let components = card.objects("components")?;
            let component = |kind: &str| {
                definition["components"].as_array()?.iter().find(|one| {
                    one["type"]
                        .as_str()
                        .is_some_and(|name| name.eq_ignore_ascii_case(kind))
                })
            };
            self.header(component("HEADER"), part(&components, "header"))?;
            let text = component("BODY").map_or("", |body| body["text"].as_str().unwrap_or(""));
            self.texts("body", &Placeholders::of(text), part(&components, "body"))?;
            self.buttons(component("BUTTONS"), &components)?;
        }
        Ok(())
    }

    fn limited_time_offer(&self, given: Option<&Parameters<'_>>) -> Result<(), GraphError> {
        let definition = self.template.component("LIMITED_TIME_OFFER");
        let expires = definition.is_some_and(|offer| {
            offer["limited_time_offer"]["has_expiration"] == Value::Bool(true)
        });
        match (expires, given) {
            (false, _) => Ok(()),
            (true, None) => Err(count("limited_time_offer", 0, 1)),
            (true, Some(given)) => {
                let parameters = given.objects("parameters")?;
                let [parameter] = parameters.as_slice() else {
                    return Err(count("limited_time_offer", parameters.len(), 1));
                };
                let offer = parameter.object("limited_time_offer")?;
                offer.number("expiration_time_ms").map(|_| ())
            }
        }
    }
}

fn count(component: &str, given: usize, expected: usize) -> GraphError {
    GraphError::new(
        132_000,
        format!(
            "{component}: number of localizable_params ({given}) does not match the expected number of params \
             ({expected})"
        ),
    )
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
    Ok(())
}

fn code_within_limit(body: &Parameters<'_>) -> Result<(), GraphError> {
    for parameter in body.objects("parameters")? {
        if parameter.text("text")?.chars().count() > CODE_LIMIT {
            return Err(GraphError::new(
                132_018,
                format!(
                    "{} must be at most {CODE_LIMIT} characters",
                    parameter.name("text")
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
        "COPY_CODE" | "OTP" => true,
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
        _ => parameter.object("action").map(|_| ()),
    }
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
