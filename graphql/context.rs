//! What resolvers find in their context.

use async_graphql::Context;
use desk::Desk;
use desk::access::Actor;

use crate::caller::Caller;
use crate::loaders::Loaders;
use crate::options::Options;

/// What resolvers find in their context.
pub(crate) trait ResolverContext {
    /// The desk.
    fn desk(&self) -> &Desk;
    /// The installation.
    fn options(&self) -> &Options;
    /// Whose request it is.
    fn caller(&self) -> &Caller;
    /// Who asks.
    fn actor(&self) -> &Actor;
    /// What loads by id.
    fn loaders(&self) -> &Loaders;
}

impl ResolverContext for Context<'_> {
    fn desk(&self) -> &Desk {
        self.data_unchecked()
    }

    fn options(&self) -> &Options {
        self.data_unchecked::<std::sync::Arc<Options>>()
    }

    fn caller(&self) -> &Caller {
        self.data_unchecked()
    }

    fn actor(&self) -> &Actor {
        &self.caller().actor
    }

    fn loaders(&self) -> &Loaders {
        self.data_unchecked()
    }
}
