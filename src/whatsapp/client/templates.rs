//! The templates of a business account.

use secrecy::SecretString;
use serde_json::Value;

use crate::client::answer::call;
use crate::client::{CallError, GraphClient, authorized};
use crate::identifiers::WabaId;
use crate::lenient::Fields;
use crate::template::MessageTemplate;

/// Templates on one page.
const PAGE: &str = "100";

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplatePage {
    /// The templates that could be read.
    pub templates: Vec<MessageTemplate>,
    /// Where the next page begins; none on the last one.
    pub after: Option<String>,
}

impl GraphClient {
    /// A page of an account's templates, from a cursor on. Meta's `next` is an address that carries the token: it is
    /// not followed, its cursor is.
    pub async fn message_templates(
        &self,
        token: &SecretString,
        waba_id: &WabaId,
        after: Option<&str>,
    ) -> Result<TemplatePage, CallError> {
        let mut url = self.address(&[waba_id.as_str(), "message_templates"]);
        url.query_pairs_mut()
            .append_pair("fields", MessageTemplate::FIELDS)
            .append_pair("limit", PAGE);
        if let Some(after) = after {
            url.query_pairs_mut().append_pair("after", after);
        }
        let answer = call(authorized(self.http.get(url), token)?).await?;
        Ok(page(&answer))
    }
}

fn page(answer: &Value) -> TemplatePage {
    let fields = Fields::of(answer);
    let paging = fields.object("paging");
    let more = paging.get("next").is_some();
    TemplatePage {
        templates: fields
            .array("data")
            .iter()
            .filter_map(MessageTemplate::read)
            .collect(),
        after: paging.object("cursors").text("after").filter(|_| more),
    }
}
