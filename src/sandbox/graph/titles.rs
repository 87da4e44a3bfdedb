//! The title and the HTTP status of Meta's codes, from the catalogue that the whole house shares: data, not wire code.

/// What stands in errors' `title` and `message`.
pub(crate) fn title(code: u32) -> &'static str {
    failures::find(code).map_or("An unknown error has occurred.", |failure| failure.title)
}

/// The HTTP status of a synchronous answer; Meta's tables leave it open for some codes.
pub(crate) fn http_status(code: u32) -> u16 {
    failures::find(code)
        .and_then(|failure| failure.http_status)
        .unwrap_or(400)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_metas_titles_and_statuses() {
        let cases = [
            (190, "Access token has expired", 401),
            (131_047, "Re-engagement message", 400),
            (132_001, "Template does not exist", 404),
            (130_403, "Recipient blocked by the business", 400),
            (2_635, "An unknown error has occurred.", 400),
        ];
        for (code, words, status) in cases {
            assert_eq!((title(code), http_status(code)), (words, status), "{code}");
        }
    }
}
