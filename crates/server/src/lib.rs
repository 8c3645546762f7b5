//! A small self-hosted backend that speaks Auth0's passwordless protocol.
//!
//! [`app`] is the whole server as a router. It needs [`Settings`] and, for tests, [`Surroundings`]: the clock and the
//! way in which messages travel. [`Operator`] does what is done beside it: keys and people. The binary of the same name
//! adds a command line and a socket.

#![warn(missing_docs)]

mod address;
mod admission;
mod app;
mod backup;
mod body;
mod browser;
mod caller;
mod cleaning;
mod clock;
mod codes;
mod config;
mod cors;
mod delivery;
mod email_address;
mod error;
mod escape;
mod events;
mod forwarded;
mod https;
mod identity;
mod issuer;
mod keys;
mod layers;
mod limits;
mod loopback;
mod metrics;
mod nearest;
mod observation;
mod opaque;
mod openapi;
mod operator;
mod passkey_people;
mod passkeys;
mod profile;
mod refresh;
mod routes;
mod scope;
mod secrets;
mod span;
mod store;
mod template;
mod tokens;

pub use address::{AddressError, web_address};
pub use app::{StartError, Surroundings, app};
pub use backup::{BackupError, back_up};
pub use clock::{Clock, SystemClock};
pub use config::{
    Allowed, AllowedError, AllowedOrigin, BackOff, Client, ClientSecret, CodeKeyText, ConfigFile, Connection,
    Countries, Country, DatabaseUrl, DeliveryKind, DeliverySettings, Deployment, EmailKind, Environment, Fault,
    GatewayProof, GatewaySettings, Grant, Issuer, Lifetimes, Lockout, LogFormat, Mistake, Mistakes, NumberRules,
    Operation, PasskeyRules, Place, RefreshRules, Secret, SessionRules, Settings, SignUps, SmtpSecurity, SmtpSettings,
    StarterKeys, TlsFiles, Traces, TwilioSender, TwilioSettings, UnknownCountry, reference, starter_file,
};
pub use delivery::{
    AskedBy, Care, Channel, Counts, Courier, Delivery, DeliveryError, Message, Outcome, Sending, SetupError, delivery,
    email_delivery,
};
pub use email_address::{EmailAddress, EmailAddressError};
pub use events::{EVENTS, EventKind, note_client};
pub use identity::Identity;
pub use keys::{KeyError, PublishedKey, Rotation};
pub use limits::{Rate, RateError};
pub use metrics::Metrics;
pub use observation::{Observation, TracesError, observe};
pub use openapi::description;
pub use operator::{Account, AccountPasskey, Operator, OperatorError};
pub use store::{OpenError, StoreError};
pub use template::{
    BoundLineFault, BoundTo, DEFAULT_TEMPLATE, EmailTemplate, Encoding, Language, Letter, Medium, MessageSize,
    TemplateFault, Templates, Values, check_bound_line, check_template, compose, compose_email,
};
