//! The words of a notification, in the device's language.

use desk::notification::{Occasion, Preview};
use desk::person::Locale;

/// What a message without words is called.
pub(super) fn preview(preview: &Preview, locale: Locale) -> String {
    let [
        photo,
        video,
        audio,
        voice,
        document,
        sticker,
        place,
        contact,
        order,
        call,
        revoked,
        other,
    ] = match locale {
        Locale::PtBr => [
            "Foto",
            "Vídeo",
            "Áudio",
            "Mensagem de voz",
            "Documento",
            "Figurinha",
            "Localização",
            "Contato",
            "Pedido",
            "Ligação",
            "Mensagem apagada",
            "Mensagem",
        ],
        Locale::En => [
            "Photo",
            "Video",
            "Audio",
            "Voice message",
            "Document",
            "Sticker",
            "Location",
            "Contact",
            "Order",
            "Call",
            "Message deleted",
            "Message",
        ],
        Locale::Es => [
            "Foto",
            "Video",
            "Audio",
            "Mensaje de voz",
            "Documento",
            "Sticker",
            "Ubicación",
            "Contacto",
            "Pedido",
            "Llamada",
            "Mensaje eliminado",
            "Mensaje",
        ],
    };
    match preview {
        Preview::Text(text) => text.clone(),
        Preview::Image(caption) => labelled("📷", photo, caption.as_deref()),
        Preview::Video(caption) => labelled("🎥", video, caption.as_deref()),
        Preview::Audio => labelled("🎵", audio, None),
        Preview::VoiceNote => labelled("🎤", voice, None),
        Preview::Document(name) => labelled("📄", document, name.as_deref()),
        Preview::Sticker => sticker.to_owned(),
        Preview::Location(name) => labelled("📍", place, name.as_deref()),
        Preview::Contacts(name) => labelled("👤", contact, name.as_deref()),
        Preview::Order => labelled("🛒", order, None),
        Preview::Call => labelled("📞", call, None),
        Preview::Revoked => revoked.to_owned(),
        Preview::Unsupported | Preview::None => other.to_owned(),
    }
}

/// The body of the notification: what was said, how many wait, or why the phone rings.
pub(super) fn body(occasion: Occasion, preview: &str, count: u32, locale: Locale) -> String {
    let reason = match (occasion, locale) {
        (Occasion::NewMessage, _) if count <= 1 => return preview.to_owned(),
        (Occasion::NewMessage, Locale::PtBr) => format!("{count} mensagens"),
        (Occasion::NewMessage, Locale::En) => format!("{count} messages"),
        (Occasion::NewMessage, Locale::Es) => format!("{count} mensajes"),
        (Occasion::AssignedToAgent, Locale::PtBr) => "Encaminhada para você".to_owned(),
        (Occasion::AssignedToAgent, Locale::En) => "Forwarded to you".to_owned(),
        (Occasion::AssignedToAgent, Locale::Es) => "Reenviada a ti".to_owned(),
        (Occasion::ReplyFailed, Locale::PtBr) => "Não saiu".to_owned(),
        (Occasion::ReplyFailed, Locale::En) => "Not sent".to_owned(),
        (Occasion::ReplyFailed, Locale::Es) => "No se envió".to_owned(),
        (Occasion::AssignedToDepartment, Locale::PtBr) => {
            "Encaminhada para o seu departamento".to_owned()
        }
        (Occasion::AssignedToDepartment, Locale::En) => "Forwarded to your department".to_owned(),
        (Occasion::AssignedToDepartment, Locale::Es) => "Reenviada a tu departamento".to_owned(),
    };
    format!("{reason}: {preview}")
}

/// What a contact without a name is called.
pub(super) const fn unnamed(locale: Locale) -> &'static str {
    match locale {
        Locale::PtBr => "Contato",
        Locale::En => "Contact",
        Locale::Es => "Contacto",
    }
}

fn labelled(symbol: &str, label: &str, text: Option<&str>) -> String {
    match text.filter(|text| !text.trim().is_empty()) {
        Some(text) => format!("{symbol} {text}"),
        None => format!("{symbol} {label}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notification_says_what_was_said_and_how_many_wait() {
        let table = [
            (Occasion::NewMessage, 1, Locale::PtBr, "Qual o prazo?"),
            (
                Occasion::NewMessage,
                3,
                Locale::PtBr,
                "3 mensagens: Qual o prazo?",
            ),
            (
                Occasion::NewMessage,
                3,
                Locale::En,
                "3 messages: Qual o prazo?",
            ),
            (
                Occasion::NewMessage,
                2,
                Locale::Es,
                "2 mensajes: Qual o prazo?",
            ),
            (
                Occasion::AssignedToAgent,
                4,
                Locale::PtBr,
                "Encaminhada para você: Qual o prazo?",
            ),
            (
                Occasion::AssignedToDepartment,
                1,
                Locale::En,
                "Forwarded to your department: Qual o prazo?",
            ),
            (
                Occasion::ReplyFailed,
                0,
                Locale::PtBr,
                "Não saiu: Qual o prazo?",
            ),
        ];
        for (occasion, count, locale, expected) in table {
            assert_eq!(body(occasion, "Qual o prazo?", count, locale), expected);
        }
    }

    #[test]
    fn what_has_no_words_has_a_label_in_every_language() {
        assert_eq!(
            preview(&Preview::VoiceNote, Locale::PtBr),
            "🎤 Mensagem de voz"
        );
        assert_eq!(
            preview(&Preview::Image(Some("O pacote".into())), Locale::En),
            "📷 O pacote"
        );
        assert_eq!(
            preview(&Preview::Image(Some(" ".into())), Locale::Es),
            "📷 Foto"
        );
    }
}
