/// Bars of a waveform, as WhatsApp draws them.
pub const BARS: usize = 64;

/// How loud a note is over its length: 64 bars from 0 (silence) to 100 (its loudest moment).
pub type Waveform = [u8; BARS];

/// The loudness below which a note is silence and not a whisper to be enlarged: -60 dB of full scale.
const SILENCE: f32 = 0.001;

/// Measures loudness while sound passes by, hundredth by hundredth of a second, because nobody knows
/// how long the whole will be.
pub(crate) struct Loudness {
    hundredth: usize,
    sum: f32,
    count: usize,
    powers: Vec<f32>,
}

impl Loudness {
    /// For sound of this rate, in Hz.
    pub(crate) fn new(rate: u32) -> Self {
        Self {
            hundredth: (rate as usize / 100).max(1),
            sum: 0.0,
            count: 0,
            powers: Vec::new(),
        }
    }

    pub(crate) fn hear(&mut self, block: &[f32]) {
        for sample in block {
            self.sum += sample * sample;
            self.count += 1;
            if self.count == self.hundredth {
                self.close();
            }
        }
    }

    fn close(&mut self) {
        #[expect(clippy::cast_precision_loss, reason = "at most 960 samples")]
        let count = self.count as f32;
        self.powers.push(self.sum / count);
        self.sum = 0.0;
        self.count = 0;
    }

    /// Draws what was heard, each bar relative to the loudest.
    pub(crate) fn draw(mut self) -> Waveform {
        if self.count > 0 {
            self.close();
        }
        let mut bars = [0.0_f32; BARS];
        let length = self.powers.len();
        for (index, bar) in bars.iter_mut().enumerate() {
            let from = index * length / BARS;
            let to = ((index + 1) * length / BARS).max(from + 1).min(length);
            let part = self.powers.get(from..to).unwrap_or_default();
            if !part.is_empty() {
                #[expect(clippy::cast_precision_loss, reason = "thousands at most")]
                let count = part.len() as f32;
                *bar = (part.iter().sum::<f32>() / count).sqrt();
            }
        }
        let loudest = bars.iter().copied().fold(0.0, f32::max);
        if loudest.is_nan() || loudest < SILENCE {
            return [0; BARS];
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to 100"
        )]
        bars.map(|bar| (bar / loudest * 100.0).round().clamp(0.0, 100.0) as u8)
    }
}
