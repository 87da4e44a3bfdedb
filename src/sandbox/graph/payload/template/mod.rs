//! Template messages against the account's approved templates (section 7.6): the right language, exactly the
//! parameters of the approved version, each of the right kind.

mod buttons;
mod placeholders;
mod texts;

use serde_json::Value;

use self::placeholders::Placeholders;
use super::super::GraphError;
use super::super::parameters::Parameters;
use super::media::Files;
use crate::world::{Number, Template, World};

const CODE_LIMIT: usize = 15;
const HEADER_LIMIT: usize = 60;
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
    refuse_repeated_parts(&given)?;
    let check = Check { template, files };
    check.header(template.component("HEADER"), part(&given, "header"))?;
    check.body(template.component("BODY"), part(&given, "body"))?;
    buttons::check(template.component("BUTTONS"), &given)?;
    check.carousel(part(&given, "carousel"))?;
    check.limited_time_offer(part(&given, "limited_time_offer"))?;
    Ok(template)
}

/// Each part stands once; buttons are told apart by their index.
fn refuse_repeated_parts(given: &[Parameters<'_>]) -> Result<(), GraphError> {
    for kind in ["header", "body", "carousel", "limited_time_offer"] {
        let count = given
            .iter()
            .filter(|component| {
                component
                    .value("type")
                    .and_then(Value::as_str)
                    .is_some_and(|name| name.eq_ignore_ascii_case(kind))
            })
            .count();
        if count > 1 {
            return Err(GraphError::invalid("components", "hold a part twice"));
        }
    }
    Ok(())
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
            texts::check("header", &Placeholders::of(text), given)?;
            return within(texts::filled_length(text, given)?, HEADER_LIMIT);
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
            return place(&object);
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
            texts::check("body", &Placeholders::positional(1), given)?;
            return given.map_or(Ok(()), code_within_limit);
        }
        let text = definition.map_or("", |body| body["text"].as_str().unwrap_or(""));
        texts::check("body", &Placeholders::of(text), given)?;
        within(texts::filled_length(text, given)?, BODY_LIMIT)
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
        for (index, (card, definition)) in sent.iter().zip(cards).enumerate() {
            if card.required("card_index")?.as_u64() != u64::try_from(index).ok() {
                return Err(GraphError::invalid(
                    &card.name("card_index"),
                    "must count the cards from 0",
                ));
            }
            let components = card.objects("components")?;
            refuse_repeated_parts(&components)?;
            let component = |kind: &str| {
                definition["components"].as_array()?.iter().find(|one| {
                    one["type"]
                        .as_str()
                        .is_some_and(|name| name.eq_ignore_ascii_case(kind))
                })
            };
            self.header(component("HEADER"), part(&components, "header"))?;
            let text = component("BODY").map_or("", |body| body["text"].as_str().unwrap_or(""));
            texts::check("body", &Placeholders::of(text), part(&components, "body"))?;
            buttons::check(component("BUTTONS"), &components)?;
        }
        Ok(())
    }

    fn limited_time_offer(&self, given: Option<&Parameters<'_>>) -> Result<(), GraphError> {
        let definition = self.template.component("LIMITED_TIME_OFFER");
        let expires = definition.is_some_and(|offer| {
            offer["limited_time_offer"]["has_expiration"] == Value::Bool(true)
        });
        match (expires, given) {
            (false, None) => Ok(()),
            (false, Some(_)) => Err(count("limited_time_offer", 1, 0)),
            (true, None) => Err(count("limited_time_offer", 0, 1)),
            (true, Some(given)) => {
                let parameters = given.objects("parameters")?;
                let [parameter] = parameters.as_slice() else {
                    return Err(count("limited_time_offer", parameters.len(), 1));
                };
                let offer = parameter.object("limited_time_offer")?;
                #[expect(clippy::cast_precision_loss, reason = "a moment of this century")]
                let over = offer.number("expiration_time_ms")? <= self.files.now_ms as f64;
                if over {
                    return Err(GraphError::invalid(
                        &offer.name("expiration_time_ms"),
                        "must be in the future",
                    ));
                }
                Ok(())
            }
        }
    }
}

/// A place needs its coordinates, its name and its address.
fn place(object: &Parameters<'_>) -> Result<(), GraphError> {
    for (key, most) in [("latitude", 90.0), ("longitude", 180.0)] {
        if object.number(key)?.abs() > most {
            return Err(GraphError::invalid(&object.name(key), "is not on earth"));
        }
    }
    object.short_text("name", 1_000)?;
    object.short_text("address", 1_000).map(|_| ())
}

fn within(length: usize, limit: usize) -> Result<(), GraphError> {
    if length > limit {
        return Err(GraphError::new(132_005, "Translated text too long"));
    }
    Ok(())
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

/// Checks a template message (the object under `template`) against one template, as `POST /messages` does. The code
/// and the details of Meta's error when it would be refused.
pub fn check_template_message(
    template: Template,
    message: &Value,
    now_ms: i64,
) -> Result<(), (u32, String)> {
    let mut world = World::new(1);
    let number = Number::new("1", "2", "token", "secret");
    world
        .templates
        .insert(number.waba_id.clone(), vec![template]);
    let files = Files {
        world: &world,
        number: &number,
        now_ms,
    };
    let checked = Parameters::of(message).and_then(|message| check(&message, &files).map(|_| ()));
    checked.map_err(|error| (error.code, error.to_json().to_string()))
}
