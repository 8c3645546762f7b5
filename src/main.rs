//! The module that pages load: nothing but what [`passlock::embed`] exports, and no effect of its own.

pub use passlock::embed::{Handle, Headless, mount};

fn main() {}
