//! A login by text message or email for the web: phone number, code, logged in.
//!
//! [`Lock`] is the widget as a Yew component, [`SessionProvider`] and [`use_session`] are what an app around it knows of the
//! session; [`Client`] is the same login without a user interface. Everything that they decide is decided by
//! [`passlock_core`], which knows no browser.
//!
//! ```no_run
//! use passlock::{Authenticated, Lock, NotAuthenticated, SessionProvider, use_session};
//! use yew::prelude::*;
//!
//! #[component]
//! fn App() -> Html {
//!     html! {
//!         <SessionProvider client_id="my-client-id" domain="login.example.com">
//!             <NotAuthenticated><Lock inline=true /></NotAuthenticated>
//!             <Authenticated><Inbox /></Authenticated>
//!         </SessionProvider>
//!     }
//! }
//!
//! #[component]
//! fn Inbox() -> Html {
//!     let session = use_session();
//!     let name = session.profile().and_then(|person| person.name.clone());
//!     html! { <button onclick={move |_| session.log_out()}>{ "Log out " }{ name }</button> }
//! }
//! ```

#![warn(missing_docs)]

mod app;
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

pub use app::{
    Authenticated, AuthenticatedProps, ConfigError, Lock, LockProps, NotAuthenticated, NotAuthenticatedProps,
    SessionHandle, SessionProvider, SessionProviderProps, SessionStatus, use_session,
};
pub use client::Client;
pub use components::View;
pub use config::{Config, FirstEmail, FirstPhone, Flash, FlashKind, Keep, Theme, WithoutCrypto};
pub use country::{CountrySource, FirstCountry};
pub use gate::Gate;
pub use i18n::Texts;
pub use passlock_core::flow::{Ending, Event, Notice, Purpose};
pub use passlock_core::protocol::{DomainError, Flow};
pub use passlock_core::session::{AccessToken, Dropped, IdToken, Leeway, Profile, RefreshToken, Session, TokenFault};
pub use passlock_core::{
    Code, Connection, EmailAddress, EmailError, Nonsense, PhoneNumber, Problem, Recipient, Region, Timestamp,
};

/// The widget's style sheet. A page that uses [`Lock`] as a component links it, or puts this text into its own.
pub const STYLES: &str = include_str!("../app.css");
