//! What a file is, by its own first bytes.
//!
//! The type under which a file will be served comes from a list; whatever is not on it is
//! `application/octet-stream`, which browsers only save. So no file can pass for a page or a script, whatever
//! its sender called it (OWASP ASVS 5.2.2; CVE-2026-28683 was an SVG).

use image::metadata::Orientation;

/// How many bytes are looked at. The size of a JPEG follows its metadata, thumbnail included.
pub const HEAD: usize = 64 * 1024;
/// What nothing is known of.
pub const UNKNOWN: &str = "application/octet-stream";
/// Larger sides than any camera's; a greater one is a trap for whoever decodes it.
const LONGEST_SIDE: usize = 65_535;

/// Types by magic bytes, each with the name under which it is served.
const SERVED: &[(&str, &str)] = &[
    ("image/jpeg", "image/jpeg"),
    ("image/png", "image/png"),
    ("image/gif", "image/gif"),
    ("image/webp", "image/webp"),
    ("image/avif", "image/avif"),
    ("image/bmp", "image/bmp"),
    ("image/heif", "image/heif"),
    ("image/tiff", "image/tiff"),
    ("audio/aac", "audio/aac"),
    ("audio/amr", "audio/amr"),
    ("audio/m4a", "audio/mp4"),
    ("audio/mpeg", "audio/mpeg"),
    ("audio/ogg", "audio/ogg"),
    ("audio/opus", "audio/ogg"),
    ("audio/x-flac", "audio/flac"),
    ("audio/x-wav", "audio/wav"),
    ("video/mp4", "video/mp4"),
    ("video/x-m4v", "video/mp4"),
    ("video/quicktime", "video/quicktime"),
    ("video/webm", "video/webm"),
    ("application/pdf", "application/pdf"),
    ("application/zip", "application/zip"),
    ("application/gzip", "application/gzip"),
    ("application/vnd.rar", "application/vnd.rar"),
    ("application/x-7z-compressed", "application/x-7z-compressed"),
    ("application/rtf", "application/rtf"),
    ("application/x-ole-storage", "application/x-ole-storage"),
    ("application/msword", "application/msword"),
    ("application/vnd.ms-excel", "application/vnd.ms-excel"),
    (
        "application/vnd.ms-powerpoint",
        "application/vnd.ms-powerpoint",
    ),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    (
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.text",
    ),
    (
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    ),
    (
        "application/vnd.oasis.opendocument.presentation",
        "application/vnd.oasis.opendocument.presentation",
    ),
    ("application/epub+zip", "application/epub+zip"),
];

/// Containers that hold sound alone as well as pictures: here the declared kind decides, and no harm
/// can come of it.
const SOUND_IN: &[(&str, &str)] = &[
    ("video/mp4", "audio/mp4"),
    ("video/3gpp", "audio/3gpp"),
    ("video/webm", "audio/webm"),
];

/// The type under which a file that begins with `head` is served.
pub fn content_type(head: &[u8], declared: &str) -> &'static str {
    let magic_type = infer::get(head).map_or("", |found| found.mime_type());
    let served = SERVED
        .iter()
        .find(|(magic, _)| *magic == magic_type)
        .map(|(_, served)| *served)
        .or_else(|| media_container(head))
        .unwrap_or(UNKNOWN);
    let is_sound = declared
        .get(..6)
        .is_some_and(|kind| kind.eq_ignore_ascii_case("audio/"));
    SOUND_IN
        .iter()
        .find(|(container, _)| is_sound && *container == served)
        .map_or(served, |(_, sound)| sound)
}

/// Brands of the ISO base media format that phones write and the library does not name.
fn media_container(head: &[u8]) -> Option<&'static str> {
    if head.get(4..8)? != b"ftyp" {
        return None;
    }
    let brand = head.get(8..12)?;
    if brand.starts_with(b"3g") {
        Some("video/3gpp")
    } else if brand.starts_with(b"iso") || brand.starts_with(b"mp4") || brand == b"dby1" {
        Some("video/mp4")
    } else {
        None
    }
}

/// Office formats, each in the container that its older or newer kin shares with others: there the declared
/// type decides among those of the same container, and no harm can come of it.
const OFFICE_IN: &[(&str, &str)] = &[
    ("application/x-ole-storage", "application/msword"),
    ("application/x-ole-storage", "application/vnd.ms-excel"),
    ("application/x-ole-storage", "application/vnd.ms-powerpoint"),
    ("application/msword", "application/vnd.ms-excel"),
    ("application/msword", "application/vnd.ms-powerpoint"),
    (
        "application/zip",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "application/zip",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "application/zip",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
];

/// The type of a document that a user sends: as [`content_type`], and beyond it plain text, and office formats
/// whose beginning shows no more than their container.
pub fn document_type(head: &[u8], declared: &str) -> &'static str {
    let found = content_type(head, declared);
    let essence = declared.split(';').next().unwrap_or_default().trim();
    if found == UNKNOWN && is_text(head) {
        let is_plain = ["text/plain", "text/csv"]
            .iter()
            .any(|plain| essence.eq_ignore_ascii_case(plain));
        return if is_plain { "text/plain" } else { UNKNOWN };
    }
    OFFICE_IN
        .iter()
        .find(|(container, office)| *container == found && essence.eq_ignore_ascii_case(office))
        .map_or(found, |(_, office)| office)
}

/// Whether a beginning is UTF-8 text that is no mark-up.
fn is_text(head: &[u8]) -> bool {
    let whole = match std::str::from_utf8(head) {
        Ok(text) => text,
        // A character may be cut at the end of what is looked at.
        Err(error) if head.len() - error.valid_up_to() < 4 && head.len() == HEAD => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let visible = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{c}');
    let begin = whole.trim_start_matches('\u{feff}').trim_start();
    !begin.is_empty() && !begin.starts_with('<') && whole.chars().all(visible)
}

/// Whether an image is a PNG of a kind that Meta refuses: it takes eight bits, RGB or RGBA (Cloud API reference,
/// section 8). Depth and colour type stand in the first chunk.
pub fn is_unusual_png(head: &[u8]) -> bool {
    head.starts_with(b"\x89PNG")
        && !(head.get(24) == Some(&8) && matches!(head.get(25), Some(2 | 6)))
}

/// Whether a WebP says of itself that it moves.
pub fn is_animated_webp(head: &[u8]) -> bool {
    const ANIMATION: u8 = 0b10;
    head.get(12..16) == Some(b"VP8X") && head.get(20).is_some_and(|flags| flags & ANIMATION != 0)
}

/// Whether an Ogg carries Opus in one channel, which is all that Meta takes in it (section 7.4).
pub fn is_mono_opus(head: &[u8]) -> bool {
    let first_page = &head[..head.len().min(512)];
    first_page
        .windows(8)
        .position(|window| window == b"OpusHead")
        .is_some_and(|at| first_page.get(at + 9) == Some(&1))
}

/// Width and height of an image as it is shown, read from its header without decoding anything.
pub fn dimensions(head: &[u8], content_type: &str) -> Option<(u32, u32)> {
    if !content_type.starts_with("image/") {
        return None;
    }
    let measured = imagesize::blob_size(head).ok()?;
    let pixels = |side: usize| {
        let possible = (1..=LONGEST_SIDE).contains(&side);
        possible.then(|| u32::try_from(side).ok()).flatten()
    };
    let (width, height) = (pixels(measured.width)?, pixels(measured.height)?);
    Some(if is_on_its_side(head) {
        (height, width)
    } else {
        (width, height)
    })
}

/// Whether a camera has noted that the picture is to be turned by a quarter before it is shown.
fn is_on_its_side(head: &[u8]) -> bool {
    const MARK: &[u8] = b"Exif\0\0";
    let noted = head
        .windows(MARK.len())
        .position(|window| window == MARK)
        .and_then(|at| Orientation::from_exif_chunk(&head[at + MARK.len()..]));
    matches!(
        noted,
        Some(
            Orientation::Rotate90
                | Orientation::Rotate270
                | Orientation::Rotate90FlipH
                | Orientation::Rotate270FlipH
        )
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ogg(codec: &[u8]) -> Vec<u8> {
        [b"OggS".as_slice(), &[0; 24], codec, &[0; 64]].concat()
    }

    fn iso(brand: &str) -> Vec<u8> {
        [b"\0\0\0\x18ftyp", brand.as_bytes(), &[0; 32]].concat()
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec();
        let table: Vec<(&str, Vec<u8>, &str)> = vec![
            ("image/jpeg", jpeg.clone(), "image/jpeg"),
            ("text/html", jpeg, "image/jpeg"),
            ("image/png", b"\x89PNG\r\n\x1a\n".to_vec(), "image/png"),
            (
                "image/webp",
                b"RIFF\x10\0\0\0WEBPVP8 ".to_vec(),
                "image/webp",
            ),
            ("audio/ogg; codecs=opus", ogg(b"OpusHead"), "audio/ogg"),
            ("audio/ogg", ogg(b"\x01vorbis"), "audio/ogg"),
            ("video/mp4", iso("isom"), "video/mp4"),
            ("video/mp4", iso("iso8"), "video/mp4"),
            ("audio/mp4", iso("isom"), "audio/mp4"),
            ("audio/mp4", iso("M4A "), "audio/mp4"),
            ("video/3gpp", iso("3gp5"), "video/3gpp"),
            ("AUDIO/3gpp", iso("3gp4"), "audio/3gpp"),
            (
                "audio/amr",
                b"#!AMR\n\x3c\0\0\0\0\0\0\0".to_vec(),
                "audio/amr",
            ),
            ("application/pdf", b"%PDF-1.7\n".to_vec(), "application/pdf"),
            // What could run in a browser is nothing but bytes.
            (
                "image/svg+xml",
                b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
                UNKNOWN,
            ),
            (
                "image/jpeg",
                b"<!DOCTYPE html><script>1</script>".to_vec(),
                UNKNOWN,
            ),
            (
                "application/xml",
                b"<?xml version='1.0'?><a/>".to_vec(),
                UNKNOWN,
            ),
            ("text/plain", b"just words".to_vec(), UNKNOWN),
            ("application/pdf", b"MZ\x90\0".to_vec(), UNKNOWN),
            ("application/pdf", b"\x7fELF\x02\x01\x01".to_vec(), UNKNOWN),
            ("image/png", Vec::new(), UNKNOWN),
        ];
        for (declared, head, expected) in table {
            assert_eq!(
                content_type(&head, declared),
                expected,
                "declared {declared}"
            );
        }
    }

    #[test]
    fn a_document_may_be_text_or_what_its_container_can_hold() {
        let docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        let zip = b"PK\x03\x04\x14\0\0\0\x08\0zzzz".as_slice();
        let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice();
        let table: [(&str, &[u8], &str); 10] = [
            ("text/plain", "olá, mundo\n".as_bytes(), "text/plain"),
            ("text/csv; charset=utf-8", b"a;b\n1;2", "text/plain"),
            ("text/html", b"just words", UNKNOWN),
            ("text/plain", b"<html><script>1</script>", UNKNOWN),
            ("text/plain", b"a\0b", UNKNOWN),
            ("text/plain", b"\xff\xfe\xfa", UNKNOWN),
            (docx, zip, docx),
            ("application/pdf", zip, "application/zip"),
            ("application/vnd.ms-excel", ole, "application/vnd.ms-excel"),
            (docx, b"%PDF-1.7\n", "application/pdf"),
        ];
        for (declared, head, expected) in table {
            assert_eq!(document_type(head, declared), expected, "{declared}");
        }
    }

    #[test]
    fn what_meta_refuses_within_a_format_shows_in_its_beginning() {
        let png = |depth: u8, colour: u8| {
            let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01".to_vec();
            bytes.extend([depth, colour, 0, 0, 0]);
            bytes
        };
        for (depth, colour, unusual) in [(8, 2, false), (8, 6, false), (16, 2, true), (8, 3, true)]
        {
            assert_eq!(is_unusual_png(&png(depth, colour)), unusual);
        }
        assert!(!is_unusual_png(b"\xff\xd8\xff"));
        let webp = |flags: u8| {
            let begin = b"RIFF\x10\0\0\0WEBPVP8X\x0a\0\0\0".as_slice();
            [begin, &[flags, 0, 0, 0]].concat()
        };
        assert!(is_animated_webp(&webp(0b0000_0010)));
        assert!(!is_animated_webp(&webp(0b0001_0000)));
        assert!(is_mono_opus(&ogg(b"OpusHead\x01\x01")));
        assert!(!is_mono_opus(&ogg(b"OpusHead\x01\x02")));
        assert!(!is_mono_opus(&ogg(b"\x01vorbis")));
    }

    #[test]
    fn an_image_is_measured_by_its_header() {
        let png = |width: u32, height: u32| {
            let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
            bytes.extend_from_slice(&width.to_be_bytes());
            bytes.extend_from_slice(&height.to_be_bytes());
            bytes.extend_from_slice(&[8, 2, 0, 0, 0]);
            bytes
        };
        let table = [
            (png(640, 480), Some((640, 480))),
            (png(0, 480), None),
            (png(1, u32::MAX), None),
            (png(640, 480)[..18].to_vec(), None),
        ];
        for (head, expected) in table {
            assert_eq!(dimensions(&head, "image/png"), expected);
        }
        assert_eq!(dimensions(&png(640, 480), "application/pdf"), None);
        // A camera's note in the middle: little endian, one entry, orientation (0x0112) as a short.
        for (noted, expected) in [
            (1, (640, 480)),
            (6, (480, 640)),
            (8, (480, 640)),
            (3, (640, 480)),
        ] {
            let note = [
                b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".as_slice(),
                &[noted, 0, 0, 0, 0, 0, 0, 0],
            ];
            let turned = [png(640, 480), note.concat()].concat();
            assert_eq!(dimensions(&turned, "image/png"), Some(expected), "{noted}");
        }
    }

    fn beginnings() -> impl Strategy<Value = Vec<u8>> {
        prop::sample::select(vec![
            b"\xff\xd8\xff".to_vec(),
            b"\x89PNG\r\n\x1a\n".to_vec(),
            b"GIF89a".to_vec(),
            b"RIFF\x10\0\0\0WEBPVP8".to_vec(),
            b"PK\x03\x04".to_vec(),
            b"\0\0\0\x18ftypmif1".to_vec(),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            b"\x1a\x45\xdf\xa3".to_vec(),
            Vec::new(),
        ])
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_judges_panic_or_name_a_type_off_the_list(
            beginning in beginnings(),
            rest in prop::collection::vec(any::<u8>(), 0..512),
            declared in ".{0,20}",
        ) {
            let head = [beginning, rest].concat();
            let found = content_type(&head, &declared);
            let listed = SERVED.iter().any(|(_, served)| *served == found)
                || SOUND_IN.iter().any(|(container, sound)| *container == found || *sound == found)
                || found == UNKNOWN;
            prop_assert!(listed, "{}", found);
            if let Some((width, height)) = dimensions(&head, found) {
                prop_assert!(width > 0 && height > 0);
            }
        }
    }
}
