//! Whether a browser shows a file in place or saves it, and under which name.

use entity::MessageId;

/// Pictures that every browser decodes, and whose size is known before.
const PICTURES: [&str; 4] = ["image/gif", "image/jpeg", "image/png", "image/webp"];
/// What nothing is known of.
const UNKNOWN: &str = "application/octet-stream";
/// A small file can claim to be a huge picture, and cost whoever decodes it their memory (ASVS 5.2.6).
const MOST_PIXELS: u64 = 64_000_000;
/// Characters of a name, extension included: what every file system takes.
const LONGEST_NAME: usize = 120;
/// Characters of an extension that is worth keeping when a name is cut.
const LONGEST_EXTENSION: usize = 10;

/// The value of `Content-Disposition` (RFC 6266).
pub(super) fn of(
    content_type: &str,
    dimensions: Option<(u32, u32)>,
    file_name: Option<&str>,
    id: MessageId,
) -> String {
    let manner = if is_shown(content_type, dimensions) {
        "inline"
    } else {
        "attachment"
    };
    let name = name_of(content_type, file_name, id);
    let ascii: String = name
        .chars()
        .map(|c| if c.is_ascii() && c != '%' { c } else { '_' })
        .collect();
    format!(
        "{manner}; filename=\"{ascii}\"; filename*=UTF-8''{}",
        percent(&name)
    )
}

fn is_shown(content_type: &str, dimensions: Option<(u32, u32)>) -> bool {
    let pixels = dimensions.map(|(width, height)| u64::from(width) * u64::from(height));
    is_showable(content_type) && pixels.is_none_or(|pixels| pixels <= MOST_PIXELS)
}

fn is_showable(content_type: &str) -> bool {
    PICTURES.contains(&content_type)
        || content_type.starts_with("audio/")
        || content_type.starts_with("video/")
        || content_type == "application/pdf"
}

/// The sender's name for it without what would deceive or harm. What is shown in place has an extension that
/// says what it is.
fn name_of(content_type: &str, file_name: Option<&str>, id: MessageId) -> String {
    let name: String = file_name
        .unwrap_or_default()
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| if "/\\:*?\"<>|".contains(c) { '_' } else { c })
        .collect();
    let name = name.trim_matches(|c: char| c.is_whitespace() || c == '.');
    if name.is_empty() {
        let id = id.0.simple().to_string();
        return with_extension(&format!("whatsapp-{}", &id[id.len() - 8..]), content_type);
    }
    let name = shortened(name);
    // What is saved is judged by its name: a great many formats are zip files, and the sender's word is all there is.
    if is_showable(content_type) {
        with_extension(&name, content_type)
    } else {
        name
    }
}

fn with_extension(name: &str, content_type: &str) -> String {
    match mime_guess::get_mime_extensions_str(content_type) {
        Some(known) if content_type != UNKNOWN && !ends_with_one_of(name, known) => {
            format!("{name}.{}", usual_extension(content_type, known))
        }
        _ => name.to_owned(),
    }
}

/// Control characters, and marks that let a name read otherwise than it is, such as `exe.fdp` (RFC 6266, 4.3).
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn shortened(name: &str) -> String {
    let length = name.chars().count();
    if length <= LONGEST_NAME {
        return name.to_owned();
    }
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension)
        .filter(|extension| extension.chars().count() <= LONGEST_EXTENSION)
        .map_or_else(String::new, |extension| format!(".{extension}"));
    let kept = LONGEST_NAME - extension.chars().count();
    name.chars().take(kept).chain(extension.chars()).collect()
}

fn ends_with_one_of(name: &str, extensions: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, own)| {
        extensions
            .iter()
            .any(|known| known.eq_ignore_ascii_case(own))
    })
}

/// The one of several extensions that people know.
fn usual_extension<'a>(content_type: &str, known: &[&'a str]) -> &'a str {
    match content_type {
        "image/jpeg" => "jpg",
        "image/tiff" => "tiff",
        "audio/mp4" => "m4a",
        "audio/mpeg" => "mp3",
        "audio/ogg" => "ogg",
        "video/mp4" => "mp4",
        "video/quicktime" => "mov",
        "application/msword" => "doc",
        "application/vnd.ms-excel" => "xls",
        "application/vnd.ms-powerpoint" => "ppt",
        _ => known.first().copied().unwrap_or("bin"),
    }
}

/// RFC 5987, section 3.2.1: everything but `attr-char`.
fn percent(name: &str) -> String {
    name.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ID: MessageId = MessageId(Uuid::from_u128(0x1234_5678));

    fn disposition(content_type: &str, name: &str) -> String {
        of(content_type, None, Some(name), ID)
    }

    #[test]
    fn only_what_cannot_harm_is_shown_in_place() {
        let table = [
            ("image/jpeg", true),
            ("image/webp", true),
            ("audio/ogg", true),
            ("video/mp4", true),
            ("application/pdf", true),
            ("image/heif", false),
            ("image/tiff", false),
            ("image/svg+xml", false),
            ("text/html", false),
            ("application/xml", false),
            ("application/zip", false),
            ("application/octet-stream", false),
        ];
        for (content_type, shown) in table {
            let manner = if shown { "inline;" } else { "attachment;" };
            assert!(
                disposition(content_type, "x").starts_with(manner),
                "{content_type}"
            );
        }
    }

    #[test]
    fn a_picture_of_a_billion_pixels_is_not_shown_in_place() {
        let png = |dimensions| of("image/png", dimensions, None, ID);
        assert!(png(Some((4_000, 3_000))).starts_with("inline;"));
        assert!(png(Some((40_000, 30_000))).starts_with("attachment;"));
    }

    #[test]
    fn a_name_can_neither_deceive_nor_leave_its_place() {
        let table = [
            (
                "application/pdf",
                "nota fiscal.pdf",
                "nota fiscal.pdf",
                "nota%20fiscal.pdf",
            ),
            (
                "application/pdf",
                "Orçamento.PDF",
                "Or_amento.PDF",
                "Or%C3%A7amento.PDF",
            ),
            (
                "application/pdf",
                "../../etc/passwd",
                "_.._etc_passwd.pdf",
                "_.._etc_passwd.pdf",
            ),
            (
                "application/pdf",
                "a\r\nSet-Cookie: x=1",
                "aSet-Cookie_ x=1.pdf",
                "aSet-Cookie_%20x%3D1.pdf",
            ),
            (
                "application/pdf",
                "a\"; filename=\"b.exe",
                "a_; filename=_b.exe.pdf",
                "a_%3B%20filename%3D_b.exe.pdf",
            ),
            (
                "application/pdf",
                "fatura\u{202e}fdp.exe",
                "faturafdp.exe.pdf",
                "faturafdp.exe.pdf",
            ),
            // A picture that was called a page is saved as a picture.
            ("image/jpeg", "page.html", "page.html.jpg", "page.html.jpg"),
            (
                "image/jpeg",
                "",
                "whatsapp-12345678.jpg",
                "whatsapp-12345678.jpg",
            ),
            (
                "image/jpeg",
                " . ",
                "whatsapp-12345678.jpg",
                "whatsapp-12345678.jpg",
            ),
            (
                "application/octet-stream",
                "lista.csv",
                "lista.csv",
                "lista.csv",
            ),
            ("application/octet-stream", "100%", "100_", "100%25"),
        ];
        for (content_type, given, ascii, full) in table {
            let value = disposition(content_type, given);
            let expected = format!("filename=\"{ascii}\"; filename*=UTF-8''{full}");
            assert!(value.ends_with(&expected), "{given:?}: {value}");
            assert!(axum::http::HeaderValue::from_str(&value).is_ok());
        }
    }

    #[test]
    fn a_long_name_keeps_its_extension() {
        let name = name_of(
            "application/pdf",
            Some(&format!("{}.pdf", "é".repeat(400))),
            ID,
        );
        assert_eq!(name.chars().count(), LONGEST_NAME);
        assert!(name.ends_with("é.pdf"));
    }
}
