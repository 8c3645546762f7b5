//! Servers as processes of their own, on one database: what they share, and what is left when one is killed.

// clippy.toml allows these in test functions; what they share is a test as well.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod backup;
mod full_disk;
mod killed;
mod limits;
#[path = "../server/place.rs"]
mod place;
mod running;
mod together;
