//! Finding a quick reply by what somebody has typed so far.

use entity::quick_reply;

/// Those that match, the best first: a short name that begins with it, one that holds it, a text that holds it. Neither
/// case nor accents count. Within one rank in alphabetical order.
pub(super) fn matching(mut rows: Vec<quick_reply::Model>, search: &str) -> Vec<quick_reply::Model> {
    let wanted = folded(search.trim().trim_start_matches('/'));
    rows.retain(|row| rank(row, &wanted).is_some());
    rows.sort_by_cached_key(|row| (rank(row, &wanted), folded(&row.short_name), row.id));
    rows
}

fn rank(row: &quick_reply::Model, wanted: &str) -> Option<u8> {
    let name = folded(&row.short_name);
    if name.starts_with(wanted) {
        Some(0)
    } else if name.contains(wanted) {
        Some(1)
    } else {
        folded(&row.text).contains(wanted).then_some(2)
    }
}

/// Lower-case and without the accents of the languages that the desk speaks.
fn folded(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use entity::{QuickReplyId, UnixMillis};
    use uuid::Uuid;

    use super::*;

    fn reply(short_name: &str, text: &str) -> quick_reply::Model {
        quick_reply::Model {
            id: QuickReplyId(Uuid::nil()),
            scope: "everybody".into(),
            department_id: None,
            person_id: None,
            short_name: short_name.into(),
            text: text.into(),
            created_at: UnixMillis(0),
            updated_at: UnixMillis(0),
        }
    }

    #[test]
    fn the_best_match_comes_first() {
        let rows = || {
            vec![
                reply("saudação", "Bom dia!"),
                reply("pix", "Nossa chave Pix é …"),
                reply("segunda-via", "Pague por Pix"),
                reply("comopix", "Veja"),
            ]
        };
        let table = [
            ("", vec!["comopix", "pix", "saudação", "segunda-via"]),
            ("/pi", vec!["pix", "comopix", "segunda-via"]),
            ("SAUDACAO", vec!["saudação"]),
            ("dia", vec!["saudação"]),
            ("nada", vec![]),
        ];
        for (search, expected) in table {
            let found: Vec<_> = matching(rows(), search)
                .into_iter()
                .map(|row| row.short_name)
                .collect();
            assert_eq!(found, expected, "{search}");
        }
    }
}
