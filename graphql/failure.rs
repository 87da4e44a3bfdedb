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
}
