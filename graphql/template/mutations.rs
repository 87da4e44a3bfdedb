//! Keeping templates at hand, and listing them anew.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};

use super::Template;
use crate::context::ResolverContext;
use crate::error::{OperationError, outcome};
use crate::scalars::parse_id;

/// Changes to templates.
#[derive(Default)]
pub struct TemplateMutations;

#[Object]
impl TemplateMutations {
    /// Keeps a template at hand for you, on all your devices, or no longer.
    async fn set_template_favourite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and whether.")] input: SetTemplateFavouriteInput,
    ) -> Result<SetTemplateFavouritePayload> {
        let kept = async {
            let id = parse_id(&input.template_id, "templateId")?;
            let desk = ctx.desk();
            desk.set_template_favourite(ctx.actor(), id, input.favourite)
                .await
        };
        let (template, error) = outcome(kept.await)?;
        Ok(SetTemplateFavouritePayload {
            template: template.map(Template),
            error,
        })
    }

    /// Has the templates of all accounts listed from Meta within seconds; `TemplatesChanged` tells when something came
    /// of it, `TemplateList.failure` when they could not be listed. For administrators and supervisors.
    async fn sync_templates(&self, ctx: &Context<'_>) -> Result<SyncTemplatesPayload> {
        let (_, error) = outcome(ctx.desk().sync_templates(ctx.actor()).await)?;
        Ok(SyncTemplatesPayload { error })
    }
}

/// What to keep at hand.
#[derive(InputObject)]
pub struct SetTemplateFavouriteInput {
    /// Which template.
    template_id: ID,
    /// Whether you keep it at hand.
    favourite: bool,
}

/// The template as it is now.
#[derive(SimpleObject)]
pub struct SetTemplateFavouritePayload {
    /// Null when nothing was changed.
    template: Option<Template>,
    /// Null on success.
    error: Option<OperationError>,
}

/// Whether they will be listed.
#[derive(SimpleObject)]
pub struct SyncTemplatesPayload {
    /// Null on success.
    error: Option<OperationError>,
}
