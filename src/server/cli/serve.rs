//! `guiche serve`

use super::CommandError;
use crate::run::{App, shutdown};
use crate::settings::Settings;

pub(super) async fn run(settings: Settings) -> Result<(), CommandError> {
    let app = App::start(settings).await?;
    shutdown::requested().await?;
    app.stop().await;
    Ok(())
}
