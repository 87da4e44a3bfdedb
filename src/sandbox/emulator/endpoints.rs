//! The verification of webhook addresses (section 2).

use std::time::Duration;

use rand::Rng;
use url::Url;

use super::Emulator;
use crate::locking::lock;

const PATIENCE: Duration = Duration::from_secs(10);

impl Emulator {
    /// Asks the address as Meta does when a callback is saved: true when it answers 200 with the bare challenge.
    pub(crate) async fn verify(&self, address: &str, verify_token: &str) -> bool {
        let challenge: u32 = lock(&self.world)
            .random
            .random_range(100_000_000..2_000_000_000);
        let challenge = challenge.to_string();
        let Ok(mut address) = Url::parse(address) else {
            return false;
        };
        address
            .query_pairs_mut()
            .append_pair("hub.mode", "subscribe")
            .append_pair("hub.challenge", &challenge)
            .append_pair("hub.verify_token", verify_token);
        let answer = self.client.get(address).timeout(PATIENCE).send().await;
        match answer {
            Ok(answer) if answer.status() == reqwest::StatusCode::OK => {
                answer.text().await.is_ok_and(|body| body == challenge)
            }
            _ => false,
        }
    }
}
