//! The outside world in one process: push services that behave like the real ones, for tests of
//! the server and of browsers alike.
