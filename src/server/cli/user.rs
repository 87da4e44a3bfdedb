//! `guiche user create`

use std::io::{IsTerminal, Read};

use clap::{Args, Subcommand, ValueEnum};
use desk::access::Actor;
use desk::person::NewPerson;
use entity::person;
use secrecy::SecretString;

use super::CommandError;
use crate::run::open_desk;
use crate::settings::Settings;

#[derive(Subcommand, Debug)]
pub(super) enum UserCommand {
    /// Create a person. The password is read from standard input; without one they cannot sign in yet.
    Create(Create),
}

#[derive(Args, Debug)]
pub(super) struct Create {
    /// E-mail address to sign in with
    #[arg(long)]
    email: String,
    /// Name that colleagues see
    #[arg(long)]
    name: String,
    /// What the person may do
    #[arg(long)]
    role: Role,
    /// Department to join; made when it does not exist. May be repeated
    #[arg(long)]
    department: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Role {
    /// Connects channels, manages people and settings
    Administrator,
    /// Sees and moves every conversation
    Supervisor,
    /// Serves
    Agent,
}

impl UserCommand {
    pub(super) async fn run(self, settings: &Settings) -> Result<(), CommandError> {
        let Self::Create(create) = self;
        let password = read_password()?;
        let desk = open_desk(settings).await?;
        let mut departments = Vec::new();
        for name in &create.department {
            departments.push(super::channel::department(&desk, name).await?);
        }
        let person = desk
            .create_person(
                &Actor::System,
                NewPerson {
                    email: create.email,
                    name: create.name,
                    role: match create.role {
                        Role::Administrator => person::Role::Administrator,
                        Role::Supervisor => person::Role::Supervisor,
                        Role::Agent => person::Role::Agent,
                    },
                    password,
                    departments,
                    visibility: None,
                },
            )
            .await?;
        println!("created {} <{}>", person.name, person.email);
        Ok(())
    }
}

/// The first line of standard input, unless a person sits there and types nothing.
fn read_password() -> Result<Option<SecretString>, CommandError> {
    let mut text = String::new();
    if std::io::stdin().is_terminal() {
        eprint!("password (empty: none): ");
        std::io::stdin().read_line(&mut text)?;
    } else {
        std::io::stdin().read_to_string(&mut text)?;
    }
    let password = text.lines().next().unwrap_or_default();
    Ok((!password.is_empty()).then(|| SecretString::from(password)))
}
