//! One customer on stage: says the opening, then reads, reacts and answers whenever the business writes, and comes
//! back with something new after a long quiet.

use std::sync::Arc;
use std::time::Duration;

use rand::Rng;
use rand::rngs::StdRng;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::time::Instant;

use super::Pace;
use super::answers::{Fitting, fitting};
use super::characters::Character;
use super::lines::Line;
use super::topics::LATER;
use crate::emulator::{Emulator, Notice};
use crate::locking::lock;
use crate::scene::{Content, Say};
use crate::world::{DeliveryStatus, Pair, ThreadAuthor, ThreadMessage};

const MINUTE_MS: i64 = 60_000;
/// After this many seconds without a word a customer may come back with something new.
const QUIET: (f64, f64) = (240.0, 1_500.0);
const PLEASED: [&str; 5] = ["👍", "❤️", "🙏", "😊", "👏"];
/// When the part has run out of lines.
const POLITE: [&str; 6] = [
    "Certo, obrigado",
    "Entendi!",
    "Tá bom, combinado",
    "Perfeito, valeu",
    "Ok, fico no aguardo",
    "Beleza 👍",
];

pub(super) struct Actor {
    pub(super) emulator: Arc<Emulator>,
    pub(super) notices: Receiver<Notice>,
    pub(super) customer: String,
    pub(super) number: String,
    /// How many answers to questions were given.
    pub(super) answered: usize,
    /// How many answers to statements were given.
    pub(super) said: usize,
    pub(super) pace: Pace,
    pub(super) random: StdRng,
    pub(super) character: Character,
}

impl Actor {
    pub(super) async fn live(mut self) {
        self.open().await;
        let mut seen = 0;
        loop {
            let quiet = self.pause(QUIET.0, QUIET.1);
            let spoken_to = self.spoken_to(Instant::now() + quiet, &mut seen).await;
            match spoken_to {
                Some(true) => self.attend(&mut seen).await,
                Some(false) => self.come_back().await,
                None => return,
            }
        }
    }

    fn pause(&mut self, from: f64, to: f64) -> Duration {
        self.pace.pause(&mut self.random, from, to)
    }

    async fn rest(&mut self, from: f64, to: f64) {
        let pause = self.pause(from, to);
        tokio::time::sleep(pause).await;
    }

    /// What was written earlier arrives at once with its own time; the rest is written live.
    async fn open(&mut self) {
        if let Some(minutes) = self.character.minutes_ago {
            let began = self.emulator.clock.now_ms() - i64::from(minutes) * MINUTE_MS;
            let mut at_ms = began;
            for line in self.character.opening {
                self.say(Say::new(line.content()).at_ms(at_ms));
                at_ms += self.random.random_range(8_000..40_000);
            }
            return;
        }
        let enters = self.character.enters_after;
        self.rest(enters, enters + 1.0).await;
        for (position, line) in self.character.opening.iter().enumerate() {
            if position > 0 {
                // Openings are typed fast: the first minute has to fill the inbox.
                let effort = line.effort().min(5.0);
                self.rest(effort / 2.0, effort).await;
            }
            self.say(Say::new(line.content()));
        }
    }

    /// Waits until the business wrote to this customer (`true`), it stayed quiet (`false`), or the play is over.
    async fn spoken_to(&mut self, until: Instant, seen: &mut usize) -> Option<bool> {
        loop {
            if self
                .unseen(*seen)
                .iter()
                .any(|message| message.kind != "reaction")
            {
                return Some(true);
            }
            match tokio::time::timeout_at(until, self.notices.recv()).await {
                Ok(Ok(_) | Err(RecvError::Lagged(_))) => {}
                Ok(Err(RecvError::Closed)) => return None,
                Err(_) => return Some(false),
            }
        }
    }

    /// Messages of the business after the first `seen` messages of the thread.
    fn unseen(&self, seen: usize) -> Vec<ThreadMessage> {
        let pair = Pair {
            phone_number_id: self.number.clone(),
            customer: self.customer.clone(),
        };
        lock(&self.emulator.world)
            .thread(&pair)
            .messages
            .iter()
            .skip(seen)
            .filter(|message| {
                message.author == ThreadAuthor::Business && message.status != DeliveryStatus::Failed
            })
            .cloned()
            .collect()
    }

    fn thread_length(&self) -> usize {
        let pair = Pair {
            phone_number_id: self.number.clone(),
            customer: self.customer.clone(),
        };
        lock(&self.emulator.world).thread(&pair).messages.len()
    }

    /// Takes the phone out, reads, plays, and answers the last thing that was said.
    async fn attend(&mut self, seen: &mut usize) {
        self.rest(2.0, 12.0).await;
        let news = self.unseen(*seen);
        *seen = self.thread_length();
        let read = self
            .emulator
            .customer_reads(&self.customer, Some(&self.number), None);
        if read.is_err() {
            return;
        }
        for message in &news {
            if message.is_voice_note() {
                self.rest(2.0, 8.0).await;
                // The thread may have been reset meanwhile; then there is nothing to play.
                let _ = self.emulator.customer_plays(&message.id);
            }
        }
        let Some(last) = news.iter().rev().find(|message| message.kind != "reaction") else {
            return;
        };
        self.answer(last).await;
    }

    async fn answer(&mut self, message: &ThreadMessage) {
        match fitting(message) {
            Fitting::Nothing => {}
            Fitting::Farewell => self.react(&message.id).await,
            Fitting::Tap(tap) => {
                self.rest(1.0, 4.0).await;
                self.say(Say::new(tap.content()).replying_to(message.id.clone()));
            }
            Fitting::Asked => {
                let line = self.character.when_asked.get(self.answered).copied();
                self.answered += 1;
                self.write(line, message).await;
            }
            Fitting::Told => {
                if self.random.random_bool(0.25) {
                    self.react(&message.id).await;
                }
                let line = self.character.when_told.get(self.said).copied();
                self.said += 1;
                self.write(line, message).await;
            }
        }
    }

    /// Writes the line of the part, or something polite; sometimes as a reply to the very message.
    async fn write(&mut self, line: Option<Line>, message: &ThreadMessage) {
        let line = line.unwrap_or_else(|| {
            let position = self.random.random_range(0..POLITE.len());
            Line::Text(POLITE[position])
        });
        let effort = line.effort().clamp(1.5, 14.0);
        self.rest(effort * 0.7, effort * 1.3).await;
        let mut say = Say::new(line.content());
        if self.random.random_bool(0.15) {
            say = say.replying_to(message.id.clone());
        }
        self.say(say);
    }

    async fn react(&mut self, wamid: &str) {
        self.rest(1.0, 3.0).await;
        let position = self.random.random_range(0..PLEASED.len());
        self.say(Say::new(Content::Reaction {
            message_id: wamid.to_owned(),
            emoji: Some(PLEASED[position].to_owned()),
        }));
    }

    async fn come_back(&mut self) {
        let topic = LATER[self.random.random_range(0..LATER.len())];
        for line in topic {
            let effort = line.effort().min(12.0);
            self.rest(effort / 2.0, effort).await;
            self.say(Say::new(line.content()));
        }
    }

    fn say(&self, say: Say) {
        let say = say.to_number(self.number.clone());
        if let Err(error) = self.emulator.say(&self.customer, &say) {
            // A reset took the stage away; the play goes on when it is set again.
            tracing::debug!(%error, "a customer could not speak");
        }
    }
}
