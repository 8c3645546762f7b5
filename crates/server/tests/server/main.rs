//! The whole server, answered in process: no socket, invented time.

// clippy.toml allows these in test functions; what they share is a test as well.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod avatars;
mod bodies;
mod codes;
mod cors;
mod delivery;
mod discovery;
mod files;
mod harness;
mod keys;
mod limits;
mod login;
mod logout;
mod outbox;
mod privacy;
mod races;
mod start;
mod storage;
mod token;
mod userinfo;
