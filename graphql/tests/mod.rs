//! The API as clients meet it: a real desk on SQLite behind a real server, spoken to over real sockets.

mod sdl;
