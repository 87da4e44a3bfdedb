//! The sentences that Meta itself puts around a code, in the template's language.

use crate::definition::Definition;

#[derive(Clone, Copy)]
enum Tongue {
    Portuguese,
    Spanish,
    English,
}

fn tongue(language: &str) -> Tongue {
    match language.get(..2) {
        Some("pt") => Tongue::Portuguese,
        Some("es") => Tongue::Spanish,
        _ => Tongue::English,
    }
}

/// The body; of an authentication template with Meta's own words around the code.
pub fn body(definition: &Definition, language: &str) -> String {
    let Some(authentication) = definition.authentication else {
        return definition.body.text.clone();
    };
    let mut text = if definition.body.text.contains("{{") {
        definition.body.text.clone()
    } else {
        match tongue(language) {
            Tongue::Portuguese => "*{{1}}* é o seu código de verificação.",
            Tongue::Spanish => "*{{1}}* es tu código de verificación.",
            Tongue::English => "*{{1}}* is your verification code.",
        }
        .to_owned()
    };
    let advice = match tongue(language) {
        Tongue::Portuguese => "Para sua segurança, não o compartilhe.",
        Tongue::Spanish => "Por tu seguridad, no lo compartas.",
        Tongue::English => "For your security, do not share this code.",
    };
    if authentication.security_recommendation && !text.contains(advice) {
        text = format!("{text} {advice}");
    }
    text
}

/// The footer; of an authentication template the time for which the code counts.
pub fn footer(definition: &Definition, language: &str) -> Option<String> {
    let minutes = definition
        .authentication
        .and_then(|authentication| authentication.code_expiration_minutes);
    let Some(minutes) = minutes else {
        return definition.footer.clone();
    };
    Some(match tongue(language) {
        Tongue::Portuguese => format!("Este código expira em {minutes} minutos."),
        Tongue::Spanish => format!("Este código caduca en {minutes} minutos."),
        Tongue::English => format!("This code expires in {minutes} minutes."),
    })
}
