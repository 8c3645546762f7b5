//! Phone numbers for a login form: parse what a person typed, say what is wrong and by how much, format for eyes and wire.
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

mod error;
mod kind;
mod number;
mod region;
mod search;
mod time_zone;

mod metadata;

pub use error::PhoneError;
pub use kind::NumberKind;
pub use number::PhoneNumber;
pub use region::Region;
pub use search::{Rank, rank};
pub use time_zone::region_of_time_zone;
