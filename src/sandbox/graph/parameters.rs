//! Reading a request's JSON as strictly as Meta does, with errors that name the parameter: missing ones are 131008,
//! wrong types and excess lengths are 100, values that are not allowed are 131009.

use serde_json::{Map, Value};

use super::GraphError;

/// An object of the request together with its path, for error texts.
#[derive(Debug, Clone)]
pub(super) struct Parameters<'a> {
    path: String,
    object: &'a Map<String, Value>,
}

impl<'a> Parameters<'a> {
    /// The whole body.
    pub(super) fn of(body: &'a Value) -> Result<Self, GraphError> {
        body.as_object()
            .map(|object| Self {
                path: String::new(),
                object,
            })
            .ok_or_else(|| GraphError::malformed("body", "must be a JSON object"))
    }

    /// A value that must be an object.
    pub(super) fn of_value(path: String, value: &'a Value) -> Result<Self, GraphError> {
        let object = value
            .as_object()
            .ok_or_else(|| GraphError::malformed(&path, "must be an object"))?;
        Ok(Self { path, object })
    }

    /// The full name of a key, as errors write it: `text.body`.
    pub(super) fn name(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// Null counts as absent.
    pub(super) fn value(&self, key: &str) -> Option<&'a Value> {
        self.object.get(key).filter(|value| !value.is_null())
    }

    pub(super) fn required(&self, key: &str) -> Result<&'a Value, GraphError> {
        self.value(key)
            .ok_or_else(|| GraphError::missing(&self.name(key)))
    }

    pub(super) fn object(&self, key: &str) -> Result<Parameters<'a>, GraphError> {
        Self::of_value(self.name(key), self.required(key)?)
    }

    pub(super) fn optional_object(&self, key: &str) -> Result<Option<Parameters<'a>>, GraphError> {
        self.has(key).then(|| self.object(key)).transpose()
    }

    pub(super) fn array(&self, key: &str) -> Result<&'a [Value], GraphError> {
        self.required(key)?
            .as_array()
            .map(Vec::as_slice)
            .ok_or_else(|| GraphError::malformed(&self.name(key), "must be an array"))
    }

    pub(super) fn optional_array(&self, key: &str) -> Result<&'a [Value], GraphError> {
        if self.has(key) {
            self.array(key)
        } else {
            Ok(&[])
        }
    }

    /// The items of an array as objects, named by position: `sections[0]`.
    pub(super) fn objects(&self, key: &str) -> Result<Vec<Parameters<'a>>, GraphError> {
        self.array(key)?
            .iter()
            .enumerate()
            .map(|(index, item)| Self::of_value(format!("{}[{index}]", self.name(key)), item))
            .collect()
    }

    pub(super) fn text(&self, key: &str) -> Result<&'a str, GraphError> {
        self.required(key)?
            .as_str()
            .ok_or_else(|| GraphError::malformed(&self.name(key), "must be a string"))
    }

    pub(super) fn optional_text(&self, key: &str) -> Result<Option<&'a str>, GraphError> {
        self.has(key).then(|| self.text(key)).transpose()
    }

    /// A required text of 1 to `limit` characters.
    pub(super) fn short_text(&self, key: &str, limit: usize) -> Result<&'a str, GraphError> {
        let text = self.text(key)?;
        if text.trim().is_empty() {
            return Err(GraphError::missing(&self.name(key)));
        }
        self.within(key, text, limit)?;
        Ok(text)
    }

    /// An optional text of at most `limit` characters.
    pub(super) fn optional_short_text(
        &self,
        key: &str,
        limit: usize,
    ) -> Result<Option<&'a str>, GraphError> {
        let text = self.optional_text(key)?;
        if let Some(text) = text {
            self.within(key, text, limit)?;
        }
        Ok(text)
    }

    pub(super) fn optional_flag(&self, key: &str) -> Result<Option<bool>, GraphError> {
        self.value(key)
            .map(|value| {
                value
                    .as_bool()
                    .ok_or_else(|| GraphError::malformed(&self.name(key), "must be a boolean"))
            })
            .transpose()
    }

    /// A number, also written as a string, as Meta takes coordinates.
    pub(super) fn number(&self, key: &str) -> Result<f64, GraphError> {
        let value = self.required(key)?;
        value
            .as_f64()
            .or_else(|| value.as_str()?.trim().parse().ok())
            .filter(|number: &f64| number.is_finite())
            .ok_or_else(|| GraphError::malformed(&self.name(key), "must be a number"))
    }

    fn within(&self, key: &str, text: &str, limit: usize) -> Result<(), GraphError> {
        if text.chars().count() > limit {
            let why = format!("must be at most {limit} characters long");
            return Err(GraphError::malformed(&self.name(key), &why));
        }
        Ok(())
    }

    /// Refuses a value that is not one of the allowed words.
    pub(super) fn one_of(&self, key: &str, allowed: &[&str]) -> Result<&'a str, GraphError> {
        let text = self.text(key)?;
        if allowed.contains(&text) {
            return Ok(text);
        }
        let why = format!("must be one of {{{}}}", allowed.join(", "));
        Err(GraphError::invalid(&self.name(key), &why))
    }
}
