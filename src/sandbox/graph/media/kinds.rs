//! What may be uploaded (the table of section 8), judged by the declared type, the size and the first bytes.

use super::GraphError;
use crate::world::MediaFile;

const MB: usize = 1024 * 1024;
const STICKER_LIMIT: usize = 100 * 1024;
const MOVING_STICKER_LIMIT: usize = 500 * 1024;

const AUDIO: [&str; 5] = [
    "audio/aac",
    "audio/amr",
    "audio/mpeg",
    "audio/mp4",
    "audio/ogg",
];
const DOCUMENTS: [&str; 8] = [
    "text/plain",
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
];

/// Refuses with 131053 what Meta would not take.
pub(super) fn check(file: &MediaFile) -> Result<(), GraphError> {
    let essence = file
        .mime_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let limit = limit_of(&essence, &file.bytes)
        .ok_or_else(|| refusal(format!("Files of type {essence} are not supported.")))?;
    let size = file.bytes.len();
    if size == 0 {
        return Err(refusal("The file is empty.".to_owned()));
    }
    if size > limit {
        return Err(refusal(format!(
            "The file has {size} bytes; files of type {essence} may have {limit}."
        )));
    }
    if !looks_like(&essence, &file.bytes) {
        return Err(refusal(format!(
            "The content of the file is not {essence}."
        )));
    }
    if essence == "audio/ogg" {
        check_opus(&file.bytes)?;
    }
    Ok(())
}

fn refusal(details: String) -> GraphError {
    GraphError::new(131_053, details)
}

fn limit_of(essence: &str, bytes: &[u8]) -> Option<usize> {
    match essence {
        "image/jpeg" | "image/png" => Some(5 * MB),
        "video/mp4" | "video/3gpp" => Some(16 * MB),
        "image/webp" if moves(bytes) => Some(MOVING_STICKER_LIMIT),
        "image/webp" => Some(STICKER_LIMIT),
        audio if AUDIO.contains(&audio) => Some(16 * MB),
        document if DOCUMENTS.contains(&document) => Some(100 * MB),
        _ => None,
    }
}

/// The extended header of a WebP has a bit for animation.
fn moves(webp: &[u8]) -> bool {
    webp.get(12..16) == Some(b"VP8X") && webp.get(20).is_some_and(|flags| flags & 2 != 0)
}

/// The first bytes of the formats whose look is certain.
fn looks_like(essence: &str, bytes: &[u8]) -> bool {
    let at = |position: usize, magic: &[u8]| {
        bytes
            .get(position..)
            .is_some_and(|rest| rest.starts_with(magic))
    };
    match essence {
        "image/jpeg" => at(0, &[0xff, 0xd8, 0xff]),
        // Eight bits, RGB or RGBA: bit depth and colour type stand in the first chunk.
        "image/png" => {
            at(0, b"\x89PNG\r\n\x1a\n")
                && bytes.get(24) == Some(&8)
                && matches!(bytes.get(25), Some(2 | 6))
        }
        "image/webp" => at(0, b"RIFF") && at(8, b"WEBP"),
        "video/mp4" | "video/3gpp" | "audio/mp4" => at(4, b"ftyp"),
        "audio/ogg" => at(0, b"OggS"),
        "audio/amr" => at(0, b"#!AMR"),
        "application/pdf" => at(0, b"%PDF-"),
        _ => true,
    }
}

/// Ogg must carry Opus, and one channel (section 7.4); the head is in the first page.
fn check_opus(bytes: &[u8]) -> Result<(), GraphError> {
    let begin = &bytes[..bytes.len().min(512)];
    let head = begin
        .windows(8)
        .position(|window| window == b"OpusHead")
        .ok_or_else(|| refusal("audio/ogg must carry the Opus codec.".to_owned()))?;
    match begin.get(head + 9) {
        Some(1) => Ok(()),
        _ => Err(refusal("audio/ogg must have one channel.".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures;

    fn opus(channels: u8) -> Vec<u8> {
        let mut bytes = b"OggS".to_vec();
        bytes.extend_from_slice(&[0; 24]);
        bytes.extend_from_slice(b"OpusHead\x01");
        bytes.push(channels);
        bytes
    }

    #[test]
    fn uploads_are_judged_by_type_size_and_content() {
        let png = pictures::sample_picture().bytes.to_vec();
        let mut png_of_16_bits = png.clone();
        png_of_16_bits[24] = 16;
        let mut large_png = png.clone();
        large_png.resize(5 * MB + 1, 0);
        let mut webp = b"RIFF____WEBP".to_vec();
        webp.resize(STICKER_LIMIT, 0);
        let mut large_webp = webp.clone();
        large_webp.push(0);
        let mut moving_webp = b"RIFF____WEBPVP8X\x0a\0\0\0\x02".to_vec();
        moving_webp.resize(MOVING_STICKER_LIMIT, 0);
        let mut large_moving_webp = moving_webp.clone();
        large_moving_webp.push(0);
        let cases = [
            ("image/png", png.clone(), true),
            ("image/png", png_of_16_bits, false),
            ("image/png", large_png, false),
            ("image/jpeg", png.clone(), false),
            ("image/gif", b"GIF89a".to_vec(), false),
            ("image/heic", vec![1], false),
            ("image/webp", webp, true),
            ("image/webp", large_webp, false),
            ("image/webp", moving_webp, true),
            ("image/webp", large_moving_webp, false),
            ("audio/ogg; codecs=opus", opus(1), true),
            ("audio/ogg", opus(2), false),
            ("audio/ogg", b"OggS and then Vorbis".to_vec(), false),
            ("audio/webm;codecs=opus", vec![1], false),
            ("audio/mpeg", vec![1], true),
            ("application/pdf", b"%PDF-1.4".to_vec(), true),
            ("application/pdf", b"<html>".to_vec(), false),
            ("text/plain", vec![], false),
            ("application/octet-stream", vec![1], false),
        ];
        for (kind, bytes, accepted) in cases {
            let size = bytes.len();
            let outcome = check(&MediaFile::new(kind, bytes)).map_err(|error| error.code);
            let expected = if accepted { Ok(()) } else { Err(131_053) };
            assert_eq!(outcome, expected, "{kind}, {size} bytes");
        }
    }
}
