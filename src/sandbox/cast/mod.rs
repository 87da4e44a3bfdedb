//! Simulated customers for the demonstration: they write, send pictures and voice notes, read what they get, react,
//! and answer what the agents write, at a human pace. The first minute fills an inbox; then life goes on slowly.
//!
//! The cast acts only through what any script could do; it knows nothing of the desk at the other end.

mod actor;
mod answers;
mod characters;
mod lines;
mod topics;

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::locking::lock;
use crate::running::Running;
use actor::Actor;
use characters::Character;

/// How fast the customers live.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Scales every pause: 1.0 is a human pace, 0.01 is for tests.
    pub scale: f64,
    /// The same seed plays the same play.
    pub seed: u64,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            scale: 1.0,
            seed: 7,
        }
    }
}

impl Pace {
    /// A pause of human length, somewhere between both bounds (in seconds), at this pace.
    fn pause(self, random: &mut StdRng, from: f64, to: f64) -> Duration {
        let seconds = random.random_range(from..=to) * self.scale.max(0.0);
        Duration::try_from_secs_f64(seconds).unwrap_or(Duration::ZERO)
    }
}

/// The customers on stage; they leave when this is dropped.
#[derive(Debug)]
pub struct Cast {
    _stop: DropGuard,
    size: usize,
}

impl Cast {
    /// Brings the customers on stage: they write to the numbers that are registered now, in turn.
    pub fn start(sandbox: &Running, pace: Pace) -> Self {
        let stop = CancellationToken::new();
        let numbers: Vec<String> = lock(&sandbox.emulator.world)
            .numbers
            .keys()
            .cloned()
            .collect();
        let mut random = StdRng::seed_from_u64(pace.seed);
        let characters = characters::all();
        let size = if numbers.is_empty() {
            0
        } else {
            characters.len()
        };
        for (index, character) in characters.into_iter().enumerate().take(size) {
            let number = numbers[index % numbers.len()].clone();
            let actor = enter(sandbox, character, number, pace, &mut random);
            tokio::spawn(stop.clone().run_until_cancelled_owned(actor.live()));
        }
        Self {
            _stop: stop.drop_guard(),
            size,
        }
    }

    /// How many customers there are.
    pub fn size(&self) -> usize {
        self.size
    }
}

fn enter(
    sandbox: &Running,
    character: Character,
    number: String,
    pace: Pace,
    random: &mut StdRng,
) -> Actor {
    let customer = sandbox.add_customer(character.customer());
    Actor {
        emulator: sandbox.emulator.clone(),
        notices: sandbox.emulator.notices.subscribe(),
        customer: customer.key,
        number,
        answered: 0,
        said: 0,
        pace,
        random: StdRng::seed_from_u64(random.random()),
        character,
    }
}

#[cfg(test)]
mod tests;
