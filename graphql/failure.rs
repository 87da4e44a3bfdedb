//! Failures, explained to people.

use async_graphql::{Context, Description, Enum, Object};
use desk::message::FailureRecord;
use failures::{Language, RetryPolicy as Policy, Turn};

use crate::context::ResolverContext;
use crate::person::Locale;

/// What went wrong, in Meta's words and in a person's.
#[derive(Clone, Debug, Description)]
pub struct Failure(pub FailureRecord);

#[Object(use_type_description)]
impl Failure {
    /// Meta's code; null when Meta was not reached or gave none.
    async fn code(&self) -> Option<u32> {
        self.0.code
    }

    /// Meta's title.
    async fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// Meta's message.
    async fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// What Meta knew about this very case.
    async fn details(&self) -> Option<&str> {
        self.0.details.as_deref()
    }

    /// Meta's page about it.
    async fn href(&self) -> Option<&str> {
        self.0.href.as_deref()
    }

    /// What Meta's support asks for.
    async fn trace_id(&self) -> Option<&str> {
        self.0.trace_id.as_deref()
    }

    /// What happened, in one sentence for an agent.
    async fn explanation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; the viewer's own when left out.")] locale: Option<Locale>,
    ) -> String {
        failures::explain(self.0.code, language(ctx, locale)).0
    }

    /// What to do next, in one sentence for an agent.
    async fn advice(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; the viewer's own when left out.")] locale: Option<Locale>,
    ) -> String {
        failures::explain(self.0.code, language(ctx, locale)).1
    }

    /// Who can move things forward.
    async fn turn(&self) -> FailureTurn {
        self.0
            .code
            .map_or(Turn::Administrator, failures::turn)
            .into()
    }

    /// What helps, as one thing to press.
    async fn next_step(&self) -> NextStep {
        failures::next_step(self.0.code).into()
    }

    /// A page of Meta's on which `nextStep` is taken, or on which the failure is explained: Meta's own address if it gave
    /// one, else a fixed one. Null when there is none.
    async fn help_url(&self) -> Option<&str> {
        let given = self.0.href.as_deref();
        given
            .filter(|address| address.starts_with("https://"))
            .or_else(|| failures::next_step(self.0.code).page())
    }

    /// What the desk may do by itself.
    async fn retry(&self) -> RetryPolicy {
        self.0
            .code
            .map_or(Policy::AfterFix, failures::retry_policy)
            .into()
    }
}

fn language(ctx: &Context<'_>, locale: Option<Locale>) -> Language {
    match locale {
        Some(Locale::PtBr) => Language::PtBr,
        Some(Locale::En) => Language::En,
        Some(Locale::Es) => Language::Es,
        None => ctx.caller().language,
    }
}

/// Who can move things forward after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "failures::Turn")]
pub enum FailureTurn {
    /// Whoever serves the customer.
    Agent,
    /// Whoever runs the channel, its templates and its billing.
    Administrator,
    /// The customer.
    Customer,
    /// WhatsApp itself.
    Meta,
    /// Whoever wrote the request.
    Developer,
    /// Nothing helps, or time alone does.
    Nobody,
}

/// What the desk may do by itself after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "failures::RetryPolicy")]
pub enum RetryPolicy {
    /// Nothing: final for this message.
    Never,
    /// It tries again with growing pauses, a limited number of times.
    Backoff,
    /// Nothing until somebody has changed something.
    AfterFix,
    /// Nothing until the customer writes again, or a template is sent.
    Window,
    /// It tries again after a pause; only this customer's messages wait.
    PairRate,
    /// A template is tried again after a day at the earliest, then after growing gaps; `Delivery.nextAttemptAt` says when,
    /// and `discardMessage` ends it.
    Later,
}

/// What whoever reads of a failure can do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "failures::NextStep")]
pub enum NextStep {
    /// Send a template: it needs no open window.
    SendTemplate,
    /// Send the message again.
    Retry,
    /// Nothing: time helps, or the desk is at it.
    Wait,
    /// Write or choose something else.
    ChangeMessage,
    /// Check the customer's number, or reach them in another way.
    CheckContact,
    /// The customer has to do something.
    AskCustomer,
    /// An administrator gives the channel a new access token.
    FixToken,
    /// An administrator settles the payment method at Meta.
    FixBilling,
    /// An administrator repairs the account or the number at Meta.
    FixAccount,
    /// An administrator repairs or replaces the template at Meta.
    FixTemplate,
    /// Show Meta's words to whoever maintains the desk.
    ReportIt,
}
