//! Encrypting pushes, against the bare operations: one key agreement, one AES-GCM seal.

use std::time::{Duration, Instant};

use push::device::DeviceKeys;
use push::{PushServices, Subscription, UntrustedSubscription};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::rand::SystemRandom;

use crate::report::Report;

const TIME: Duration = Duration::from_secs(3);

pub fn measure(report: &mut Report) {
    let device = DeviceKeys::generate(&SystemRandom::new()).expect("keys");
    let untrusted = UntrustedSubscription {
        endpoint: "https://fcm.googleapis.com/fcm/send/measured",
        p256dh: &device.p256dh(),
        auth: &device.auth(),
    };
    let subscription =
        Subscription::parse(untrusted, &PushServices::default()).expect("a subscription");
    let payload = vec![b'x'; 600];
    let ours = rate(|| {
        push::encrypt(&subscription, &payload).expect("a body");
    });
    let random = SystemRandom::new();
    let peer = EphemeralPrivateKey::generate(&ECDH_P256, &random).expect("a key");
    let peer = peer.compute_public_key().expect("its public half");
    let bare = rate(|| {
        let private = EphemeralPrivateKey::generate(&ECDH_P256, &random).expect("a key");
        let public = UnparsedPublicKey::new(&ECDH_P256, peer.as_ref());
        let secret = agree_ephemeral(private, &public, |secret| secret[..16].to_vec());
        let key = UnboundKey::new(&AES_128_GCM, &secret.expect("a secret")).expect("a key");
        let mut body = payload.clone();
        LessSafeKey::new(key)
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key([0; 12]),
                Aad::empty(),
                &mut body,
            )
            .expect("a sealed body");
    });
    report.rate("pushes encrypted on one core", ours, "bare ring", bare, "");
}

fn rate(mut once: impl FnMut()) -> f64 {
    let began = Instant::now();
    let mut count = 0.0;
    while began.elapsed() < TIME {
        once();
        count += 1.0;
    }
    count / began.elapsed().as_secs_f64()
}
