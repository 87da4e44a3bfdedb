//! The API as clients meet it: a real desk on SQLite behind a real server, spoken to over real sockets.

mod authorization;
mod closing;
mod cost;
mod csrf;
mod events;
mod expressions;
mod fan_out;
mod harness;
mod held_reply;
mod http;
mod media;
mod sdl;
mod sign_in;
mod slow_consumer;
mod socket;
mod sse;
mod statements;
mod websocket;
