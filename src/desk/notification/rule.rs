//! Who is told: the rule, and why.
