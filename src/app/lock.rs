//! The lock as a Yew app has it: with settings of its own, or with those of the session around it.

use std::cell::RefCell;
use std::rc::Rc;

use passlock_core::flow::Notice;
use passlock_core::session::Session;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::mistake::{Report, mistake};
use super::session::{Home, SessionHandle};
use super::settings::{ConfigError, Named};
use crate::components::{Seat, Seated, Standalone, View};
use crate::config::Config;
use crate::gate::Gate;

/// Properties of [`Lock`]. Outside of a provider either `client_id` and `domain` or `config` are needed, and inside
/// neither. Callbacks may be other ones at each rendering.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct LockProps {
    /// The application's client id at the backend. Together with `domain` all that is needed; what else there is to
    /// decide is in `config`.
    #[prop_or_default]
    pub client_id: AttrValue,
    /// Where the backend is: `login.example.com`, `127.0.0.1:4000`.
    #[prop_or_default]
    pub domain: AttrValue,
    /// All settings, in place of `client_id` and `domain`. Others may follow at any time: what the person typed stays, and
    /// nothing is sent.
    #[prop_or_default]
    pub config: Option<Config>,
    /// Part of the page instead of a dialog above it, as with [`Config::inline`]; what `config` says of `closable` then
    /// counts.
    #[prop_or_default]
    pub inline: bool,
    /// Whether the lock is on the screen. The person can close it; [`Notice::Hidden`] tells.
    #[prop_or(true)]
    pub open: bool,
    /// Hears of the session of a person who logged in just now. One that was there already is not told here but to
    /// `on_notice`: [`Notice::SessionRestored`].
    #[prop_or_default]
    pub on_authenticated: Callback<Session>,
    /// Hears of everything that a host page may care about.
    #[prop_or_default]
    pub on_notice: Callback<Notice>,
    /// Hears which view has come onto the screen.
    #[prop_or_default]
    pub on_view: Callback<View>,
    /// Hears of a mistake in these properties. It also stands in the lock's place, for its author to read.
    #[prop_or_default]
    pub on_config_error: Callback<ConfigError>,
    /// Is asked before a code is sent for and before one is checked.
    #[prop_or_default]
    pub gate: Option<Gate>,
    /// A phone field that the page showed before, which becomes the lock's with what the person has typed in it. Read when
    /// the lock is created. A form that it stands in, down from an element of the class `pl-root`, goes.
    #[prop_or_default]
    pub field: Option<HtmlInputElement>,
}

/// The login: phone number, code, logged in.
///
/// Inside of a [`SessionProvider`](crate::SessionProvider) it logs in for the session of that; of several locks there the
/// one that came last is on the screen. Elsewhere it keeps a session of its own. It renders on a server, and hydration
/// keeps its phone field with what was typed in it.
///
/// # Examples
/// ```no_run
/// use passlock::{Lock, Session};
/// use yew::prelude::*;
///
/// #[component]
/// fn SignIn() -> Html {
///     let name = use_state(String::new);
///     let on_authenticated = {
///         let name = name.clone();
///         move |session: Session| name.set(session.profile.name.unwrap_or_default())
///     };
///     html! {
///         <>
///             <p>{ (*name).clone() }</p>
///             <Lock client_id="my-client-id" domain="login.example.com" {on_authenticated} />
///         </>
///     }
/// }
/// ```
#[derive(Debug)]
pub struct Lock {
    ears: Ears,
    session: Option<SessionHandle>,
    /// Held for as long as the session is to be followed.
    _following: Option<ContextHandle<SessionHandle>>,
    report: Report,
}

impl Component for Lock {
    /// The session around the lock has changed.
    type Message = SessionHandle;
    type Properties = LockProps;

    fn create(ctx: &Context<Self>) -> Self {
        let (session, following) = ctx.link().context(ctx.link().callback(|session| session)).unzip();
        Self { ears: Ears::new(ctx.props()), session, _following: following, report: Report::default() }
    }

    fn update(&mut self, _ctx: &Context<Self>, session: SessionHandle) -> bool {
        let is_another_home = self.session.as_ref() != Some(&session);
        self.session = Some(session);
        is_another_home
    }

    fn changed(&mut self, ctx: &Context<Self>, _old: &LockProps) -> bool {
        self.ears.props.replace(ctx.props().clone());
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let LockProps { open, field, .. } = ctx.props();
        let Ears { on_notice, on_view, gate, .. } = self.ears.clone();
        let field = field.clone();
        match self.place(ctx.props()) {
            Ok((Some(seat), config)) => {
                html! { <Seated {seat} {config} {open} {on_notice} {field} {on_view} {gate} /> }
            }
            Ok((None, config)) => html! { <Standalone {config} {open} {on_notice} {field} {on_view} {gate} /> },
            Err(error) => mistake(error),
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        self.report.tell(self.place(ctx.props()).err(), &ctx.props().on_config_error);
    }
}

impl Lock {
    /// Where the lock belongs, and what it looks like there.
    fn place(&self, props: &LockProps) -> Result<(Option<Rc<Seat>>, Config), ConfigError> {
        let LockProps { client_id, domain, config, inline, .. } = props;
        let named = Named { client_id, domain, config: config.as_ref() };
        let (seat, config) = match &self.session {
            Some(session) => {
                let Home { seat, config } = session.found()?;
                named.agree_with(config)?;
                (Some(Rc::clone(seat)), (**config).clone())
            }
            None => (None, named.settings()?),
        };
        Ok((seat, if *inline && !config.inline { config.inline() } else { config }))
    }
}

/// The callbacks and the gate of a lock: the same for as long as it is there, they find the newest ones of the page.
#[derive(Debug, Clone)]
struct Ears {
    props: Rc<RefCell<LockProps>>,
    on_notice: Callback<Notice>,
    on_view: Callback<View>,
    gate: Gate,
}

impl Ears {
    fn new(props: &LockProps) -> Self {
        let props = Rc::new(RefCell::new(props.clone()));
        let [told, seen, asked] = [(); 3].map(|()| Rc::clone(&props));
        let on_notice = Callback::from(move |notice: Notice| {
            let (on_notice, on_authenticated) = {
                let LockProps { on_notice, on_authenticated, .. } = &*told.borrow();
                (on_notice.clone(), on_authenticated.clone())
            };
            on_notice.emit(notice.clone());
            if let Notice::LoggedIn(session) = notice {
                on_authenticated.emit(*session);
            }
        });
        let on_view = Callback::from(move |view| {
            let on_view = seen.borrow().on_view.clone();
            on_view.emit(view);
        });
        let gate = Gate::found(move || asked.borrow().gate.clone());
        Self { props, on_notice, on_view, gate }
    }
}
