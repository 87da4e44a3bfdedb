//! How many sign-ins may be tried (ASVS 6.3.1).

use std::net::IpAddr;

use entity::UnixMillis;

use crate::error::DeskError;
use crate::person::EmailAddress;
use crate::rate_limit::RateLimit;

/// Per e-mail: ten at once, then one each half minute. A guesser gets 2,880 a day.
const PER_EMAIL: (i64, i64) = (10, 30_000);
/// Per address: fifty at once, then one each six seconds. A company may share one address.
const PER_ADDRESS: (i64, i64) = (50, 6_000);

/// Counts sign-ins that have not succeeded.
pub(crate) struct SignInAttempts {
    emails: RateLimit<EmailAddress>,
    addresses: RateLimit<IpAddr>,
}

impl Default for SignInAttempts {
    fn default() -> Self {
        Self {
            emails: RateLimit::new(PER_EMAIL.0, PER_EMAIL.1),
            addresses: RateLimit::new(PER_ADDRESS.0, PER_ADDRESS.1),
        }
    }
}

impl SignInAttempts {
    /// Counts a try before it is made, so that many at once cannot slip through.
    pub fn count(
        &self,
        email: &EmailAddress,
        from: Option<IpAddr>,
        now: UnixMillis,
    ) -> Result<(), DeskError> {
        if let Some(from) = from {
            self.addresses.take(network(from), now)?;
        }
        self.emails.take(email.clone(), now)
    }

    /// The try succeeded.
    pub fn succeeded(&self, email: &EmailAddress, from: Option<IpAddr>) {
        self.emails.forgive(email);
        if let Some(from) = from {
            self.addresses.give_back(&network(from));
        }
    }
}

/// Whoever has one IPv6 address has the 2⁶⁴ of its network.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_counts_as_one_address() {
        for (address, counted) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ] {
            assert_eq!(
                network(address.parse().unwrap()),
                counted.parse::<IpAddr>().unwrap()
            );
        }
    }
}
