//! From a stored template message to Meta's.

use std::collections::BTreeMap;

use super::file::Handed;
use templates::fill::Parameters;
use whatsapp::outgoing::{InvalidOutgoing, OutgoingContent, Template, uploads};

/// `files`: Meta's ids of those that were uploaded to the desk.
pub(super) fn content(
    name: &str,
    language: &str,
    parameters: Option<&Parameters>,
    files: &Handed,
) -> Result<OutgoingContent, InvalidOutgoing> {
    let template = Template::new(name, language)?;
    let Some(parameters) = parameters else {
        return Ok(OutgoingContent::Template(template));
    };
    let media: BTreeMap<String, String> = uploads(parameters)
        .filter_map(|upload| Some((upload.to_owned(), files.of(upload)?.to_owned())))
        .collect();
    let template = template.with_parameters(parameters.clone(), media)?;
    Ok(OutgoingContent::Template(template))
}
