//! Message templates: what may be sent while the customer service window is closed.

mod input;
mod layout;
mod mutations;
mod slot;
mod standing;

use async_graphql::{Context, Description, ID, Object, Result, SimpleObject};
use desk::template::TemplateView;
use templates::{Layout, slots};

use crate::context::ResolverContext;
use crate::failure::Failure;
use crate::scalars::{Instant, parse_id};

pub(crate) use input::TemplateValueInput;
pub(crate) use input::values;
pub use layout::TemplateLayout;
pub use mutations::TemplateMutations;
use slot::TemplateSlot;
pub use standing::TemplateCategory;
use standing::{TemplateQuality, TemplateStatus};

/// A message template that Meta has reviewed, or reviews. It belongs to a WhatsApp business account; all numbers of the
/// account share it.
#[derive(Clone, Debug, Description)]
pub struct Template(pub TemplateView);

#[Object(use_type_description)]
impl Template {
    /// Stable for ever.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// Meta's name of it: small letters, digits and underscores. Its languages share it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its language, as Meta writes it: `pt_BR`.
    async fn language(&self) -> &str {
        &self.0.language
    }

    /// What it is for.
    async fn category(&self) -> TemplateCategory {
        self.0.category.into()
    }

    /// What Meta is going to make of it; null when it stays.
    async fn coming_category(&self) -> Option<TemplateCategory> {
        self.0.coming_category.map(Into::into)
    }

    /// How it stands at Meta. Only `APPROVED` ones can be sent.
    async fn status(&self) -> TemplateStatus {
        self.0.status.into()
    }

    /// Why it is not approved, in Meta's word.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// How customers take it. Bad quality pauses a template.
    async fn quality(&self) -> TemplateQuality {
        self.0.quality.into()
    }

    /// Whether it can be sent now: it is approved, and has no part that the desk does not know.
    async fn sendable(&self) -> bool {
        self.0.unsendable().is_none()
    }

    /// Why it cannot be sent, in English, for developers and logs; null when it can.
    async fn unsendable_reason(&self) -> Option<String> {
        self.0.unsendable().map(|reason| reason.to_string())
    }

    /// Whether you keep it at hand; false for programs.
    async fn favourite(&self) -> bool {
        self.0.favourite
    }

    /// What the customer will see, with open variables in double braces: put the value of slot `body.1` in the place of
    /// `{{1}}` in the body, and so on, for a preview.
    async fn layout(&self) -> TemplateLayout {
        TemplateLayout::new(Layout::of(&self.0.definition, &self.0.language), None)
    }

    /// What has to be filled in, in the order in which a form shows it.
    async fn slots(&self) -> Vec<TemplateSlot> {
        slots(&self.0.definition)
            .into_iter()
            .map(Into::into)
            .collect()
    }
}

/// The templates of a number.
#[derive(SimpleObject)]
pub struct TemplateList {
    /// Those that Meta lists, approved or not, by name, then language.
    templates: Vec<Template>,
    /// When they were last listed from Meta; null: not yet.
    synced_at: Option<Instant>,
    /// Why the last attempt to list them failed; null when it did not.
    failure: Option<Failure>,
}

/// Queries about templates.
#[derive(Default)]
pub struct TemplateQueries;

#[Object]
impl TemplateQueries {
    /// The templates that can be sent from a number, and those that cannot now. `TemplatesChanged` tells when to ask
    /// again.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn templates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "From which number.")] channel_id: ID,
    ) -> Result<TemplateList> {
        let channel = parse_id(&channel_id, "channelId")?;
        let list = ctx.desk().templates(ctx.actor(), channel).await?;
        Ok(TemplateList {
            templates: list.templates.into_iter().map(Template).collect(),
            synced_at: list.synced_at.map(Into::into),
            failure: list.failure.map(Failure),
        })
    }
}
