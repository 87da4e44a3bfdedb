use rubato::audioadapter_buffers::direct::SequentialSlice;
use rubato::{Fft, FixedSync, Indexing, Resampler};

use crate::VoiceError;

/// Frames that go into the resampler at once.
const CHUNK: usize = 1024;

/// Turns sound of one rate into sound of another while it arrives, so that a long recording is never
/// in memory twice.
pub(crate) struct Resample {
    rate: u32,
    target: u32,
    inner: Option<Fft<f32>>,
    waiting: Vec<f32>,
    out: Vec<f32>,
    /// Frames at the beginning that are the filter's own delay.
    skip: usize,
    taken: u64,
    given: u64,
}

impl Resample {
    /// From `rate` to `target`, both in Hz.
    pub(crate) fn new(rate: u32, target: u32) -> Result<Self, VoiceError> {
        let inner = if rate == target {
            None
        } else {
            Some(
                Fft::new(rate as usize, target as usize, CHUNK, 1, FixedSync::Input)
                    .map_err(|_| VoiceError::Damaged("its rate cannot be changed"))?,
            )
        };
        Ok(Self {
            rate,
            target,
            skip: inner.as_ref().map_or(0, Resampler::output_delay),
            out: vec![0.0; inner.as_ref().map_or(0, Resampler::output_frames_max)],
            inner,
            waiting: Vec::new(),
            taken: 0,
            given: 0,
        })
    }

    /// Takes a block and hands on what is ready.
    pub(crate) fn push(
        &mut self,
        block: &[f32],
        mut take: impl FnMut(&[f32]) -> Result<(), VoiceError>,
    ) -> Result<(), VoiceError> {
        self.taken += block.len() as u64;
        if self.inner.is_none() {
            return take(block);
        }
        self.waiting.extend_from_slice(block);
        let mut used = 0;
        while self.waiting.len() - used >= CHUNK {
            let ready = self.turn(used, CHUNK)?;
            used += CHUNK;
            self.hand_on(ready, &mut take)?;
        }
        self.waiting.drain(..used);
        Ok(())
    }

    /// Hands on the rest, so that as much time comes out as went in.
    pub(crate) fn finish(
        mut self,
        mut take: impl FnMut(&[f32]) -> Result<(), VoiceError>,
    ) -> Result<(), VoiceError> {
        if self.inner.is_none() {
            return Ok(());
        }
        let wanted = self.taken * u64::from(self.target) / u64::from(self.rate);
        while self.given < wanted {
            let rest = self.waiting.len();
            let ready = self.turn(0, rest)?;
            self.waiting.clear();
            let missing = usize::try_from(wanted - self.given).unwrap_or(usize::MAX);
            let ready = ready.min(self.skip.saturating_add(missing));
            self.hand_on(ready, &mut take)?;
        }
        Ok(())
    }

    fn turn(&mut self, from: usize, frames: usize) -> Result<usize, VoiceError> {
        let Some(inner) = self.inner.as_mut() else {
            return Ok(0);
        };
        let input = SequentialSlice::new(&self.waiting[from..], 1, self.waiting.len() - from)
            .map_err(|_| VoiceError::Damaged("its rate cannot be changed"))?;
        let length = self.out.len();
        let mut output = SequentialSlice::new_mut(&mut self.out, 1, length)
            .map_err(|_| VoiceError::Damaged("its rate cannot be changed"))?;
        let part = Indexing::new().partial_len(frames);
        let (_, ready) = inner
            .process_into_buffer(&input, &mut output, Some(&part))
            .map_err(|_| VoiceError::Damaged("its rate cannot be changed"))?;
        Ok(ready)
    }

    fn hand_on(
        &mut self,
        ready: usize,
        take: &mut impl FnMut(&[f32]) -> Result<(), VoiceError>,
    ) -> Result<(), VoiceError> {
        let skipped = self.skip.min(ready);
        self.skip -= skipped;
        self.given += (ready - skipped) as u64;
        take(&self.out[skipped..ready])
    }
}
