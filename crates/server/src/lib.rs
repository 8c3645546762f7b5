//! The passwordless backend.
