//! F18: push services refuse, hang, and lead astray.

use guiche_tests::fakes::push_service::Vendor;
use guiche_tests::fakes::{Device, Failure};
use guiche_tests::on_both_databases;
use guiche_tests::support::{Client, Installation, Phones};
use sandbox::Customer;
use serde_json::json;
use std::time::{Duration, Instant};

on_both_databases!(
    f18_a_device_that_is_gone_is_forgotten_and_the_others_are_told,
    f18_what_may_pass_is_tried_again_and_what_leads_astray_is_not_followed,
    f18_a_service_that_never_answers_holds_up_no_other,
);

/// Ana's phones, one for each; she serves Ada.
async fn phones_of_ana<const COUNT: usize>(
    desk: &mut Installation,
    vendors: [Vendor; COUNT],
) -> (Phones, Customer, Vec<(Client, Device)>) {
    let phones = Phones::start(desk).await;
    let scene = crate::use_cases::Scene::set(desk).await;
    let ana = Client::person(desk, "ana").await;
    ana.send(&scene.conversation, "Bom dia!").await;
    let read = json!({ "conversationId": scene.conversation });
    ana.mutate("markConversationRead", read, "conversation { id }")
        .await;
    let mut devices = Vec::new();
    for vendor in vendors {
        let client = Client::person(desk, "ana").await;
        let device = phones.made_by(vendor, &client).await;
        devices.push((client, device));
    }
    (phones, scene.ada, devices)
}

async fn is_subscribed(client: &Client) -> bool {
    let data = client
        .data("{ sessions { current push { subscribed } } }", json!({}))
        .await;
    let sessions = data["sessions"].as_array().expect("sessions");
    let mine = sessions
        .iter()
        .find(|session| session["current"] == true)
        .expect("mine");
    mine["push"]["subscribed"] == true
}

async fn f18_a_device_that_is_gone_is_forgotten_and_the_others_are_told(desk: &mut Installation) {
    let vendors = [Vendor::Google, Vendor::Mozilla, Vendor::Apple];
    let (phones, ada, mut devices) = phones_of_ana(desk, vendors).await;
    devices[0].1.unsubscribe();
    let unknown = Failure::status(404);
    phones
        .fakes
        .service()
        .fail_next(devices[1].1.endpoint(), unknown);
    desk.says(&ada, "Oi de novo");
    devices[2].1.next().await;
    for (client, _) in &devices[..2] {
        let forgotten = async {
            while is_subscribed(client).await {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(super::PATIENCE, forgotten)
            .await
            .expect("it is forgotten at once");
    }
    assert!(is_subscribed(&devices[2].0).await);
    desk.says(&ada, "E mais uma");
    devices[2].1.next().await;
    let attempts = phones.fakes.service().ledger().attempts();
    assert_eq!(
        attempts.len(),
        4,
        "the gone ones are not tried again: {attempts:?}"
    );
}

async fn f18_what_may_pass_is_tried_again_and_what_leads_astray_is_not_followed(
    desk: &mut Installation,
) {
    let vendors = [
        Vendor::Google,
        Vendor::Mozilla,
        Vendor::Apple,
        Vendor::Microsoft,
    ];
    let (phones, ada, mut devices) = phones_of_ana(desk, vendors).await;
    let service = phones.fakes.service().clone();
    service.fail_next(devices[0].1.endpoint(), Failure::retry_after(429, 2));
    service.fail_next(devices[1].1.endpoint(), Failure::status(500));
    service.fail_next(devices[2].1.endpoint(), Failure::status(413));
    service.fail_next(
        devices[3].1.endpoint(),
        Failure {
            location: Some("http://169.254.169.254/".to_owned()),
            ..Failure::status(301)
        },
    );
    let began = Instant::now();
    desk.says(&ada, "Oi de novo");
    devices[2].1.next().await;
    devices[0].1.next().await;
    assert!(
        began.elapsed() >= Duration::from_secs(2),
        "Retry-After is kept"
    );
    devices[1].1.next().await;
    let attempts = service.ledger().attempted(7).await;
    let of = |device: &Device| {
        let endpoint = device.endpoint().to_owned();
        attempts
            .iter()
            .filter(move |attempt| attempt.endpoint == endpoint)
            .collect::<Vec<_>>()
    };
    assert!(
        of(&devices[2].1)[1].body.len() <= of(&devices[2].1)[0].body.len(),
        "a smaller one"
    );
    let counts: Vec<_> = devices.iter().map(|(_, device)| of(device).len()).collect();
    assert_eq!(
        counts,
        [2, 2, 2, 1],
        "a redirect is not followed, and not tried again"
    );
    for (client, _) in &devices {
        assert!(
            is_subscribed(client).await,
            "only what is gone is forgotten"
        );
    }
}

async fn f18_a_service_that_never_answers_holds_up_no_other(desk: &mut Installation) {
    let (phones, ada, mut devices) = phones_of_ana(desk, [Vendor::Google, Vendor::Apple]).await;
    phones
        .fakes
        .service()
        .fail_next(devices[0].1.endpoint(), Failure::silence());
    desk.says(&ada, "Uma");
    devices[1].1.next().await;
    let began = Instant::now();
    desk.says(&ada, "Outra");
    devices[1].1.next().await;
    assert!(
        began.elapsed() < Duration::from_secs(8),
        "{:?}",
        began.elapsed()
    );
    // The silent one is given up after ten seconds, and tried again.
    devices[0].1.next().await;
}
