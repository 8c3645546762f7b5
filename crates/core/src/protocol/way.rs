//! By which of two ways a code becomes a session, and what follows when one of them is shut.

use super::{Domain, OFFLINE_ACCESS};
use crate::Problem;

/// What a page decides about the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flow {
    /// The way that the backend has open, found out at the first login.
    #[default]
    Auto,
    /// [`Way::Token`] alone.
    Token,
    /// [`Way::CrossOrigin`] alone.
    CrossOrigin,
    /// [`Way::Hosted`] alone.
    Hosted,
}

/// How a code becomes a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By the passwordless grant of the token endpoint (protocol section 2). One request, and the only way to a refresh
    /// token; Auth0 gives the grant to native and regular web applications.
    Token,
    /// By a ticket and a hidden frame (protocol section 3), which is how Auth0 has single-page applications do it. It works
    /// with cookies of the backend's, so the browser has to keep those.
    CrossOrigin,
    /// By a ticket with which the window goes on to where it was going. This is how the backend's own login page logs
    /// people in, for whoever sent them there: no session comes to the page itself.
    Hosted,
}

impl Flow {
    /// With which a login begins.
    ///
    /// Nothing tells beforehand what a client may do: the `grant_types_supported` of discovery are those of the whole
    /// server, and would be a request more. A refusal by `unauthorized_client` leaves the code as it is, so the likely way
    /// is tried and the other one taken when it is shut: where the guess is right, which a backend of one's own is, that
    /// costs nothing. At Auth0's own names the other way is the likely one, unless a refresh token is wanted.
    #[must_use]
    pub fn first(self, domain: &Domain, scope: &str) -> Way {
        let stays = scope.split(' ').any(|scope| scope == OFFLINE_ACCESS);
        match self {
            Self::CrossOrigin => Way::CrossOrigin,
            Self::Hosted => Way::Hosted,
            Self::Auto if domain.is_auth0s() && !stays => Way::CrossOrigin,
            Self::Token | Self::Auto => Way::Token,
        }
    }

    /// The way to go on by with the same code, when `way` was shut and another may be tried.
    #[must_use]
    pub fn after(self, way: Way, problem: &Problem) -> Option<Way> {
        match (self, way, problem) {
            (Self::Auto, Way::Token, Problem::GrantNotEnabled) => Some(Way::CrossOrigin),
            (Self::Auto, Way::CrossOrigin, Problem::CrossOriginNotEnabled) => Some(Way::Token),
            _ => None,
        }
    }
}

impl Way {
    /// Whether this is not the way, whatever the code is.
    #[must_use]
    pub fn is_shut(self, problem: &Problem) -> bool {
        Flow::Auto.after(self, problem).is_some()
    }
}
