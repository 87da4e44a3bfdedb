//! What Meta decides about templates. Of an account that is not ours it is noted for administrators, and changes nothing.

use desk::template::{TemplateChange, TemplateNews};
use desk::webhook::Inbound;
use whatsapp::webhook::{
    TemplateCategory, TemplateComponents, TemplateQuality, TemplateReference, TemplateStatus,
};

use super::{Setting, notice};

pub(super) fn status(status: &TemplateStatus, setting: &Setting<'_>) -> Inbound {
    let news = TemplateNews::Status {
        event: status.event.clone(),
        reason: status.reason.clone(),
    };
    change(&status.template, news, &status.event, setting)
}

pub(super) fn quality(quality: &TemplateQuality, setting: &Setting<'_>) -> Inbound {
    let current = quality.current.clone().unwrap_or_default();
    let news = TemplateNews::Quality {
        quality: current.clone(),
    };
    change(&quality.template, news, &current, setting)
}

pub(super) fn components(components: &TemplateComponents, setting: &Setting<'_>) -> Inbound {
    change(&components.template, TemplateNews::Components, "", setting)
}

pub(super) fn category(category: &TemplateCategory, setting: &Setting<'_>) -> Inbound {
    let word = category.coming.as_deref().or(category.current.as_deref());
    let news = TemplateNews::Category {
        current: category.current.clone(),
        coming: category.coming.clone(),
    };
    change(&category.template, news, word.unwrap_or_default(), setting)
}

fn change(
    template: &TemplateReference,
    news: TemplateNews,
    what: &str,
    setting: &Setting<'_>,
) -> Inbound {
    let summary = line(template, what);
    let Some(account) = setting.account else {
        return notice(setting, news.field(), summary);
    };
    Inbound::Template(TemplateChange {
        waba_id: account.to_owned(),
        meta_id: template.id.clone(),
        name: template.name.clone(),
        language: template.language.clone(),
        news,
        summary,
    })
}

fn line(template: &TemplateReference, what: &str) -> String {
    let name = template
        .name
        .as_deref()
        .or(template.id.as_deref())
        .unwrap_or("?");
    let language = template.language.as_deref().unwrap_or_default();
    format!("{name} {language} {what}").trim().to_owned()
}
