//! Who works at the company of the demonstration.

use desk::Desk;
use desk::access::Actor;
use desk::person::NewPerson;
use entity::person::Role;
use secrecy::SecretString;

use crate::cli::CommandError;
use crate::cli::channel::department;

/// Everybody's, and printed: the demonstration listens on this machine alone.
pub(super) const PASSWORD: &str = "guiche-demo";

/// (e-mail, name, role, department)
pub(super) const PEOPLE: [(&str, &str, Role, Option<&str>); 5] = [
    (
        "helena@demo.guiche.app",
        "Helena Prado",
        Role::Administrator,
        None,
    ),
    (
        "marcos@demo.guiche.app",
        "Marcos Vieira",
        Role::Supervisor,
        None,
    ),
    (
        "ana@demo.guiche.app",
        "Ana Beatriz Rocha",
        Role::Agent,
        Some("Atendimento"),
    ),
    (
        "bruno@demo.guiche.app",
        "Bruno Tavares",
        Role::Agent,
        Some("Atendimento"),
    ),
    (
        "carla@demo.guiche.app",
        "Carla Nogueira",
        Role::Agent,
        Some("Financeiro"),
    ),
];

/// Creates whom an earlier demonstration has not left, with their departments.
pub(super) async fn hire(desk: &Desk) -> Result<(), CommandError> {
    let known = desk.people(&Actor::System).await?;
    for (email, name, role, department_name) in PEOPLE {
        if known.iter().any(|person| person.email == email) {
            continue;
        }
        let departments = match department_name {
            Some(name) => vec![department(desk, name).await?],
            None => Vec::new(),
        };
        let person = NewPerson {
            email: email.to_owned(),
            name: name.to_owned(),
            role,
            password: Some(SecretString::from(PASSWORD)),
            departments,
            visibility: None,
        };
        desk.create_person(&Actor::System, person).await?;
    }
    Ok(())
}
