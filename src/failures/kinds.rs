//! The closed vocabularies that a failure is described with.

use serde::{Deserialize, Serialize};

/// Defines an enum whose variants have one fixed name, used in storage and on the wire.
macro_rules! vocabulary {
    ($(#[$about:meta])* $name:ident { $($(#[$variant_about:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_about])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every value, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name, as stored and as sent to clients.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }
    };
}

vocabulary! {
    /// What the machine may do by itself after a failure.
    RetryPolicy {
        /// Final for this message.
        Never = "never",
        /// Try again by machine with growing pauses, a limited number of times.
        Backoff = "backoff",
        /// Somebody has to change something first.
        AfterFix = "after_fix",
        /// The customer service window is closed: a template, or wait for the customer.
        Window = "window",
        /// Too fast for this one recipient: pause 4^n seconds; others are unaffected.
        PairRate = "pair_rate",
        /// A template may be tried again after a day at the earliest, then after growing gaps.
        Later = "later",
    }
}

vocabulary! {
    /// Who can move things forward.
    Turn {
        /// Whoever serves the customer.
        Agent = "agent",
        /// Whoever runs the channel, its templates and its billing.
        Administrator = "administrator",
        /// The customer.
        Customer = "customer",
        /// WhatsApp itself.
        Meta = "meta",
        /// Whoever wrote the request.
        Developer = "developer",
        /// Nothing helps, or time alone does.
        Nobody = "nobody",
    }
}

vocabulary! {
    /// What whoever reads of a failure can do next, as a button where there is one.
    NextStep {
        /// Send a template: it needs no open window.
        SendTemplate = "send_template",
        /// Send the message again.
        Retry = "retry",
        /// Nothing: time helps, or the machine is at it.
        Wait = "wait",
        /// Write or choose something else: another file, other values, another way to say it.
        ChangeMessage = "change_message",
        /// Check the customer's number, or reach them in another way.
        CheckContact = "check_contact",
        /// The customer has to do something.
        AskCustomer = "ask_customer",
        /// Give the channel a new access token.
        FixToken = "fix_token",
        /// Settle the payment method of the business account.
        FixBilling = "fix_billing",
        /// Repair the account or the number at Meta.
        FixAccount = "fix_account",
        /// Repair or replace the template at Meta.
        FixTemplate = "fix_template",
        /// Show Meta's words to whoever maintains the desk.
        ReportIt = "report_it",
    }
}

vocabulary! {
    /// The part of the platform that a failure belongs to.
    Scope {
        /// The token and its permissions.
        Auth = "auth",
        /// The business account: restrictions and billing.
        Account = "account",
        /// The business phone number and its registration.
        Phone = "phone",
        /// One template.
        Template = "template",
        /// A rate limit.
        Throttle = "throttle",
        /// One message or its recipient.
        Send = "send",
        /// WhatsApp's servers.
        Server = "server",
        /// The shape of one request.
        Request = "request",
        /// A message that came in.
        Inbound = "inbound",
        /// Group chats.
        Groups = "groups",
        /// The separate endpoint for marketing messages.
        Marketing = "marketing",
        /// Payments in the chat.
        Payments = "payments",
        /// The list of blocked customers.
        Block = "block",
        /// Voice calls.
        Calling = "calling",
        /// Forms inside the chat.
        Flows = "flows",
        /// The business's username.
        Username = "username",
        /// Template statistics.
        Insights = "insights",
        /// Moving a number between accounts.
        Migration = "migration",
        /// Numbers that are also used in the WhatsApp Business app.
        Coexistence = "coexistence",
    }
}

vocabulary! {
    /// A language that the sentences are written in.
    Language {
        /// Brazilian Portuguese, the first language of the product.
        PtBr = "pt-BR",
        /// English.
        En = "en",
        /// Spanish.
        Es = "es",
    }
}

impl Language {
    /// The language for a tag such as `pt`, `pt-BR`, `en-US` or `es_MX`; `None` for the others.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        match primary.to_ascii_lowercase().as_str() {
            "pt" => Some(Self::PtBr),
            "en" => Some(Self::En),
            "es" => Some(Self::Es),
            _ => None,
        }
    }
}
