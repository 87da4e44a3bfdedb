//! How far a message has come: the ladder.
