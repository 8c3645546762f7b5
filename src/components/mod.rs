//! The views. They draw a state and name what the person did; only `lock` knows what follows from it.

mod accent;
mod lock;

mod frame;

mod code_entry;
mod country_picker;
mod email_entry;
mod logged_in;
mod painted;
mod phone_entry;

mod flag;
mod flash;
mod focus;
mod heading;
mod hint;
mod icons;
mod known;
mod mailbox;
mod others;
mod press;
mod submit;
mod view;
mod visible;

pub(crate) use lock::{Seat, Seated, Standalone, StandaloneProps, Word};
pub use view::View;
