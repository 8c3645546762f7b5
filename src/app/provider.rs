//! A session for a whole app: it is watched whether a lock is on the screen or not.

use std::rc::Rc;

use passlock_core::flow::Notice;
use yew::prelude::*;

use super::mistake::Report;
use super::session::{Home, SessionHandle};
use super::settings::{ConfigError, Named};
use crate::components::{Seat, Word};
use crate::config::Config;

/// Properties of [`SessionProvider`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SessionProviderProps {
    /// The application's client id at the backend. Together with `domain` all that is needed; what else there is to
    /// decide is in `config`.
    #[prop_or_default]
    pub client_id: AttrValue,
    /// Where the backend is: `login.example.com`, `127.0.0.1:4000`.
    #[prop_or_default]
    pub domain: AttrValue,
    /// All settings, in place of `client_id` and `domain`. Others may follow at any time.
    #[prop_or_default]
    pub config: Option<Config>,
    /// Hears of everything that happens to the login and to the session, whether a lock is on the screen or not.
    #[prop_or_default]
    pub on_notice: Callback<Notice>,
    /// Hears of a mistake in these properties. It also stands in the place of each lock.
    #[prop_or_default]
    pub on_config_error: Callback<ConfigError>,
    /// The app.
    #[prop_or_default]
    pub children: Html,
}

/// Keeps the session of an app: finds it in the storage, renews it, ends it in time, and follows the other tabs. What is in
/// it asks for the session with [`use_session`](crate::use_session), and a [`Lock`](crate::Lock) in it logs in for it.
///
/// # Examples
/// ```no_run
/// use passlock::{Authenticated, Lock, NotAuthenticated, SessionProvider};
/// use yew::prelude::*;
///
/// #[component]
/// fn App() -> Html {
///     html! {
///         <SessionProvider client_id="my-client-id" domain="login.example.com">
///             <NotAuthenticated><Lock inline=true /></NotAuthenticated>
///             <Authenticated>{ "Only for members" }</Authenticated>
///         </SessionProvider>
///     }
/// }
/// ```
#[derive(Debug)]
pub struct SessionProvider {
    handle: SessionHandle,
    report: Report,
}

/// What a provider hears; only its own parts can say it.
#[derive(Debug)]
pub struct ProviderMessage(Word);

impl Component for SessionProvider {
    type Message = ProviderMessage;
    type Properties = SessionProviderProps;

    fn create(ctx: &Context<Self>) -> Self {
        Self { handle: begin(ctx), report: Report::default() }
    }

    fn update(&mut self, ctx: &Context<Self>, ProviderMessage(word): ProviderMessage) -> bool {
        let Some(Home { seat, config }) = self.handle.home() else { return false };
        seat.wake(config);
        match word {
            Word::Happened(event) => seat.take(event),
            Word::Seated => seat.bring_in_line(config),
            Word::Told(notice) => {
                ctx.props().on_notice.emit(notice.clone());
                seat.pass_on(notice);
            }
        }
        self.look_again()
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &SessionProviderProps) -> bool {
        match (self.handle.home().cloned(), settings(ctx.props())) {
            (Some(home), Ok(config)) if config == *home.config => {}
            (Some(home), Ok(config)) => {
                home.seat.follow(&config, &home.config);
                self.handle = SessionHandle::of(Home { seat: home.seat, config: Rc::new(config) });
            }
            (home, _) => {
                if let Some(Home { seat, .. }) = home {
                    seat.rest();
                }
                self.handle = begin(ctx);
            }
        }
        *ctx.props() != *old
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        html! {
            <ContextProvider<SessionHandle> context={self.handle.clone()}>
                { ctx.props().children.clone() }
            </ContextProvider<SessionHandle>>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        // Servers do not come here.
        if let Some(Home { seat, .. }) = self.handle.home().filter(|home| !home.seat.login().is_awake()) {
            seat.tell(Word::Seated);
        }
        self.report.tell(self.handle.found().err(), &ctx.props().on_config_error);
    }

    fn destroy(&mut self, _ctx: &Context<Self>) {
        if let Some(Home { seat, .. }) = self.handle.home() {
            seat.rest();
        }
    }
}

impl SessionProvider {
    /// Whether the session is another one than the app knows of.
    fn look_again(&mut self) -> bool {
        let Some(home) = self.handle.home().cloned() else { return false };
        let handle = SessionHandle::of(home);
        let is_news = handle != self.handle;
        self.handle = handle;
        is_news
    }
}

fn begin(ctx: &Context<SessionProvider>) -> SessionHandle {
    match settings(ctx.props()) {
        Ok(config) => {
            let seat = Rc::new(Seat::new(&config, ctx.link().callback(ProviderMessage)));
            SessionHandle::of(Home { seat, config: Rc::new(config) })
        }
        Err(error) => SessionHandle::misconfigured(error),
    }
}

fn settings(props: &SessionProviderProps) -> Result<Config, ConfigError> {
    let SessionProviderProps { client_id, domain, config, .. } = props;
    Named { client_id, domain, config: config.as_ref() }.settings()
}
