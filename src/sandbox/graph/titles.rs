//! The codes that the sandbox emits, with the title and the HTTP status of Meta's tables.

/// (code, title, HTTP status of the synchronous answer)
const CODES: &[(u32, &str, u16)] = &[
    (0, "AuthException", 401),
    (1, "API Unknown", 400),
    (2, "API Service", 503),
    (3, "API Method", 500),
    (4, "API Too Many Calls", 400),
    (10, "Permission Denied", 403),
    (33, "Parameter value is not valid", 400),
    (100, "Invalid parameter", 400),
    (190, "Access token has expired", 401),
    (200, "API Permission", 403),
    (368, "Temporarily blocked for policies violations", 403),
    (80007, "Rate limit issues", 400),
    (130_403, "Recipient blocked by the business", 400),
    (130_429, "Rate limit hit", 400),
    (130_472, "User's number is part of an experiment", 400),
    (
        130_497,
        "Business account is restricted from messaging users in this country",
        403,
    ),
    (131_000, "Something went wrong", 500),
    (131_005, "Access denied", 403),
    (131_008, "Required parameter is missing", 400),
    (131_009, "Parameter value is not valid", 400),
    (131_016, "Service unavailable", 500),
    (131_021, "Recipient cannot be sender", 400),
    (131_026, "Message undeliverable", 400),
    (131_030, "Recipient phone number not in allowed list", 400),
    (131_031, "Account has been locked", 403),
    (
        131_037,
        "WhatsApp provided number needs display name approval before message can be sent",
        400,
    ),
    (131_042, "Business eligibility payment issue", 400),
    (131_045, "Incorrect certificate", 500),
    (131_047, "Re-engagement message", 400),
    (131_048, "Spam rate limit hit", 400),
    (
        131_049,
        "This message was not delivered to maintain healthy ecosystem engagement.",
        400,
    ),
    (
        131_050,
        "User has stopped receipt of marketing messages",
        400,
    ),
    (131_051, "Unsupported message type", 400),
    (131_052, "Media download error", 400),
    (131_053, "Media upload error", 400),
    (
        131_056,
        "(Business Account, Consumer Account) pair rate limit hit",
        400,
    ),
    (131_057, "Account in maintenance mode", 500),
    (131_060, "This message is unavailable", 400),
    (
        131_062,
        "BSUID recipients are not supported for this message",
        400,
    ),
    (
        131_063,
        "Marketing templates are disabled on Cloud API",
        400,
    ),
    (132_000, "Template Param Count Mismatch", 400),
    (132_001, "Template does not exist", 404),
    (132_005, "Template Hydrated Text Too Long", 400),
    (132_007, "Template Format Character Policy Violated", 400),
    (132_012, "Template Parameter Format Mismatch", 400),
    (132_015, "Template is Paused", 400),
    (132_016, "Template is Disabled", 400),
    (132_018, "Template message parameter invalid", 400),
    (133_010, "Phone number Not Registered", 400),
    (139_100, "Failed to block/unblock some users", 400),
];

fn find(code: u32) -> Option<&'static (u32, &'static str, u16)> {
    CODES.iter().find(|(known, _, _)| *known == code)
}

pub(crate) fn title(code: u32) -> &'static str {
    find(code).map_or("Something went wrong", |(_, title, _)| title)
}

pub(crate) fn http_status(code: u32) -> u16 {
    find(code).map_or(400, |(_, _, status)| *status)
}
