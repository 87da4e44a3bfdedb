//! What people do, on both databases.

mod answering;
mod demonstrating;
mod expressing;
mod failing;
mod integrating;
mod keeping;
mod media;
mod notifying;
mod object_storage;
mod operating;
mod reading;
mod receiving;
mod samples;
pub mod sending_files;
mod serving;
mod signing_in;
mod speaking;
mod templates;
mod two_nodes;
mod visibility;

use guiche_tests::support::{Installation, Watch};
use sandbox::Customer;
use serde_json::Value;

/// Ada, who has just written "Oi!", the conversation's id, and somebody who watches.
pub struct Scene {
    pub ada: Customer,
    pub conversation: Value,
    pub watch: Watch,
}

impl Scene {
    pub async fn set(desk: &Installation) -> Self {
        let mut watch = Watch::start(desk).await;
        let ada = desk.customer("Ada", "5561981234567");
        desk.says(&ada, "Oi!");
        let mut conversation = watch.conversation_with("Ada").await;
        Self {
            ada,
            conversation: conversation["id"].take(),
            watch,
        }
    }

    /// The conversation as the supervisor sees it now.
    pub async fn now(&self) -> Value {
        let now = self.watch.client.conversation(&self.conversation).await;
        now.expect("supervisors see everything")
    }
}
