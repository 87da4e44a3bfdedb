use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::VoiceError;

/// Runs work on a stranger's bytes, and calls the bytes damaged if a decoder loses its head over
/// them.
///
/// The decoders below are others' work and are fed with whatever a customer or a client sends; none
/// of their state outlives the call, so that nothing half-done can be seen afterwards.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, VoiceError>) -> Result<T, VoiceError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(VoiceError::Damaged(
        "a decoder gave up on the recording",
    )))
}
