use std::net::IpAddr;

use super::*;

struct Answers(Vec<IpAddr>);

impl Resolve for Answers {
    fn resolve(&self, _: Name) -> Resolving {
        let addresses: Vec<_> = self.0.iter().map(|ip| SocketAddr::new(*ip, 0)).collect();
        Box::pin(async move { Ok(Box::new(addresses.into_iter()) as Addrs) })
    }
}

async fn resolve(answers: &[&str]) -> Result<Vec<IpAddr>, String> {
    let answers = answers
        .iter()
        .map(|answer| answer.parse().unwrap())
        .collect();
    PublicOnlyResolver::over(Arc::new(Answers(answers)))
        .resolve("push.acme.com".parse().unwrap())
        .await
        .map(|addresses| addresses.map(|address| address.ip()).collect())
        .map_err(|error| error.to_string())
}

#[test]
fn only_the_public_internet_is_public() {
    for (address, public) in [
        ("8.8.8.8", true),
        ("142.250.218.10", true),
        ("1.0.0.0", true),
        ("9.255.255.255", true),
        ("11.0.0.0", true),
        ("100.63.255.255", true),
        ("100.128.0.0", true),
        ("172.15.255.255", true),
        ("172.32.0.0", true),
        ("198.17.255.255", true),
        ("198.20.0.0", true),
        ("223.255.255.255", true),
        ("2606:4700::1111", true),
        ("2a00:1450:4001:80b::200a", true),
        ("2001:4860:4860::8888", true),
        ("0.0.0.0", false),
        ("0.1.2.3", false),
        ("10.0.0.1", false),
        ("100.64.0.1", false),
        ("100.127.255.255", false),
        ("127.0.0.1", false),
        ("127.255.255.255", false),
        ("168.63.129.16", false),
        ("169.254.169.254", false),
        ("172.16.0.1", false),
        ("172.31.255.255", false),
        ("192.0.0.170", false),
        ("192.0.2.1", false),
        ("192.88.99.1", false),
        ("192.168.1.1", false),
        ("198.18.0.1", false),
        ("198.19.255.255", false),
        ("198.51.100.1", false),
        ("203.0.113.1", false),
        ("224.0.0.1", false),
        ("239.255.255.255", false),
        ("240.0.0.1", false),
        ("255.255.255.255", false),
        ("::", false),
        ("::1", false),
        ("::127.0.0.1", false),
        ("::ffff:8.8.8.8", false),
        ("::ffff:127.0.0.1", false),
        ("64:ff9b::a00:1", false),
        ("64:ff9b:1::a00:1", false),
        ("100::1", false),
        ("2001::1", false),
        ("2001:2::1", false),
        ("2001:10::1", false),
        ("2001:20::1", false),
        ("2001:db8::1", false),
        ("2002:7f00:1::", false),
        ("3fff::1", false),
        ("5f00::1", false),
        ("fc00::1", false),
        ("fd12:3456::1", false),
        ("fe80::1", false),
        ("fec0::1", false),
        ("ff02::1", false),
    ] {
        assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
    }
}

#[test]
fn a_url_that_holds_an_address_is_judged_without_a_resolver() {
    use GuardError::{AddressNotPublic, NoHost};
    for (url, verdict) in [
        ("https://acme.com/", Ok(())),
        ("https://8.8.8.8/", Ok(())),
        ("https://[2606:4700::1111]/", Ok(())),
        ("https://169.254.169.254/", Err(AddressNotPublic)),
        ("https://2130706433/", Err(AddressNotPublic)),
        ("https://0177.0.0.1/", Err(AddressNotPublic)),
        ("https://[::1]/", Err(AddressNotPublic)),
        ("https://[::ffff:169.254.169.254]/", Err(AddressNotPublic)),
        ("data:text/plain,x", Err(NoHost)),
    ] {
        assert_eq!(
            require_public_host(&Url::parse(url).unwrap()),
            verdict,
            "{url}"
        );
    }
}

#[tokio::test]
async fn the_checked_addresses_are_the_ones_connected_to() {
    let found = resolve(&["8.8.8.8", "2606:4700::1111"]).await.unwrap();
    assert_eq!(
        found,
        ["8.8.8.8", "2606:4700::1111"].map(|ip| ip.parse::<IpAddr>().unwrap())
    );
}

#[tokio::test]
async fn one_address_within_the_house_among_public_ones_refuses_the_name() {
    for answers in [
        &["8.8.8.8", "10.0.0.1"][..],
        &["127.0.0.1", "8.8.8.8"],
        &["2606:4700::1111", "::ffff:169.254.169.254"],
        &["fd00::1"],
    ] {
        let refusal = resolve(answers).await.unwrap_err();
        assert_eq!(
            refusal,
            GuardError::NameNotPublic.to_string(),
            "{answers:?}"
        );
    }
}

#[tokio::test]
async fn a_name_without_an_address_is_refused() {
    assert_eq!(
        resolve(&[]).await.unwrap_err(),
        GuardError::NoAddress.to_string()
    );
}

#[tokio::test]
async fn the_systems_own_answer_for_localhost_is_refused() {
    let resolving = PublicOnlyResolver::new().resolve("localhost".parse().unwrap());
    let refusal = resolving.await.err().unwrap();
    assert_eq!(refusal.to_string(), GuardError::NameNotPublic.to_string());
}
