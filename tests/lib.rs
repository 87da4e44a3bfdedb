//! Whole-system tests and what they stand on: fakes of the outside world as real programs.

pub mod fakes;
