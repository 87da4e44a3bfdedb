//! From a stored template message to Meta's.

use std::collections::BTreeMap;

use templates::fill::Parameters;
use whatsapp::outgoing::{InvalidOutgoing, OutgoingContent, Template, uploads};

/// `file`: Meta's id of the one file that the message carries, if it was uploaded to the desk.
pub(super) fn content(
    name: &str,
    language: &str,
    parameters: Option<&Parameters>,
    file: Option<&str>,
) -> Result<OutgoingContent, InvalidOutgoing> {
    let template = Template::new(name, language)?;
    let Some(parameters) = parameters else {
        return Ok(OutgoingContent::Template(template));
    };
    let media: BTreeMap<String, String> = uploads(parameters)
        .filter_map(|upload| Some((upload.to_owned(), file?.to_owned())))
        .collect();
    let template = template.with_parameters(parameters.clone(), media)?;
    Ok(OutgoingContent::Template(template))
}
