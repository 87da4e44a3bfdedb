//! A certificate authority that lives as long as one run of the tests.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
};
use rustls::{ServerConfig, pki_types::PrivateKeyDer};

/// Vouches for the hosts that the fakes pretend to be. Nobody trusts it who was not told to.
pub struct TestAuthority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl TestAuthority {
    /// A new authority with a new key.
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        params
            .distinguished_name
            .push(DnType::CommonName, "Guichê test authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = KeyPair::generate().expect("a key is generated");
        let issuer = CertifiedIssuer::self_signed(params, key).expect("an authority signs itself");
        Self { issuer }
    }

    /// The root certificate, to be trusted by the server under test.
    pub fn certificate(&self) -> reqwest::Certificate {
        reqwest::Certificate::from_der(self.issuer.der()).expect("a made certificate is one")
    }

    /// The root certificate as a file holds it.
    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// What a TLS server needs to be taken for these hosts.
    pub fn server_config<'a>(&self, hosts: impl IntoIterator<Item = &'a str>) -> Arc<ServerConfig> {
        let names: Vec<String> = hosts.into_iter().map(str::to_owned).collect();
        let key = KeyPair::generate().expect("a key is generated");
        let certificate = CertificateParams::new(names)
            .and_then(|params| params.signed_by(&key, &self.issuer))
            .expect("host names can be certified");
        let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a made key is one");
        let mut config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .expect("key and certificate belong together");
        // The real push services speak HTTP/2.
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Arc::new(config)
    }
}

impl Default for TestAuthority {
    fn default() -> Self {
        Self::new()
    }
}
