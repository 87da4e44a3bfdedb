//! Channels: the WhatsApp business phone numbers that the desk answers on.

use async_graphql::{
    Context, Description, Enum, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject,
};
use desk::DeskError;
use desk::access::may_start_on;
use desk::channel::{ChannelPatch, ChannelView, DepartmentPatch, NewChannel, PauseView};
use entity::ChannelId;

use crate::context::ResolverContext;
use crate::department::Department;
use crate::error::{OperationError, outcome};
use crate::failure::Failure;
use crate::scalars::{Instant, parse_id, parse_optional_id};

/// A WhatsApp business phone number that the desk answers on. Its secrets are never shown.
#[derive(Clone, Debug, Description)]
pub struct Channel(pub ChannelView);

impl Channel {
    /// The channel with this id.
    pub async fn load(ctx: &Context<'_>, id: ChannelId) -> Result<Self> {
        let found = ctx.loaders().channels.load(id).await?;
        found
            .map(Self)
            .ok_or_else(|| DeskError::Internal(format!("no channel {id}")).into())
    }
}

#[Object(use_type_description)]
impl Channel {
    /// Stable for ever.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The number, for people.
    async fn display_phone_number(&self) -> Option<&str> {
        self.0.display_phone_number.as_deref()
    }

    /// Meta's id of the number.
    async fn phone_number_id(&self) -> &str {
        &self.0.phone_number_id
    }

    /// Receives the channel's new tickets; null: everybody's.
    async fn department(&self, ctx: &Context<'_>) -> Result<Option<Department>> {
        Department::load_optional(ctx, self.0.department_id).await
    }

    /// What somebody sends from the WhatsApp Business app on this number to end echo mode.
    async fn echo_keyword(&self) -> Option<&str> {
        self.0.echo_keyword.as_deref()
    }

    /// Whether you may begin conversations on it.
    async fn may_start(&self, ctx: &Context<'_>) -> bool {
        may_start_on(ctx.actor(), self.0.department_id)
    }

    /// Set while nothing is sent. Messages keep waiting and coming in.
    async fn paused(&self) -> Option<ChannelPause> {
        self.0.paused.clone().map(Into::into)
    }
}

/// Why nothing is sent on a channel.
#[derive(Clone, Debug, SimpleObject)]
pub struct ChannelPause {
    /// Since when.
    since: Instant,
    /// Why.
    reason: ChannelPauseReason,
    /// Meta's error, when one caused it.
    failure: Option<Failure>,
}

impl From<PauseView> for ChannelPause {
    fn from(pause: PauseView) -> Self {
        Self {
            since: pause.since.into(),
            reason: pause.reason.into(),
            failure: pause.failure.map(Failure),
        }
    }
}

/// Why nothing is sent on a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::channel::PauseReason")]
pub enum ChannelPauseReason {
    /// Meta refused the access token: set a new one.
    TokenRejected,
    /// Meta restricted the account or the number.
    AccountRestricted,
    /// An administrator switched sending off.
    ByAdministrator,
}

/// Queries about channels.
#[derive(Default)]
pub struct ChannelQueries;

#[Object]
impl ChannelQueries {
    /// All channels, by name.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn channels(&self, ctx: &Context<'_>) -> Result<Vec<Channel>> {
        let channels = ctx.desk().channels(ctx.actor()).await?;
        Ok(channels.into_iter().map(Channel).collect())
    }
}

/// Changes to channels.
#[derive(Default)]
pub struct ChannelMutations;

#[Object]
impl ChannelMutations {
    /// Connects a number. For administrators.
    async fn create_channel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number and its secrets.")] input: CreateChannelInput,
    ) -> Result<CreateChannelPayload> {
        let made = async {
            let channel = NewChannel {
                name: input.name,
                phone_number_id: input.phone_number_id,
                waba_id: input.waba_id,
                display_phone_number: input.display_phone_number,
                access_token: input.access_token.into(),
                app_secret: input.app_secret.into(),
                verify_token: input.verify_token.into(),
                department_id: parse_optional_id(input.department_id.as_ref(), "departmentId")?,
                coexistence: input.coexistence.unwrap_or_default(),
                echo_keyword: input.echo_keyword,
            };
            ctx.desk().create_channel(ctx.actor(), channel).await
        };
        let (channel, error) = outcome(made.await)?;
        Ok(CreateChannelPayload {
            channel: channel.map(Channel),
            error,
        })
    }

    /// Changes a channel. What is left out stays as it is. A new access token resumes a channel that Meta's
    /// refusal of the old one paused. For administrators.
    async fn update_channel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and what of it.")] input: UpdateChannelInput,
    ) -> Result<UpdateChannelPayload> {
        let changed = async {
            let id = parse_id(&input.channel_id, "channelId")?;
            let patch = ChannelPatch {
                name: input.name,
                access_token: input.access_token.map(Into::into),
                app_secret: input.app_secret.map(Into::into),
                verify_token: input.verify_token.map(Into::into),
                department: match input.department_id {
                    MaybeUndefined::Undefined => DepartmentPatch::Keep,
                    MaybeUndefined::Null => DepartmentPatch::Clear,
                    MaybeUndefined::Value(id) => {
                        DepartmentPatch::Set(parse_id(&id, "departmentId")?)
                    }
                },
                echo_keyword: input.echo_keyword,
                paused: input.paused,
                ..ChannelPatch::default()
            };
            ctx.desk().update_channel(ctx.actor(), id, patch).await
        };
        let (channel, error) = outcome(changed.await)?;
        Ok(UpdateChannelPayload {
            channel: channel.map(Channel),
            error,
        })
    }
}

/// A number to be connected.
#[derive(InputObject)]
pub struct CreateChannelInput {
    /// What people call it.
    name: String,
    /// Meta's id of the number.
    phone_number_id: String,
    /// Meta's id of the WhatsApp business account.
    waba_id: String,
    /// Lets the desk send. Stored encrypted.
    access_token: String,
    /// Signs Meta's webhooks. Stored encrypted.
    app_secret: String,
    /// What you entered beside the webhook's address at Meta. Stored encrypted.
    verify_token: String,
    /// Receives the channel's new tickets.
    department_id: Option<ID>,
    /// The number, for people.
    display_phone_number: Option<String>,
    /// The number is also used in the WhatsApp Business app: the desk sends more slowly.
    #[graphql(default_with = "Some(false)")]
    coexistence: Option<bool>,
    /// What somebody sends from the WhatsApp Business app to end echo mode: 1 to 100 characters, in any case.
    echo_keyword: Option<String>,
}

/// The channel that was made.
#[derive(SimpleObject)]
pub struct CreateChannelPayload {
    /// Null when it was not made.
    channel: Option<Channel>,
    /// Null on success.
    error: Option<OperationError>,
}

/// What to change of a channel.
#[derive(InputObject)]
pub struct UpdateChannelInput {
    /// Which.
    channel_id: ID,
    /// What people call it.
    name: Option<String>,
    /// Lets the desk send.
    access_token: Option<String>,
    /// Signs Meta's webhooks. The old one stays good until the next change, for webhooks under way.
    app_secret: Option<String>,
    /// What you entered beside the webhook's address at Meta.
    verify_token: Option<String>,
    /// Receives the channel's new tickets; null: no department any more.
    department_id: MaybeUndefined<ID>,
    /// What somebody sends from the WhatsApp Business app to end echo mode; empty: nothing any more.
    echo_keyword: Option<String>,
    /// True stops sending, false resumes it.
    paused: Option<bool>,
}

/// The channel that was changed.
#[derive(SimpleObject)]
pub struct UpdateChannelPayload {
    /// Null when it was not changed.
    channel: Option<Channel>,
    /// Null on success.
    error: Option<OperationError>,
}
