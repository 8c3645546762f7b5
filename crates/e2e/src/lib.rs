//! What the browser tests are made of: a backend, a site on another origin, a browser, and the lock as a person uses it.
//!
//! Depends on nothing of the project: it meets the built programs and files only as strangers do.

pub mod access;
pub mod authenticator;
pub mod authority;
pub mod axe;
pub mod backend;
pub mod browser;
pub mod built;
pub mod camera;
pub mod demo;
pub mod door;
pub mod engine;
pub mod foreign;
pub mod gallery;
pub mod http;
pub mod jquery;
pub mod lock;
pub mod look;
pub mod npm;
pub mod policy;
pub mod project;
pub mod proxy;
pub mod site;
pub mod token;
pub mod visit;
pub mod wait;

pub use backend::Backend;
pub use browser::Browser;
pub use engine::Engine;
pub use lock::Lock;
pub use proxy::Proxy;
pub use site::Site;
pub use visit::{NUMBER, Visit};
