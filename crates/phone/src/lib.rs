//! Phone numbers for a login form: parse what a person typed, say what is wrong and by how much, format for eyes and wire.
//!
//! The answers are those of Google's libphonenumber. Its metadata is compiled at build time to one small automaton over
//! digits, so there is no regular expression here and nothing to initialise.
//!
//! ```
//! use passlock_phone::{PhoneError, PhoneNumber, Region};
//!
//! let uk = Region::new("GB");
//! let number = PhoneNumber::parse("07911 123456", uk)?;
//! assert_eq!(number.e164(), "+447911123456");
//! assert_eq!(number.international(), "+44 7911 123456");
//!
//! let france = Region::new("FR");
//! assert_eq!(PhoneNumber::parse("6 12 34 56", france), Err(PhoneError::TooShort { missing: 2 }));
//! # Ok::<(), PhoneError>(())
//! ```

#![warn(missing_docs)]

mod as_you_type;
mod error;
mod kind;
mod number;
mod reading;
mod region;
mod search;
mod time_zone;

mod explain;

mod extension;
mod extract;
mod parse;
mod text;

mod classify;
mod draft;
mod format;
mod head;
mod plan;
mod record;

mod automaton;
mod column;
mod digits;
mod leaves;
mod prefix;
mod tables;

pub use as_you_type::AsYouType;
pub use error::PhoneError;
pub use kind::NumberKind;
pub use number::PhoneNumber;
pub use reading::{Length, ReadError, Reading, Vanity};
pub use region::Region;
pub use search::{Rank, rank};
pub use text::{digit_value, is_grouping};
pub use time_zone::region_of_time_zone;

/// The version of Google's metadata that the tables were made from, such as `9.0.33`.
pub const METADATA_VERSION: &str = tables::METADATA_VERSION;
