//! The whole system: the real program beside a sandbox that plays Meta, on SQLite and on PostgreSQL.

mod use_cases;
