//! Runs the sandbox with its cast and one number, for looking at the page: `cargo run -p sandbox --example play`.
//! The first argument is the port (4567), the second the webhook address.

use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};

use sandbox::{Cast, Number, Pace, Sandbox, SandboxOptions};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let port = arguments.next().map_or(Ok(4567), |port| port.parse())?;
    let sandbox = Sandbox::start(SandboxOptions {
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        ..SandboxOptions::default()
    })
    .await?;
    let mut number = Number::new("200300400500600", "100200300400500", "token", "app-secret");
    "Loja Exemplo".clone_into(&mut number.verified_name);
    number.webhook_url = arguments.next();
    sandbox.register(number);
    let _cast = Cast::start(&sandbox, Pace::default());
    println!("{}/sandbox", sandbox.base_url());
    std::future::pending::<()>().await;
    Ok(())
}
