//! The schema as a whole.

use std::sync::Arc;

use async_graphql::{MergedObject, SDLExportOptions, SchemaBuilder, ValidationMode};
use desk::Desk;

use crate::channel::{ChannelMutations, ChannelQueries};
use crate::contact::ContactMutations;
use crate::conversation::{ConversationMutations, ConversationQueries};
use crate::custom_field::{CustomFieldMutations, CustomFieldQueries};
use crate::department::{DepartmentMutations, DepartmentQueries};
use crate::event::{EventQueries, SubscriptionRoot};
use crate::held_reply::HeldReplyMutations;
use crate::inbox::InboxQueries;
use crate::installation::InstallationQueries;
use crate::library::{LibraryMutations, LibraryQueries};
use crate::message::{
    ContactCardMutations, ContactStandingQueries, FileMutations, InteractiveMutations,
    LocationMutations, MessageMutations, MessageQueries, ReactionMutations, SendTemplateMutations,
    StartConversationMutations, VoiceNoteMutations,
};
use crate::options::Options;
use crate::person::{PersonMutations, PersonQueries};
use crate::presence::PresenceMutations;
use crate::push_subscription::PushSubscriptionMutations;
use crate::quarantine::{QuarantineMutations, QuarantineQueries};
use crate::quick_reply::{QuickReplyMutations, QuickReplyQueries};
use crate::session::{SessionMutations, SessionQueries};
use crate::template::{TemplateMutations, TemplateQueries};
use crate::ticket::TicketMutations;
use crate::token::TokenMutations;

pub(crate) type Schema = async_graphql::Schema<Query, Mutation, SubscriptionRoot>;
type Builder = SchemaBuilder<Query, Mutation, SubscriptionRoot>;

/// What can be asked. Everything but `installation` needs a session or a token.
#[derive(Default, MergedObject)]
pub struct Query(
    PersonQueries,
    InstallationQueries,
    ConversationQueries,
    MessageQueries,
    InboxQueries,
    DepartmentQueries,
    ChannelQueries,
    SessionQueries,
    QuarantineQueries,
    QuickReplyQueries,
    CustomFieldQueries,
    LibraryQueries,
    EventQueries,
    TemplateQueries,
    ContactStandingQueries,
);

/// What can be changed. A payload's `error` tells what a client must expect; GraphQL errors tell the rest.
/// Several mutations in one document run one after the other.
#[derive(Default, MergedObject)]
pub struct Mutation(
    SessionMutations,
    MessageMutations,
    FileMutations,
    VoiceNoteMutations,
    HeldReplyMutations,
    ReactionMutations,
    LocationMutations,
    ContactCardMutations,
    InteractiveMutations,
    QuickReplyMutations,
    ConversationMutations,
    TicketMutations,
    ContactMutations,
    CustomFieldMutations,
    PushSubscriptionMutations,
    PresenceMutations,
    PersonMutations,
    ChannelMutations,
    DepartmentMutations,
    TokenMutations,
    LibraryMutations,
    QuarantineMutations,
    TemplateMutations,
    SendTemplateMutations,
    StartConversationMutations,
);

fn builder() -> Builder {
    Schema::build(Query::default(), Mutation::default(), SubscriptionRoot)
}

/// The schema that runs what clients send.
pub(crate) fn for_clients(desk: &Desk, options: &Arc<Options>) -> Schema {
    let builder = builder()
        .data(desk.clone())
        .data(Arc::clone(options))
        .limit_complexity(options.limits.complexity);
    // Suggestions name fields, which is introspection by trial.
    let builder = if options.introspection {
        builder
    } else {
        builder.disable_introspection().disable_suggestions()
    };
    builder.finish()
}

/// The schema that runs what was validated when it was subscribed to.
pub(crate) fn for_rendering(desk: &Desk, options: &Arc<Options>) -> Schema {
    builder()
        .data(desk.clone())
        .data(Arc::clone(options))
        .validation_mode(ValidationMode::Fast)
        .disable_introspection()
        .finish()
}

/// The schema in its own language, sorted, so that the same schema is always the same text.
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items();
    builder().finish().sdl_with_options(options)
}
