//! The pure heart of passlock: what a login does, decided without a browser, a clock or a network.
//!
//! - [`flow`] is the state machine: [`flow::step`] turns a state and an event into a state and effects.
//! - [`protocol`] holds the wire types that widget and server share, and the rules that read a reply.
//! - [`session`] is what a login leaves behind: tokens, claims, profile, expiry.
//! - [`Problem`] is every way in which a login can fail.
//!
//! Time is an argument everywhere ([`Timestamp`]); the caller owns the clock.

#![warn(missing_docs)]

pub mod flow;
pub mod protocol;
pub mod session;

mod code;
mod connection;
mod email;
mod problem;
mod time;

pub use code::{Code, CodeError};
pub use connection::{Connection, Recipient};
pub use email::{EmailAddress, EmailError};
pub use passlock_phone::{NumberKind, PhoneError, PhoneNumber, Rank, Region, rank, region_of_time_zone};
pub use problem::{Nonsense, Problem, Remedy, Retry};
pub use time::Timestamp;
