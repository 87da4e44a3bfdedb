//! Meta's identifiers and secrets as an administrator types them.
