//! Values for slots.

use async_graphql::{ID, InputObject};
use desk::DeskError;
use templates::value::{
    Currency, File, FileSource, Flow, Location, ProductSection, Products, Value, Values,
};
use templates::{Problem, Refusal};

use crate::scalars::Instant;

/// A value for a slot of a template: exactly one of the fields beside `slot` and `fileName`, as the slot's kind says.
#[derive(InputObject)]
pub struct TemplateValueInput {
    /// Which slot.
    slot: String,
    /// Words on one line, the end of an address, or a code.
    text: Option<String>,
    /// An amount in the place of a text.
    currency: Option<TemplateCurrencyInput>,
    /// A moment in words, in the place of a text.
    date_time: Option<String>,
    /// The `https` address from which Meta fetches a header's file.
    link: Option<String>,
    /// A header's file that you uploaded.
    upload_id: Option<ID>,
    /// The name that the customer sees of a document.
    file_name: Option<String>,
    /// A header's place.
    location: Option<TemplateLocationInput>,
    /// When an offer ends.
    moment: Option<Instant>,
    /// What a button for products shows.
    products: Option<TemplateProductsInput>,
    /// What a button's form begins with.
    flow: Option<TemplateFlowInput>,
}

/// An amount.
#[derive(InputObject)]
pub struct TemplateCurrencyInput {
    /// What a phone shows that cannot write the amount itself: `R$ 10,99`.
    fallback: String,
    /// ISO 4217: `BRL`.
    code: String,
    /// The amount times a thousand: 10990.
    amount1000: i64,
}

/// A place.
#[derive(InputObject)]
pub struct TemplateLocationInput {
    /// Degrees north, -90 to 90.
    latitude: f64,
    /// Degrees east, -180 to 180.
    longitude: f64,
    /// What people call it.
    name: String,
    /// Where it is, in words.
    address: String,
}

/// What a button for products shows.
#[derive(InputObject)]
pub struct TemplateProductsInput {
    /// Whose picture stands in the message: your own id of the product.
    thumbnail: Option<String>,
    /// What can be chosen from; for a choice of products only.
    sections: Option<Vec<TemplateProductSectionInput>>,
}

/// A group of products.
#[derive(InputObject)]
pub struct TemplateProductSectionInput {
    /// Its title, at most 24 characters.
    title: String,
    /// Your own ids of the products.
    product_ids: Vec<String>,
}

/// What a form begins with.
#[derive(InputObject)]
pub struct TemplateFlowInput {
    /// Comes back with the answer.
    token: Option<String>,
    /// What its first screen is given: a JSON object, as text.
    data: Option<String>,
}

/// Reads what a client put into slots.
pub(crate) fn values(inputs: Vec<TemplateValueInput>) -> Result<Values, DeskError> {
    let mut values = Values::new();
    for input in inputs {
        let slot = input.slot.clone();
        let wrong = |problem| Refusal {
            slot: slot.clone(),
            problem,
        };
        let value = input.value().map_err(wrong)?;
        if values.insert(slot.clone(), value).is_some() {
            return Err(wrong(Problem::Unknown).into());
        }
    }
    Ok(values)
}

impl TemplateValueInput {
    fn value(self) -> Result<Value, Problem> {
        let file = |source| {
            Value::File(File {
                source,
                name: self.file_name.clone(),
            })
        };
        let mut given: Vec<Value> = Vec::new();
        given.extend(self.text.map(|text| Value::Text { text }));
        given.extend(self.currency.map(Into::into));
        given.extend(self.date_time.map(|fallback| Value::DateTime { fallback }));
        given.extend(self.link.map(|url| file(FileSource::Link { url })));
        given.extend(
            self.upload_id
                .map(|id| file(FileSource::Upload { id: id.0 })),
        );
        given.extend(self.location.map(Into::into));
        given.extend(self.moment.map(|at| Value::Moment { at_ms: at.0.0 }));
        given.extend(self.products.map(Into::into));
        if let Some(flow) = self.flow {
            given.push(flow.value()?);
        }
        match (given.pop(), given.is_empty()) {
            (Some(value), true) => Ok(value),
            (None, _) => Err(Problem::Missing),
            (Some(_), false) => Err(Problem::Kind),
        }
    }
}

impl From<TemplateCurrencyInput> for Value {
    fn from(input: TemplateCurrencyInput) -> Self {
        Self::Currency(Currency {
            fallback: input.fallback,
            code: input.code,
            amount_1000: input.amount1000,
        })
    }
}

impl From<TemplateLocationInput> for Value {
    fn from(input: TemplateLocationInput) -> Self {
        Self::Location(Location {
            latitude: input.latitude,
            longitude: input.longitude,
            name: input.name,
            address: input.address,
        })
    }
}

impl From<TemplateProductsInput> for Value {
    fn from(input: TemplateProductsInput) -> Self {
        let sections = input.sections.unwrap_or_default();
        Self::Products(Products {
            thumbnail: input.thumbnail,
            sections: sections
                .into_iter()
                .map(|section| ProductSection {
                    title: section.title,
                    product_ids: section.product_ids,
                })
                .collect(),
        })
    }
}

impl TemplateFlowInput {
    fn value(self) -> Result<Value, Problem> {
        let data = self
            .data
            .map(|data| serde_json::from_str(&data))
            .transpose()
            .ok()
            .filter(|data: &Option<serde_json::Value>| {
                data.as_ref().is_none_or(serde_json::Value::is_object)
            })
            .ok_or(Problem::Kind)?;
        Ok(Value::Flow(Flow {
            token: self.token,
            data,
        }))
    }
}
