//! Cutting a notification to size, never through what a reader takes for one character.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use super::{
    AIM, BODY_ROOM, DECLARATIVE, Declared, Document, LARGEST, MINIMAL_BODY_ROOM, Notification, Own,
    PayloadError, TITLE_ROOM,
};

const ELLIPSIS: char = '…';

pub(super) fn full(notification: &Notification) -> Result<Vec<u8>, PayloadError> {
    let without_cursors = write(notification, BODY_ROOM, 0)?;
    if without_cursors.len() > LARGEST {
        return minimal(notification);
    }
    let mut room = AIM.saturating_sub(without_cursors.len() + r#","read":{}"#.len());
    let cursors = notification
        .data
        .read
        .iter()
        .take_while(|(conversation, cursor)| {
            let needed = json_length(conversation) + cursor.to_string().len() + r#""":,"#.len();
            let fits = needed <= room;
            room = room.saturating_sub(needed);
            fits
        })
        .count();
    if cursors == 0 {
        Ok(without_cursors)
    } else {
        write(notification, BODY_ROOM, cursors)
    }
}

pub(super) fn minimal(notification: &Notification) -> Result<Vec<u8>, PayloadError> {
    let document = write(notification, MINIMAL_BODY_ROOM, 0)?;
    if document.len() > LARGEST {
        return Err(PayloadError::TooLarge(document.len()));
    }
    Ok(document)
}

fn write(
    notification: &Notification,
    body_room: usize,
    cursors: usize,
) -> Result<Vec<u8>, PayloadError> {
    let data = &notification.data;
    let document = Document {
        web_push: DECLARATIVE,
        mutable: true,
        app_badge: notification.badge,
        notification: Declared {
            title: &cut(&notification.title, TITLE_ROOM),
            body: &cut(&notification.body, body_room),
            lang: &notification.language,
            dir: "auto",
            tag: &notification.tag,
            navigate: &notification.navigate,
            app_badge: notification.badge.to_string(),
        },
        x: Own {
            p: &data.push_id,
            c: data.conversation_id.as_deref(),
            m: data.message_id.as_deref(),
            seq: data.sequence,
            n: data.message_count,
            badge: notification.badge,
            read: data
                .read
                .iter()
                .take(cursors)
                .map(|(conversation, cursor)| (conversation.clone(), (*cursor).into()))
                .collect(),
        },
    };
    Ok(serde_json::to_vec(&document)?)
}

/// `text`, or as many of its graphemes as fit in `room` bytes of JSON together with an ellipsis.
fn cut(text: &str, room: usize) -> Cow<'_, str> {
    if json_length(text) <= room {
        return Cow::Borrowed(text);
    }
    let mut left = room.saturating_sub(ELLIPSIS.len_utf8());
    let kept: usize = text
        .graphemes(true)
        .take_while(|grapheme| {
            let needed = json_length(grapheme);
            let fits = needed <= left;
            left = left.saturating_sub(needed);
            fits
        })
        .map(str::len)
        .sum();
    let mut short = text[..kept].trim_end().to_owned();
    short.push(ELLIPSIS);
    Cow::Owned(short)
}

/// How many bytes the text takes within a JSON string (RFC 8259, section 7).
fn json_length(text: &str) -> usize {
    text.chars()
        .map(|character| match character {
            '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
            '\u{0}'..='\u{1f}' => 6,
            other => other.len_utf8(),
        })
        .sum()
}
