//! The module that pages load: nothing but what [`passlock::embed`] exports, and no effect of its own.

pub use passlock::embed::{Handle, Headless, mount};

/// 3 KB smaller than the one that Rust brings along.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {}
