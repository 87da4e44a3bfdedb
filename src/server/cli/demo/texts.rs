//! What a company has at hand after a while: quick replies, and fields about its customers.

use desk::Desk;
use desk::access::Actor;
use desk::custom_field::NewCustomField;
use desk::quick_reply::{QuickReplyDraft, QuickReplyScope};
use entity::custom_field::CustomFieldKind;

use crate::cli::CommandError;
use crate::cli::channel::department;

/// (key, name, kind)
const FIELDS: [(&str, &str, CustomFieldKind); 3] = [
    ("plano", "Plano", CustomFieldKind::Text),
    ("pedido", "Número do pedido", CustomFieldKind::Text),
    ("fachada", "Foto da fachada", CustomFieldKind::Picture),
];

/// (what is typed after the slash, department of whom alone it is, text)
const QUICK_REPLIES: [(&str, Option<&str>, &str); 5] = [
    (
        "oi",
        None,
        "Olá, {{contact.firstName | boas-vindas}}! Aqui é {agente}. Como posso ajudar?",
    ),
    (
        "aguarde",
        None,
        "Só um instante, vou verificar e já volto com a resposta.",
    ),
    (
        "protocolo",
        None,
        "Seu atendimento está registrado com o protocolo *{protocolo}*.",
    ),
    (
        "tchau",
        None,
        "Obrigado pelo contato! Precisando, é só chamar aqui.",
    ),
    (
        "pix",
        Some("Financeiro"),
        "Você pode pagar por Pix com a chave financeiro@demo.guiche.app. Assim que pagar, envie o comprovante aqui, por favor.",
    ),
];

/// Writes down what an earlier demonstration has not.
pub(super) async fn prepare(desk: &Desk) -> Result<(), CommandError> {
    let known = desk.custom_fields(&Actor::System).await?;
    for (key, name, kind) in FIELDS {
        if known.iter().all(|field| field.key != key) {
            let field = NewCustomField {
                key: key.to_owned(),
                name: name.to_owned(),
                kind,
            };
            desk.create_custom_field(&Actor::System, field).await?;
        }
    }
    let known = desk.quick_replies(&Actor::System, "").await?;
    for (short_name, of, text) in QUICK_REPLIES {
        if known.iter().any(|reply| reply.short_name == short_name) {
            continue;
        }
        let scope = match of {
            Some(name) => QuickReplyScope::Department(department(desk, name).await?),
            None => QuickReplyScope::Everybody,
        };
        let draft = QuickReplyDraft {
            short_name: short_name.to_owned(),
            text: text.to_owned(),
            scope,
        };
        desk.create_quick_reply(&Actor::System, draft).await?;
    }
    Ok(())
}
