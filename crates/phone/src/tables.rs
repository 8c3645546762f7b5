//! What `build/main.rs` made of the metadata.

// Nobody reads these numbers.
#![allow(clippy::unreadable_literal)]

use crate::automaton::{Automaton, Lists};
use crate::column::Column;
use crate::region::Region;

include!(concat!(env!("OUT_DIR"), "/tables.rs"));
