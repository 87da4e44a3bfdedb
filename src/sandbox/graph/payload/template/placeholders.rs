//! The variables of a template's text: `{{1}}`, `{{2}}` or `{{first_name}}`.

use super::super::super::GraphError;

/// The distinct variables of a text, in order of appearance.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Placeholders(Vec<String>);

impl Placeholders {
    pub(super) fn of(text: &str) -> Self {
        let mut names: Vec<String> = Vec::new();
        let mut rest = text;
        while let Some((_, after)) = rest.split_once("{{") {
            let Some((name, tail)) = after.split_once("}}") else {
                break;
            };
            let name = name.trim().to_owned();
            if !names.contains(&name) {
                names.push(name);
            }
            rest = tail;
        }
        Self(names)
    }

    /// Characters of the text without its variables.
    pub(super) fn length_around(text: &str) -> usize {
        let mut length = 0;
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((_, tail)) = after.split_once("}}") else {
                break;
            };
            length += before.chars().count();
            rest = tail;
        }
        length + rest.chars().count()
    }

    pub(super) fn positional(count: usize) -> Self {
        Self((1..=count).map(|position| position.to_string()).collect())
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    fn is_named(&self) -> bool {
        self.0.iter().any(|name| name.parse::<u32>().is_err())
    }

    /// Named variables need their names, in any order; positional ones need none.
    pub(super) fn accept(&self, component: &str, given: &[Option<&str>]) -> Result<(), GraphError> {
        if !self.is_named() {
            return Ok(());
        }
        for name in &self.0 {
            if !given.contains(&Some(name.as_str())) {
                return Err(GraphError::new(
                    100,
                    format!("{component}: Parameter name is missing or empty: '{name}'"),
                ));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_found_once_each() {
        let cases = [
            ("Olá", vec![]),
            ("Olá {{1}}, pedido {{2}}, {{1}}", vec!["1", "2"]),
            ("Oi {{ first_name }}!", vec!["first_name"]),
            ("Aberto {{1", vec![]),
        ];
        for (text, expected) in cases {
            assert_eq!(Placeholders::of(text).0, expected, "{text}");
        }
    }

    #[test]
    fn what_stands_around_variables_is_counted() {
        for (text, length) in [
            ("Olá", 3),
            ("Olá {{1}}!", 5),
            ("{{a}}{{b}}", 0),
            ("é {{1", 5),
        ] {
            assert_eq!(Placeholders::length_around(text), length, "{text}");
        }
    }

    #[test]
    fn named_variables_need_their_names_in_any_order() {
        let named = Placeholders::of("{{name}} {{order}}");
        assert!(named.accept("body", &[Some("order"), Some("name")]).is_ok());
        assert!(named.accept("body", &[None, Some("name")]).is_err());
        assert!(Placeholders::of("{{1}}").accept("body", &[None]).is_ok());
    }
}
