//! A Yew app with a session around it: a door for strangers, and a room for members.

use std::cell::RefCell;
use std::rc::Rc;

use passlock::{
    Authenticated, Config, Lock, NotAuthenticated, Notice, Session, SessionHandle, SessionProvider, SessionStatus,
    use_session,
};
use yew::prelude::*;

use crate::screen::{Screen, config};

/// What a test hears of the app.
#[derive(Debug, Clone, Default)]
pub(crate) struct Diary(Rc<Pages>);

#[derive(Debug, Default)]
struct Pages {
    notices: RefCell<Vec<Notice>>,
    /// What was rendered, each time.
    statuses: RefCell<Vec<&'static str>>,
    logins: RefCell<Vec<Session>>,
    handle: RefCell<Option<SessionHandle>>,
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ClubProps {
    pub(crate) config: Config,
    pub(crate) diary: Diary,
    #[prop_or_default]
    pub(crate) while_unknown: bool,
    #[prop_or(true)]
    pub(crate) inline: bool,
    /// Whether the door has a lock.
    #[prop_or(true)]
    pub(crate) has_lock: bool,
}

/// The app, as most of these tests have it.
pub(crate) async fn club(config: Config) -> (Screen, Diary) {
    let diary = Diary::default();
    let props = yew::props!(ClubProps { config, diary: diary.clone() });
    (Screen::of_app::<Club>(props).await, diary)
}

/// The same with a refresh token that tabs share.
pub(crate) fn persisting() -> Config {
    let mut config = config();
    config.scope = "openid profile offline_access".into();
    config.persist_refresh_token = true;
    config
}

#[component]
pub(crate) fn Club(props: &ClubProps) -> Html {
    let ClubProps { config, diary, while_unknown, inline, has_lock } = props.clone();
    let on_notice = diary.notes(|pages, notice| pages.notices.borrow_mut().push(notice));
    let on_authenticated = diary.notes(|pages, session| pages.logins.borrow_mut().push(session));
    html! {
        <SessionProvider {config} {on_notice}>
            <NotAuthenticated {while_unknown}>
                if has_lock {
                    <Lock {inline} {on_authenticated} />
                }
            </NotAuthenticated>
            <Authenticated fallback={html! { <p id="outside">{ "Members only" }</p> }}>
                <Room />
            </Authenticated>
            <Porter {diary} />
        </SessionProvider>
    }
}

#[component]
fn Room() -> Html {
    let session = use_session();
    let name = session.profile().and_then(|person| person.name.clone());
    html! { <button id="leave" onclick={move |_| session.log_out()}>{ "Leave, " }{ name }</button> }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct PorterProps {
    diary: Diary,
}

/// Notes who comes and goes.
#[component]
fn Porter(props: &PorterProps) -> Html {
    let session = use_session();
    let pages = &props.diary.0;
    pages.statuses.borrow_mut().push(match session.status() {
        SessionStatus::Unknown => "unknown",
        SessionStatus::SignedOut => "out",
        SessionStatus::SignedIn(_) => "in",
        SessionStatus::Misconfigured(_) => "misconfigured",
    });
    pages.handle.replace(Some(session));
    Html::default()
}

impl Diary {
    pub(crate) fn notices(&self) -> Vec<Notice> {
        self.0.notices.borrow().clone()
    }

    pub(crate) fn statuses(&self) -> Vec<&'static str> {
        self.0.statuses.borrow().clone()
    }

    pub(crate) fn logins(&self) -> Vec<Session> {
        self.0.logins.borrow().clone()
    }

    /// The session as the app knows it.
    pub(crate) fn session(&self) -> SessionHandle {
        self.0.handle.borrow().clone().unwrap()
    }

    fn notes<T: 'static>(&self, note: impl Fn(&Pages, T) + 'static) -> Callback<T> {
        let pages = Rc::clone(&self.0);
        Callback::from(move |news| note(&pages, news))
    }
}

impl PartialEq for Diary {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
