//! `guiche token create`

use std::collections::BTreeSet;

use clap::{Args, Subcommand, ValueEnum};
use desk::access::{Actor, Scope, Scopes};
use secrecy::ExposeSecret;

use super::CommandError;
use crate::run::open_desk;
use crate::settings::Settings;

#[derive(Subcommand, Debug)]
pub(super) enum TokenCommand {
    /// Create a token for an integrator. It is shown once, alone on the last line.
    Create(Create),
}

#[derive(Args, Debug)]
pub(super) struct Create {
    /// Name by which the token is known
    #[arg(long)]
    name: String,
    /// What the token allows. May be repeated
    #[arg(long = "scope", default_values = ["read", "send"])]
    scopes: Vec<ScopeName>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ScopeName {
    /// See everything that agents can see
    Read,
    /// Send messages and move conversations
    Send,
    /// Manage people, departments, channels and tokens
    Administer,
}

impl TokenCommand {
    pub(super) async fn run(self, settings: &Settings) -> Result<(), CommandError> {
        let Self::Create(create) = self;
        let scopes: BTreeSet<_> = create
            .scopes
            .into_iter()
            .map(|name| match name {
                ScopeName::Read => Scope::Read,
                ScopeName::Send => Scope::Send,
                ScopeName::Administer => Scope::Administer,
            })
            .collect();
        let desk = open_desk(settings).await?;
        let (token, secret) = desk
            .create_token(&Actor::System, &create.name, Scopes(scopes))
            .await?;
        println!("token {} ({})", token.name, token.scopes.to_text());
        println!("{}", secret.expose_secret());
        Ok(())
    }
}
