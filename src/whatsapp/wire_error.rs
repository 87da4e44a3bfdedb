//! The error object that Meta uses everywhere: in answers to calls and at four depths of webhooks
//! (Cloud API reference, sections 1 and 2).

use failures::Failure;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::lenient::Fields;

/// An error in Meta's own words, in the old shape (`{code,title,details}`) and the new
/// (`{code,title,message,error_data:{details},href}`) alike. What the code means is known by
/// [`failures`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireError {
    /// The code to decide by. `None` when Meta sent none: it must not be taken for code 0, which
    /// stops a channel.
    pub code: Option<u32>,
    /// A second code that template and migration calls still give.
    pub subcode: Option<u32>,
    /// A short title.
    pub title: Option<String>,
    /// A longer text; its form changes, so nothing may be parsed from it.
    pub message: Option<String>,
    /// The part that names the wrong parameter or the reason.
    pub details: Option<String>,
    /// Where Meta explains it.
    pub href: Option<String>,
    /// What Meta's support asks for.
    pub fbtrace_id: Option<String>,
}

impl WireError {
    /// What is known about the code; `None` for codes that Meta has added since.
    pub fn failure(&self) -> Option<&'static Failure> {
        failures::find(self.code?)
    }

    /// Reads one element of an `errors` array; anything that is not an object says nothing.
    pub(crate) fn read(value: &Value) -> Self {
        let fields = Fields::of(value);
        let data = fields.object("error_data");
        Self {
            code: fields.integer("code"),
            subcode: fields.integer("error_subcode"),
            title: fields
                .text("title")
                .or_else(|| fields.text("error_user_title")),
            message: fields.text("message"),
            details: data
                .text("details")
                .or_else(|| fields.text("details"))
                .or_else(|| fields.text("error_user_msg")),
            href: fields.text("href"),
            fbtrace_id: fields.text("fbtrace_id"),
        }
    }

    /// Reads an `errors` array; a single object in its place is taken as one error.
    pub(crate) fn read_all(value: Option<&Value>) -> Vec<Self> {
        match value {
            Some(Value::Array(errors)) => errors.iter().map(Self::read).collect(),
            Some(error @ Value::Object(_)) => vec![Self::read(error)],
            _ => Vec::new(),
        }
    }
}
