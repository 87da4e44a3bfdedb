//! Quick replies: stored answers that agents insert, and the placeholders that they may hold.

use async_graphql::{Context, Description, ID, InputObject, Object, Result, SimpleObject};
use desk::DeskError;
use desk::access::Actor;
use desk::quick_reply::{QuickReplyDraft, QuickReplyScope, QuickReplyView};

use crate::context::ResolverContext;
use crate::department::Department;
use crate::error::{OperationError, outcome};
use crate::person::Person;
use crate::scalars::{Instant, parse_id, parse_optional_id};

/// A stored answer.
#[derive(Clone, Debug, Description)]
pub struct QuickReply(QuickReplyView);

#[Object(use_type_description)]
impl QuickReply {
    /// Stable for ever.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// What is typed after the slash: one word, lower-case, unique among those who share it.
    async fn short_name(&self) -> &str {
        &self.0.short_name
    }

    /// What it says, with WhatsApp's mark-up and placeholders such as `{{contact.name | friend}}`; see `placeholders`.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// The department that shares it. With neither department nor person, everybody does.
    async fn department(&self, ctx: &Context<'_>) -> Result<Option<Department>> {
        Department::load_optional(ctx, self.0.department_id).await
    }

    /// The person whose own it is: nobody else sees it.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::load_optional(ctx, self.0.person_id).await
    }

    /// Whether you may change it.
    async fn editable(&self) -> bool {
        self.0.editable
    }

    /// When it was last changed.
    async fn updated_at(&self) -> Instant {
        self.0.updated_at.into()
    }

    /// What it says in a conversation, ready for `sendMessage`. Null when nothing is known for one of its placeholders
    /// that has no fallback, or the conversation is not visible to you.
    #[graphql(complexity = 10)]
    async fn filled(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which conversation.")] conversation_id: ID,
    ) -> Result<Option<String>> {
        let Ok(conversation) = parse_id(&conversation_id, "conversationId") else {
            return Ok(None);
        };
        let desk = ctx.desk();
        match desk
            .filled_quick_reply(ctx.actor(), self.0.id, conversation)
            .await
        {
            Err(DeskError::NotFound(_)) => Ok(None),
            outcome => Ok(outcome?),
        }
    }
}

/// A word in a text that stands for something known when it is sent. In every text that the desk sends, the same ones
/// count, and a text that still holds one is refused.
#[derive(SimpleObject)]
pub struct Placeholder {
    /// As it stands in a text: `{{contact.name}}`. With a fallback for when nothing is known:
    /// `{{contact.name | friend}}`.
    source: String,
    /// A short form that people type: `{nome}`.
    short_source: Option<String>,
    /// Its name alone: `contact.name`.
    name: String,
}

impl Placeholder {
    fn of(placeholder: desk::placeholder::Placeholder<'_>) -> Self {
        let name = placeholder.name().into_owned();
        Self {
            source: format!("{{{{{name}}}}}"),
            short_source: placeholder.short().map(|short| format!("{{{short}}}")),
            name,
        }
    }
}

/// Queries about quick replies.
#[derive(Default)]
pub struct QuickReplyQueries;

#[Object]
impl QuickReplyQueries {
    /// The quick replies that you may insert, the best match first: by the beginning of the short name, then by
    /// what name and text hold. Neither case nor accents count.
    #[graphql(complexity = "1 + 10 * child_complexity")]
    async fn quick_replies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What has been typed so far; all when left out.")] search: Option<String>,
    ) -> Result<Vec<QuickReply>> {
        let search = search.unwrap_or_default();
        let found = ctx.desk().quick_replies(ctx.actor(), &search).await?;
        Ok(found.into_iter().map(QuickReply).collect())
    }

    /// All placeholders, in the order in which an editor lists them; those of custom fields come last.
    async fn placeholders(&self, ctx: &Context<'_>) -> Result<Vec<Placeholder>> {
        use desk::placeholder::Placeholder as Known;
        let fields = ctx.desk().custom_fields(ctx.actor()).await?;
        let own = fields.iter().map(|field| Known::ContactField(&field.key));
        Ok(Known::ALL
            .into_iter()
            .chain(own)
            .map(Placeholder::of)
            .collect())
    }
}

/// Changes to quick replies.
#[derive(Default)]
pub struct QuickReplyMutations;

#[Object]
impl QuickReplyMutations {
    /// Makes a quick reply. Shared ones are for supervisors and administrators, your own for you. `CONFLICT` when those
    /// who share it have one of that name; `INVALID_INPUT` for placeholders that do not exist.
    async fn create_quick_reply(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it is called, what it says, and who shares it.")]
        input: QuickReplyInput,
    ) -> Result<QuickReplyPayload> {
        let made = async {
            let draft = input.draft(ctx.actor())?;
            ctx.desk().create_quick_reply(ctx.actor(), draft).await
        };
        QuickReplyPayload::of(made.await)
    }

    /// Changes a quick reply: everything about it is what the input says.
    async fn update_quick_reply(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] id: ID,
        #[graphql(desc = "What it shall be.")] input: QuickReplyInput,
    ) -> Result<QuickReplyPayload> {
        let changed = async {
            let id = parse_id(&id, "id")?;
            let draft = input.draft(ctx.actor())?;
            ctx.desk().update_quick_reply(ctx.actor(), id, draft).await
        };
        QuickReplyPayload::of(changed.await)
    }

    /// Removes a quick reply. What was sent with it stays as it is.
    async fn delete_quick_reply(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] id: ID,
    ) -> Result<DeleteQuickReplyPayload> {
        let removed = async {
            let id = parse_id(&id, "id")?;
            ctx.desk().delete_quick_reply(ctx.actor(), id).await
        };
        let (_, error) = outcome(removed.await)?;
        Ok(DeleteQuickReplyPayload { error })
    }
}

/// A quick reply to be made, or what one shall be.
#[derive(InputObject)]
pub struct QuickReplyInput {
    /// One word of at most 32 letters, digits, `-` and `_`.
    short_name: String,
    /// 1 to 4,096 characters, with placeholders that exist.
    text: String,
    /// The department that shares it.
    department_id: Option<ID>,
    /// True: it is your own. Not together with a department.
    #[graphql(default)]
    personal: bool,
}

impl QuickReplyInput {
    fn draft(self, actor: &Actor) -> Result<QuickReplyDraft, DeskError> {
        let department = parse_optional_id(self.department_id.as_ref(), "departmentId")?;
        let scope = match (self.personal, department) {
            (false, None) => QuickReplyScope::Everybody,
            (false, Some(department)) => QuickReplyScope::Department(department),
            (true, None) => QuickReplyScope::Person(actor.require_person()?.person_id),
            (true, Some(_)) => {
                let reason = "your own belongs to no department";
                return Err(DeskError::invalid("departmentId", reason));
            }
        };
        Ok(QuickReplyDraft {
            short_name: self.short_name,
            text: self.text,
            scope,
        })
    }
}

/// The quick reply as it is now.
#[derive(SimpleObject)]
pub struct QuickReplyPayload {
    /// Null when it was not made or changed.
    quick_reply: Option<QuickReply>,
    /// Null on success.
    error: Option<OperationError>,
}

impl QuickReplyPayload {
    fn of(result: Result<QuickReplyView, DeskError>) -> Result<Self> {
        let (quick_reply, error) = outcome(result)?;
        Ok(Self {
            quick_reply: quick_reply.map(QuickReply),
            error,
        })
    }
}

/// Whether it was removed.
#[derive(SimpleObject)]
pub struct DeleteQuickReplyPayload {
    /// Null on success.
    error: Option<OperationError>,
}
