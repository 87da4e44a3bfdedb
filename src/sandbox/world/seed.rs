//! The templates that every new account has.

use super::Template;

pub(super) fn standard_templates() -> Vec<Template> {
    serde_json::from_str(include_str!("../assets/templates.json")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_embedded_templates_are_readable() {
        assert!(super::standard_templates().len() >= 8);
    }
}
