//! What to do next, as one thing to press.
//!
//! It follows from whose turn it is and from the part of the platform; a few codes need something else than their
//! neighbours.

use crate::catalogue::{Failure, find};
use crate::kinds::{NextStep, RetryPolicy, Scope, Turn};

/// Payment, not the account as a whole (L-097).
const BILLING: [u32; 2] = [131_042, 131_044];
/// The recipient, not the message (L-099).
const RECIPIENT: [u32; 7] = [1_026, 130_403, 131_021, 131_026, 131_030, 131_036, 131_062];

/// The next step after a code; for an unknown one, and for none, Meta's own words have to be read.
pub fn next_step(code: Option<u32>) -> NextStep {
    code.and_then(find)
        .map_or(NextStep::ReportIt, Failure::next_step)
}

impl Failure {
    /// What whoever reads of it can do next.
    pub fn next_step(&self) -> NextStep {
        if BILLING.contains(&self.code) {
            return NextStep::FixBilling;
        }
        if RECIPIENT.contains(&self.code) {
            return NextStep::CheckContact;
        }
        match (self.retry, self.turn, self.scope) {
            (RetryPolicy::Window, _, _) => NextStep::SendTemplate,
            (RetryPolicy::Later, _, _) => NextStep::Wait,
            // The machine has tried; by the time somebody reads this another attempt may succeed.
            (RetryPolicy::Backoff | RetryPolicy::PairRate, _, _) => NextStep::Retry,
            (_, Turn::Customer, _) => NextStep::AskCustomer,
            (_, Turn::Developer, _) => NextStep::ReportIt,
            (_, Turn::Nobody | Turn::Meta, _) => NextStep::Wait,
            (_, Turn::Agent, _) => NextStep::ChangeMessage,
            (_, Turn::Administrator, Scope::Auth) => NextStep::FixToken,
            (_, Turn::Administrator, Scope::Template | Scope::Marketing) => NextStep::FixTemplate,
            (_, Turn::Administrator, _) => NextStep::FixAccount,
        }
    }
}

impl NextStep {
    /// Meta's page on which an administrator takes it, when Meta did not name a better one.
    pub const fn page(self) -> Option<&'static str> {
        match self {
            Self::FixToken => Some("https://business.facebook.com/settings/system-users"),
            Self::FixBilling => Some("https://business.facebook.com/billing_hub/payment_settings"),
            Self::FixAccount => Some("https://business.facebook.com/business-support-home"),
            Self::FixTemplate => Some("https://business.facebook.com/wa/manage/message-templates"),
            Self::Wait => Some("https://metastatus.com/whatsapp-business-api"),
            Self::SendTemplate
            | Self::Retry
            | Self::ChangeMessage
            | Self::CheckContact
            | Self::AskCustomer
            | Self::ReportIt => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::all;

    #[test]
    fn the_codes_that_agents_meet_lead_to_what_helps() {
        let table = [
            (131_047, NextStep::SendTemplate),
            (470, NextStep::SendTemplate),
            (131_026, NextStep::CheckContact),
            (131_049, NextStep::Wait),
            (130_472, NextStep::AskCustomer),
            (131_050, NextStep::AskCustomer),
            (131_056, NextStep::Retry),
            (130_429, NextStep::Retry),
            (80_007, NextStep::Retry),
            (131_000, NextStep::Retry),
            (131_048, NextStep::FixAccount),
            (368, NextStep::FixAccount),
            (131_042, NextStep::FixBilling),
            (190, NextStep::FixToken),
            (0, NextStep::FixToken),
            (132_015, NextStep::FixTemplate),
            (132_000, NextStep::ChangeMessage),
            (131_053, NextStep::ChangeMessage),
            (100, NextStep::ReportIt),
        ];
        for (code, step) in table {
            assert_eq!(next_step(Some(code)), step, "{code}");
        }
        assert_eq!(next_step(Some(999_999)), NextStep::ReportIt);
        assert_eq!(next_step(None), NextStep::ReportIt);
    }

    /// All codes: nobody is told to press what is not theirs, and an administrator always has something to do.
    #[test]
    fn the_next_step_is_for_whose_turn_it_is() {
        for failure in all() {
            let step = failure.next_step();
            let repairs = matches!(
                step,
                NextStep::FixToken
                    | NextStep::FixBilling
                    | NextStep::FixAccount
                    | NextStep::FixTemplate
            );
            let code = failure.code;
            assert!(!repairs || failure.turn == Turn::Administrator, "{code}");
            if failure.turn == Turn::Administrator && failure.retry == RetryPolicy::AfterFix {
                assert!(repairs || step == NextStep::CheckContact, "{code}");
            }
            assert_eq!(
                step == NextStep::SendTemplate,
                failure.retry == RetryPolicy::Window,
                "{code}"
            );
            // What is final is never offered again as it is.
            assert!(
                !(failure.retry == RetryPolicy::Never && step == NextStep::Retry),
                "{code}"
            );
            assert!(!repairs || step.page().is_some(), "{code}");
        }
    }
}
