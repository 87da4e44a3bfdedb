//! How many test pushes may be asked for.

#[derive(Default)]
pub(crate) struct TestPushAllowance;
