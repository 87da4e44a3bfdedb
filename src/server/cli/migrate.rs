//! `guiche migrate`

use super::CommandError;
use crate::run::schema;
use crate::settings::Settings;

pub(super) async fn run(settings: &Settings) -> Result<(), CommandError> {
    let applied = schema::bring_up_to_date(&settings.connect_options()).await?;
    match applied {
        0 => println!("the database is up to date"),
        1 => println!("applied 1 migration"),
        count => println!("applied {count} migrations"),
    }
    Ok(())
}
