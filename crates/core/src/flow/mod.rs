//! The login as a state machine: `(state, event, now) -> (state, effects)`, and nothing else.
//!
//! Events say what happened, in the past tense; effects say what to do, in the imperative. Whoever calls [`step`]
//! carries the effects out and brings the answers back as events.

mod code_stage;
mod effect;
mod email_entry;
mod event;
mod form_stage;
mod forms;
mod phone_entry;
mod session_stage;
mod state;
mod step;
mod typing;
mod upkeep;
mod waiting_code;

pub use effect::{Effect, Ending, Notice, Purpose};
pub use email_entry::{EmailEntry, KnownEmail, TypedEmail};
pub use event::{CodeText, Event};
pub use forms::Forms;
pub use phone_entry::{KnownBy, KnownPhone, PhoneEntry, TypedPhone};
pub use state::{Attempt, Settings, Stage, Standing, State};
pub use step::step;
pub use typing::Edit;
pub use waiting_code::{SentCode, WaitingCode};
