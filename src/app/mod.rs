//! What a Yew app is made of: the lock, a session around the app, and what stands there for whom.

mod lock;
mod mistake;
mod provider;
mod session;
mod settings;
mod shown;

pub use lock::{Lock, LockProps};
pub use provider::{SessionProvider, SessionProviderProps};
pub use session::{SessionHandle, SessionStatus, use_session};
pub use settings::ConfigError;
pub use shown::{Authenticated, AuthenticatedProps, NotAuthenticated, NotAuthenticatedProps};
