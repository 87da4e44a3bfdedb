use super::*;

const P256DH: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
const ENDPOINT: &str = "https://fcm.googleapis.com/fcm/send/dEvIcE:APA91b";

fn parse(endpoint: &str, p256dh: &str, auth: &str) -> Result<Subscription, SubscriptionError> {
    Subscription::parse(
        UntrustedSubscription {
            endpoint,
            p256dh,
            auth,
        },
        &PushServices::default(),
    )
}

#[test]
fn a_browsers_subscription_is_kept_as_it_came() {
    let subscription = parse(ENDPOINT, P256DH, AUTH).unwrap();
    assert_eq!(subscription.endpoint().as_str(), ENDPOINT);
    assert_eq!(subscription.host(), "fcm.googleapis.com");
    assert_eq!(subscription.origin(), "https://fcm.googleapis.com");
    assert_eq!(
        (subscription.p256dh().as_str(), subscription.auth().as_str()),
        (P256DH, AUTH)
    );
}

#[test]
fn padded_keys_and_a_written_port_443_are_the_same_subscription() {
    let padded = parse(
        "https://FCM.googleapis.com:443/fcm/send/dEvIcE:APA91b",
        &format!("{P256DH}="),
        &format!("{AUTH}=="),
    );
    assert_eq!(padded, parse(ENDPOINT, P256DH, AUTH));
}

#[test]
fn an_endpoint_that_could_lead_elsewhere_is_refused() {
    use SubscriptionError::{
        EndpointNotHttps, EndpointNotUrl, EndpointPort, EndpointTooLong, EndpointUserInfo,
    };
    let unknown = |host: &str| SubscriptionError::UnknownPushService {
        host: host.to_owned(),
    };
    let long = format!("https://fcm.googleapis.com/{}", "a".repeat(2_022));
    for (endpoint, error) in [
        ("", EndpointNotUrl),
        ("/fcm/send/x", EndpointNotUrl),
        ("https://", EndpointNotUrl),
        ("http://fcm.googleapis.com/x", EndpointNotHttps),
        ("file:///etc/passwd", EndpointNotHttps),
        ("https://fcm.googleapis.com:8443/x", EndpointPort),
        ("https://root@fcm.googleapis.com/x", EndpointUserInfo),
        ("https://:secret@fcm.googleapis.com/x", EndpointUserInfo),
        (
            "https://fcm.googleapis.com@169.254.169.254/x",
            EndpointUserInfo,
        ),
        (
            "https://169.254.169.254/latest/meta-data",
            unknown("169.254.169.254"),
        ),
        ("https://0x7f000001/x", unknown("127.0.0.1")),
        ("https://[::ffff:10.0.0.1]/x", unknown("[::ffff:a00:1]")),
        ("https://localhost/x", unknown("localhost")),
        (
            "https://fcm.googleapis.com.attacker.net/x",
            unknown("fcm.googleapis.com.attacker.net"),
        ),
        (&long, EndpointTooLong),
    ] {
        assert_eq!(parse(endpoint, P256DH, AUTH), Err(error), "{endpoint}");
    }
}

#[test]
fn an_endpoint_of_exactly_2048_bytes_is_taken() {
    let longest = format!("https://fcm.googleapis.com/{}", "a".repeat(2_021));
    assert_eq!(longest.len(), 2_048);
    assert!(parse(&longest, P256DH, AUTH).is_ok());
}

#[test]
fn keys_that_are_none_are_refused() {
    let off_the_curve = base64url::encode([4; 65]);
    let compressed = base64url::encode([2; 33]);
    let zero = base64url::encode([0; 65]);
    for p256dh in [
        "",
        "not base64!",
        "AAAA",
        &off_the_curve,
        &compressed,
        &zero,
    ] {
        let parsed = parse(ENDPOINT, p256dh, AUTH);
        assert_eq!(parsed, Err(SubscriptionError::InvalidPublicKey), "{p256dh}");
    }
    for auth in ["", "%%%", "AAAA", P256DH] {
        let parsed = parse(ENDPOINT, P256DH, auth);
        assert_eq!(parsed, Err(SubscriptionError::InvalidAuthSecret), "{auth}");
    }
}

#[test]
fn a_log_line_shows_the_host_and_no_secret() {
    let line = format!("{:?}", parse(ENDPOINT, P256DH, AUTH).unwrap());
    assert!(line.contains("fcm.googleapis.com"));
    assert!(!line.contains("dEvIcE") && !line.contains(AUTH));
}

proptest::proptest! {
    #[test]
    fn no_input_makes_it_panic(endpoint in ".{0,80}", p256dh in ".{0,100}", auth in ".{0,30}") {
        let _ = parse(&endpoint, &p256dh, &auth);
    }
}
