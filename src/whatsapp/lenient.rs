//! Reading JSON that keeps no promises: every look-up answers "not there" instead of failing.

use serde_json::{Map, Value};

/// The fields of an object, or none when the value is something else.
#[derive(Clone, Copy, Default)]
pub(crate) struct Fields<'a>(Option<&'a Map<String, Value>>);

impl<'a> Fields<'a> {
    pub(crate) fn of(value: &'a Value) -> Self {
        Self(value.as_object())
    }

    /// The value of a field; `null` counts as absent.
    pub(crate) fn get(self, name: &str) -> Option<&'a Value> {
        self.0?.get(name).filter(|value| !value.is_null())
    }

    pub(crate) fn object(self, name: &str) -> Self {
        Self(self.get(name).and_then(Value::as_object))
    }

    pub(crate) fn array(self, name: &str) -> &'a [Value] {
        self.get(name)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }

    /// A text that is not empty. Numbers become text, since ids arrive as either.
    ///
    /// U+0000 becomes U+FFFD: JSON may carry it, the text columns of some databases cannot, and
    /// a message must not be refused for it.
    pub(crate) fn text(self, name: &str) -> Option<String> {
        match self.get(name)? {
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => Some(text.replace('\0', "\u{FFFD}")),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A whole number, also when it was written as text.
    pub(crate) fn integer<N: TryFrom<i64>>(self, name: &str) -> Option<N> {
        let number = match self.get(name)? {
            Value::Number(number) => number.as_i64()?,
            Value::String(text) => text.trim().parse().ok()?,
            _ => return None,
        };
        N::try_from(number).ok()
    }

    /// A finite number, also when it was written as text.
    pub(crate) fn number(self, name: &str) -> Option<f64> {
        let number = match self.get(name)? {
            Value::Number(number) => number.as_f64()?,
            Value::String(text) => text.trim().parse().ok()?,
            _ => return None,
        };
        number.is_finite().then_some(number)
    }

    pub(crate) fn flag(self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// An identifier, when the field holds one that is acceptable.
    pub(crate) fn identifier<I: TryFrom<String>>(self, name: &str) -> Option<I> {
        I::try_from(self.text(name)?).ok()
    }

    /// A time given in Unix seconds (text or number), in Unix milliseconds.
    pub(crate) fn milliseconds(self, name: &str) -> Option<i64> {
        self.integer::<i64>(name)?.checked_mul(1_000)
    }
}
