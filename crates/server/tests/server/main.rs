//! The whole server, answered in process: no socket, invented time.

// clippy.toml allows these in test functions; what they share is a test as well.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod avatars;
mod bodies;
mod claims;
mod clients;
mod codes;
mod configuration;
mod conflicts;
mod cors;
mod delivery;
mod discovery;
mod expiry;
mod files;
mod harness;
mod keys;
mod languages;
mod lifetimes;
mod limits;
mod lockout;
mod login;
mod logout;
mod loot;
mod outage;
mod outbox;
mod people;
mod place;
mod plans;
mod privacy;
mod races;
mod reasons;
mod refresh;
mod revoke;
mod rotation;
mod schema;
mod sign_ups;
mod start;
mod storage;
mod token;
mod userinfo;
mod webotp;
