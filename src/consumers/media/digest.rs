//! What a file's digest should be, as Meta writes it.

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use files::Digest;

/// Reads a digest in base64 (webhooks) or hexadecimal (descriptions, and webhooks of history). None for
/// anything else: a digest that cannot be read proves nothing against a file.
pub(super) fn parse(text: &str) -> Option<Digest> {
    let text = text.trim();
    if text.len() == 64 {
        return hex::decode(text).ok()?.try_into().ok();
    }
    let lenient =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    [&STANDARD, &URL_SAFE]
        .into_iter()
        .find_map(|alphabet| GeneralPurpose::new(alphabet, lenient).decode(text).ok())?
        .try_into()
        .ok()
}

/// What Meta said a file would be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Announced {
    /// By the webhook, which is signed.
    pub by_webhook: Option<Digest>,
    /// By the description that gave the address.
    pub by_description: Option<Digest>,
    /// The description's size, in bytes.
    pub size: Option<u64>,
}

impl Announced {
    /// Whether what came is what was announced. Either digest is enough; a size alone counts only where
    /// there is no digest, since Meta has been seen to round it.
    pub fn is(&self, digest: &Digest, size: u64) -> bool {
        let digests = [self.by_webhook, self.by_description];
        if digests.iter().flatten().next().is_none() {
            return self.size.is_none_or(|announced| announced == size);
        }
        digests.contains(&Some(*digest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SHA-256 of nothing.
    const HEX: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const BASE64: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    #[test]
    fn a_digest_is_read_in_both_of_metas_writings() {
        let expected = parse(HEX);
        assert!(expected.is_some());
        let table = [
            (BASE64.to_owned(), true),
            (BASE64.trim_end_matches('=').to_owned(), true),
            (BASE64.replace('+', "-").replace('/', "_"), true),
            (HEX.to_uppercase(), true),
            (format!(" {BASE64}\n"), true),
            (String::new(), false),
            ("abc".to_owned(), false),
            ("z".repeat(64), false),
            (BASE64[4..].to_owned(), false),
        ];
        for (text, readable) in table {
            assert_eq!(parse(&text), expected.filter(|_| readable), "{text}");
        }
    }

    #[test]
    fn either_digest_proves_a_file_and_a_size_only_without_them() {
        let (right, wrong) = ([1; 32], [2; 32]);
        let table = [
            // webhook, description, size, believed
            (None, None, None, true),
            (None, None, Some(5), true),
            (None, None, Some(6), false),
            (Some(right), None, Some(6), true),
            (Some(right), Some(wrong), None, true),
            (Some(wrong), Some(right), None, true),
            (Some(wrong), None, Some(5), false),
            (None, Some(wrong), Some(5), false),
            (Some(wrong), Some(wrong), None, false),
        ];
        for (by_webhook, by_description, size, believed) in table {
            let announced = Announced {
                by_webhook,
                by_description,
                size,
            };
            assert_eq!(announced.is(&right, 5), believed, "{announced:?}");
        }
    }
}
