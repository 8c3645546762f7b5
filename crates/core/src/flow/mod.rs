//! The login as a state machine: `(state, event, now) -> (state, effects)`, and nothing else.
//!
//! Events say what happened, in the past tense; effects say what to do, in the imperative. Whoever calls [`step`]
//! carries the effects out and brings the answers back as events.

mod code_stage;
mod effect;
mod event;
mod phone_stage;
mod state;
mod step;

pub use effect::{Effect, Notice, Purpose};
pub use event::Event;
pub use state::{Attempt, PhoneEntry, Settings, Stage, State, WaitingCode};
pub use step::step;
