//! A value on its own: of the right kind, within its limits, and fit for the place where it goes.

use super::Filling;
use super::parameters::TextValue;
use super::refusal::{Problem, Refusal};
use crate::texts::{LONGEST_FALLBACK, LONGEST_TEXT, line, link, word};
use crate::value::{Currency, File, FileSource, Location, Products, Value};

/// The most sections and products that a button offers (section 7.5).
const MOST_SECTIONS: usize = 10;
const MOST_PRODUCTS: usize = 30;
const LONGEST_SECTION_TITLE: usize = 24;
const LONGEST_PRODUCT: usize = 100;
/// What a file system takes, with room for what a download adds.
const LONGEST_FILE_NAME: usize = 240;

impl Filling<'_> {
    pub(super) fn text_value(&self, key: &str) -> Result<TextValue, Refusal> {
        let wrong = |problem| Refusal::of(key, problem);
        match self.required(key)? {
            Value::Text { text } => Ok(TextValue::Text {
                text: line(text, LONGEST_TEXT).map_err(wrong)?,
            }),
            Value::DateTime { fallback } => Ok(TextValue::DateTime {
                fallback: line(fallback, LONGEST_FALLBACK).map_err(wrong)?,
            }),
            Value::Currency(currency) => {
                let is_code = currency.code.len() == 3
                    && currency.code.bytes().all(|byte| byte.is_ascii_uppercase());
                if !is_code {
                    return Err(wrong(Problem::Character));
                }
                Ok(TextValue::Currency(Currency {
                    fallback: line(&currency.fallback, LONGEST_FALLBACK).map_err(wrong)?,
                    ..currency.clone()
                }))
            }
            _ => Err(wrong(Problem::Kind)),
        }
    }

    pub(super) fn file(&self, key: &str) -> Result<File, Refusal> {
        let Value::File(file) = self.required(key)? else {
            return Err(Refusal::of(key, Problem::Kind));
        };
        let source = match &file.source {
            FileSource::Link { url } => FileSource::Link {
                url: link(url).map_err(|problem| Refusal::of(key, problem))?,
            },
            upload @ FileSource::Upload { .. } => upload.clone(),
        };
        let name = file
            .name
            .as_deref()
            .map(|name| file_name(name).map_err(|problem| Refusal::of(key, problem)))
            .transpose()?;
        Ok(File { source, name })
    }

    pub(super) fn place(&self, key: &str) -> Result<Location, Refusal> {
        let Value::Location(place) = self.required(key)? else {
            return Err(Refusal::of(key, Problem::Kind));
        };
        let on_earth =
            (-90.0..=90.0).contains(&place.latitude) && (-180.0..=180.0).contains(&place.longitude);
        if !on_earth {
            return Err(Refusal::of(key, Problem::Place));
        }
        let words =
            |text: &str| line(text, LONGEST_TEXT).map_err(|problem| Refusal::of(key, problem));
        Ok(Location {
            name: words(&place.name)?,
            address: words(&place.address)?,
            ..*place
        })
    }

    pub(super) fn moment(&self, key: &str) -> Result<i64, Refusal> {
        match self.required(key)? {
            Value::Moment { at_ms } if *at_ms > self.now_ms => Ok(*at_ms),
            Value::Moment { .. } => Err(Refusal::of(key, Problem::Past)),
            _ => Err(Refusal::of(key, Problem::Kind)),
        }
    }

    /// What can be chosen from: Meta asks for at least one product.
    pub(super) fn products(&self, key: &str) -> Result<Products, Refusal> {
        let Value::Products(products) = self.required(key)? else {
            return Err(Refusal::of(key, Problem::Kind));
        };
        checked(products).map_err(|problem| Refusal::of(key, problem))
    }
}

fn file_name(name: &str) -> Result<String, Problem> {
    let name = line(name, LONGEST_FILE_NAME)?;
    if name.contains(['/', '\\']) {
        return Err(Problem::Character);
    }
    Ok(name)
}

fn checked(products: &Products) -> Result<Products, Problem> {
    let all: usize = products
        .sections
        .iter()
        .map(|section| section.product_ids.len())
        .sum();
    if products.sections.is_empty() || products.sections.len() > MOST_SECTIONS {
        return Err(Problem::Count {
            most: MOST_SECTIONS,
        });
    }
    let empty = products
        .sections
        .iter()
        .any(|section| section.product_ids.is_empty());
    if empty || all > MOST_PRODUCTS {
        return Err(Problem::Count {
            most: MOST_PRODUCTS,
        });
    }
    for section in &products.sections {
        line(&section.title, LONGEST_SECTION_TITLE)?;
        for product in &section.product_ids {
            word(product, LONGEST_PRODUCT)?;
        }
    }
    // Meta asks for a picture; the first product's is as good as any.
    let first = products.sections[0].product_ids.first().cloned();
    Ok(Products {
        thumbnail: products.thumbnail.clone().or(first),
        sections: products.sections.clone(),
    })
}
