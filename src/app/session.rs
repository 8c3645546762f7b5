//! The session as an app sees it: a snapshot, and what can be done about it.

use std::fmt;
use std::rc::Rc;

use passlock_core::Timestamp;
use passlock_core::flow::{Event, Standing};
use passlock_core::session::{AccessToken, Profile, Session};
use yew::prelude::*;

use super::settings::ConfigError;
use crate::components::{Seat, Word};
use crate::config::Config;

/// Who is logged in, as far as anybody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionStatus {
    /// Nobody knows yet: on a server, before the browser's storage was read, and while a session whose time was over
    /// when the page was opened is being renewed.
    Unknown,
    /// Nobody.
    SignedOut,
    /// The person of this session.
    SignedIn(Rc<Session>),
    /// Nobody will ever know, because of a mistake in the app.
    Misconfigured(ConfigError),
}

/// The session of the [`SessionProvider`](crate::SessionProvider) around a component. It is a snapshot: when the session
/// changes, the component is rendered again with another one.
#[derive(Clone)]
pub struct SessionHandle {
    status: SessionStatus,
    home: Option<Home>,
}

/// A login, and the settings that it goes by.
#[derive(Debug, Clone)]
pub(super) struct Home {
    pub(super) seat: Rc<Seat>,
    pub(super) config: Rc<Config>,
}

/// The session of the [`SessionProvider`](crate::SessionProvider) around a component. The component is rendered again when
/// somebody logs in or out, here or in another tab, and when the session is renewed or over.
///
/// Without a provider the status is [`SessionStatus::Misconfigured`].
///
/// # Examples
/// ```no_run
/// use passlock::{SessionStatus, use_session};
/// use yew::prelude::*;
///
/// #[component]
/// fn Greeting() -> Html {
///     let session = use_session();
///     match session.status() {
///         SessionStatus::Unknown => html! { <p>{ "One moment …" }</p> },
///         SessionStatus::SignedIn(person) => html! { <p>{ person.profile.name.clone() }</p> },
///         SessionStatus::SignedOut => html! { <p>{ "Hello, stranger" }</p> },
///         SessionStatus::Misconfigured(error) => html! { <p>{ error.to_string() }</p> },
///     }
/// }
/// ```
#[hook]
pub fn use_session() -> SessionHandle {
    use_context().unwrap_or_else(|| SessionHandle::misconfigured(ConfigError::NoProvider))
}

impl SessionHandle {
    /// Who is logged in.
    #[must_use]
    pub fn status(&self) -> &SessionStatus {
        &self.status
    }

    /// Whether somebody is logged in.
    #[must_use]
    pub fn is_authenticated(&self) -> bool {
        self.session().is_some()
    }

    /// The session of who is logged in. Its access token may be over: see [`access_token`](Self::access_token).
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        match &self.status {
            SessionStatus::SignedIn(session) => Some(session),
            SessionStatus::Unknown | SessionStatus::SignedOut | SessionStatus::Misconfigured(_) => None,
        }
    }

    /// What the id_token says of who is logged in: subject, name, picture, phone number.
    #[must_use]
    pub fn profile(&self) -> Option<&Profile> {
        self.session().map(|session| &session.profile)
    }

    /// When the session is over, unless it is renewed before.
    #[must_use]
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.session().map(|session| session.expires_at)
    }

    /// The access token for a request that is made now; `None` when nobody is logged in, when its time is over, and after
    /// a reload, which it does not survive.
    #[must_use]
    pub fn access_token(&self) -> Option<&AccessToken> {
        let now = self.home.as_ref()?.seat.login().present()?;
        self.session()?.usable_access_token(now)
    }

    /// Logs out: here, in the other tabs, and at the backend. Nothing happens when nobody is logged in.
    pub fn log_out(&self) {
        self.tell(Event::LogOutAsked);
    }

    /// Opens the lock that stands in the provider, for one whose `open` is `false`.
    pub fn show_lock(&self) {
        if self.home.as_ref().is_some_and(|home| home.seat.has_lock()) {
            self.tell(Event::Opened);
        }
    }

    /// Closes it; what was typed stays.
    pub fn hide_lock(&self) {
        self.tell(Event::Closed);
    }

    pub(super) fn misconfigured(error: ConfigError) -> Self {
        Self { status: SessionStatus::Misconfigured(error), home: None }
    }

    /// The session as it stands at this moment.
    pub(super) fn of(home: Home) -> Self {
        let status = match home.seat.login().standing() {
            Standing::Undecided => SessionStatus::Unknown,
            Standing::Out => SessionStatus::SignedOut,
            Standing::In(session) => SessionStatus::SignedIn(Rc::new(session.clone())),
        };
        Self { status, home: Some(home) }
    }

    pub(super) fn home(&self) -> Option<&Home> {
        self.home.as_ref()
    }

    /// The same, or the mistake because of which there is none.
    pub(super) fn found(&self) -> Result<&Home, ConfigError> {
        match (&self.home, &self.status) {
            (Some(home), _) => Ok(home),
            (None, SessionStatus::Misconfigured(error)) => Err(*error),
            (None, _) => Err(ConfigError::NoProvider),
        }
    }

    fn tell(&self, event: Event) {
        // Before there is a browser, nobody is logged in and no lock is on the screen.
        if let Some(Home { seat, .. }) = self.home.as_ref().filter(|home| home.seat.login().is_awake()) {
            seat.tell(Word::Happened(event));
        }
    }
}

/// Two handles are the same when they say the same and belong to the same provider.
impl PartialEq for SessionHandle {
    fn eq(&self, other: &Self) -> bool {
        let same_home = match (&self.home, &other.home) {
            (Some(own), Some(other)) => Rc::ptr_eq(&own.seat, &other.seat) && own.config == other.config,
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        same_home && self.status == other.status
    }
}

impl fmt::Debug for SessionHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionHandle").field("status", &self.status).finish_non_exhaustive()
    }
}
