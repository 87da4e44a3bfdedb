//! Conversations that are led in the WhatsApp Business app on the same number, and the word that ends it.

crate::sql::step! {
    up: "
ALTER TABLE conversation ADD COLUMN echo_since bigint;
ALTER TABLE channel ADD COLUMN echo_keyword text;
",
    down: "
ALTER TABLE channel DROP COLUMN echo_keyword;
ALTER TABLE conversation DROP COLUMN echo_since;
"
}
