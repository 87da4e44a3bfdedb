//! Phones with the app installed, and the push services that reach them.

use serde_json::json;

use super::{Client, Installation};
use crate::fakes::push_service::Vendor;
use crate::fakes::{Device, PushFakes};

/// Push services that the program trusts, and the key that phones subscribe with.
pub struct Phones {
    /// The services.
    pub fakes: PushFakes,
    key: String,
}

impl Phones {
    /// Starts the services, and the program anew so that it finds them.
    pub async fn start(desk: &mut Installation) -> Self {
        let fakes = PushFakes::start().await.expect("push services");
        let root = desk.folder().join("push-root.pem");
        std::fs::write(&root, fakes.authority().pem()).expect("a file");
        let overrides = fakes.service().overrides();
        let pairs: Vec<_> = overrides
            .iter()
            .map(|(host, address)| format!("{host}={address}"))
            .collect();
        desk.set("GUICHE_TEST_PUSH_RESOLVE", pairs.join(","));
        desk.set("GUICHE_TEST_PUSH_ROOT", root.to_str().expect("a name"));
        desk.terminate().await;
        desk.launch().await;
        let document = "{ installation { vapidPublicKey } }";
        let installation = Client::anonymous(desk).data(document, json!({})).await;
        let key = installation["installation"]["vapidPublicKey"]
            .as_str()
            .expect("a key");
        Self {
            key: key.to_owned(),
            fakes,
        }
    }

    /// Turns notifications on, on the device of `client`.
    pub async fn of(&self, client: &Client) -> Device {
        self.made_by(Vendor::Google, client).await
    }

    /// The same on a phone of that vendor.
    pub async fn made_by(&self, vendor: Vendor, client: &Client) -> Device {
        let device = Device::subscribe(self.fakes.service(), vendor, &self.key);
        let input = json!({
            "deviceId": client.device(), "endpoint": device.endpoint(), "serverKey": self.key,
            "p256dh": device.p256dh(), "auth": device.auth(), "locale": "PT_BR",
        });
        let payload = client
            .mutate(
                "registerPushSubscription",
                input,
                "session { push { subscribed } }",
            )
            .await;
        assert_eq!(payload["session"]["push"]["subscribed"], true, "{payload}");
        device
    }
}
