//! The pure heart under test: tables of what goes in and what has to come out, under invented time.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that meets the unexpected has failed"
)]

mod code_step;
mod connections;
mod crossing;
mod damaged_tokens;
mod email;
mod email_properties;
mod flow;
mod flow_properties;
mod hostile;
mod key_cache;
mod known_phone;
mod mint;
mod refresh;
mod replies;
mod sessions;
mod signatures;
mod stored;
mod tabs;
mod tokens;
mod typing;
mod upkeep;
mod upkeep_properties;
mod walk;
mod written;
mod wrong_clock;
