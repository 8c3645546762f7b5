//! A login by text message for the web: phone number, code, logged in.
//!
//! [`Lock`] is the widget as a Yew component; [`Client`] is the same login without a user interface. Everything that
//! they decide is decided by [`passlock_core`], which knows no browser.
//!
//! ```no_run
//! use passlock::{Config, Lock};
//! use yew::prelude::*;
//!
//! #[component]
//! fn App() -> Html {
//!     match Config::new("my-client-id", "login.example.com") {
//!         Ok(config) => html! { <Lock {config} /> },
//!         Err(error) => html! { <p>{ error.to_string() }</p> },
//!     }
//! }
//! ```

#![warn(missing_docs)]

mod components;
mod config;
mod country;
mod gate;
mod i18n;
mod locale;
mod palette;

mod driver;

mod api;
mod client;
mod clock;
mod crypto;
mod keyring;
mod store;

pub mod embed;

pub use client::Client;
pub use components::{Lock, LockProps, View};
pub use config::{Config, FirstPhone, Flash, FlashKind, Keep, Theme, WithoutCrypto};
pub use country::{CountrySource, FirstCountry};
pub use gate::Gate;
pub use i18n::Texts;
pub use passlock_core::flow::{Ending, Event, Notice, Purpose};
pub use passlock_core::session::{AccessToken, Dropped, IdToken, Leeway, Profile, RefreshToken, Session, TokenFault};
pub use passlock_core::{Code, Nonsense, PhoneNumber, Problem, Region, Timestamp};

/// The widget's style sheet. A page that uses [`Lock`] as a component links it, or puts this text into its own.
pub const STYLES: &str = include_str!("../app.css");
