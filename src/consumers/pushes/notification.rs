//! From the desk's notice to what a device shows.

use desk::notification::PushJob;
use push::{Notification, NotificationData};
use url::Url;

use super::words;

pub(super) fn compose(job: &PushJob, public_url: &Url) -> Notification {
    let notice = &job.notice;
    let conversation = notice.conversation_id.to_string();
    let push = job.id.to_string();
    let preview = words::preview(&notice.preview, notice.locale);
    let mut navigate = public_url.clone();
    navigate.set_path(&format!("/c/{conversation}"));
    navigate.set_query(Some(&format!("p={push}")));
    Notification {
        title: notice
            .contact_name
            .clone()
            .unwrap_or_else(|| words::unnamed(notice.locale).to_owned()),
        body: words::body(notice.occasion, &preview, notice.count, notice.locale),
        language: notice.locale.as_str().to_owned(),
        tag: format!("c:{conversation}"),
        navigate: navigate.into(),
        badge: notice.badge,
        data: NotificationData {
            push_id: push,
            conversation_id: Some(conversation),
            message_id: notice.message_id.map(|id| id.to_string()),
            sequence: Some(notice.position.0),
            message_count: notice.count,
            read: Vec::new(),
        },
    }
}
