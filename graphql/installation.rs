//! The installation, as anybody may know it.

use async_graphql::{Context, Object, SimpleObject};

use crate::context::ResolverContext;

/// The installation, as anybody may know it.
#[derive(SimpleObject)]
pub struct Installation {
    /// The company's name.
    name: String,
    /// What browsers subscribe to pushes with: `applicationServerKey`, base64url.
    vapid_public_key: String,
    /// The version of the program.
    version: String,
    /// A demonstration with made-up customers.
    demo: bool,
}

/// Queries about the installation.
#[derive(Default)]
pub struct InstallationQueries;

#[Object]
impl InstallationQueries {
    /// The installation. Needs no sign-in.
    async fn installation(&self, ctx: &Context<'_>) -> Installation {
        let options = ctx.options();
        Installation {
            name: options.name.clone(),
            vapid_public_key: options.vapid_public_key.clone(),
            version: options.version.clone(),
            demo: options.demo,
        }
    }
}
