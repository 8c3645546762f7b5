//! The pure heart under test: tables of what goes in and what has to come out, under invented time.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that meets the unexpected has failed"
)]

mod code_step;
mod flow;
mod flow_properties;
mod hostile;
mod known_phone;
mod replies;
mod sessions;
mod typing;
mod walk;
