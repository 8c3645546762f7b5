//! The embeddable module.
fn main() {}
