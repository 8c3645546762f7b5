//! Where the locks sit that draw the login of a session provider, and how they talk to it.

use std::cell::{Ref, RefCell};
use std::rc::Rc;

use passlock_core::flow::{Event, Notice};
use yew::Callback;

use super::{Login, Wires};
use crate::config::Config;
use crate::gate::Gate;

/// The login of a session provider, and the locks that draw it.
///
/// Any number of locks may sit here, because a view that gives way to another may have one each for a moment. The one that
/// came last is the one on the screen.
#[derive(Debug)]
pub(crate) struct Seat {
    login: RefCell<Login>,
    sitters: RefCell<Vec<Sitter>>,
    provider: Callback<Word>,
}

/// What a provider is told. It is the only one that changes its login, and never while somebody looks at it.
#[derive(Debug)]
pub(crate) enum Word {
    /// Something that the login has to follow.
    Happened(Event),
    /// News for the host page, once all of the login is as they say.
    Told(Notice),
    /// The login is on a page, or another lock is on the screen, or that one is to be open or closed.
    Seated,
}

/// A lock that has a seat.
#[derive(Debug)]
pub(super) struct Sitter {
    /// The one that came last has the highest number.
    pub(super) number: u32,
    pub(super) wish: Wish,
    pub(super) redraw: Callback<()>,
    pub(super) on_notice: Callback<Notice>,
    pub(super) gate: Option<Gate>,
}

/// How a lock is to be on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) open: bool,
    pub(super) inline: bool,
}

impl Seat {
    /// A seat for a login that has not begun; `provider` is told what becomes of it.
    pub(crate) fn new(config: &Config, provider: Callback<Word>) -> Self {
        Self { login: RefCell::new(Login::new(config, false)), sitters: RefCell::default(), provider }
    }

    /// The login, to look at.
    pub(crate) fn login(&self) -> Ref<'_, Login> {
        self.login.borrow()
    }

    /// Has the provider hear something.
    pub(crate) fn tell(&self, word: Word) {
        self.provider.emit(word);
    }

    /// Whether there is a lock to be shown.
    pub(crate) fn has_lock(&self) -> bool {
        !self.sitters.borrow().is_empty()
    }

    /// Gives the login its hands, unless it has them.
    pub(crate) fn wake(self: &Rc<Self>, config: &Config) {
        if !self.login().is_awake() {
            let wires = self.wires();
            self.login.borrow_mut().wake(config, false, None, wires);
        }
    }

    /// Has the login follow an event.
    pub(crate) fn take(&self, event: Event) {
        self.login.borrow_mut().take(event);
        let top = self.sitters.borrow().last().map(|top| top.redraw.clone());
        if let Some(redraw) = top {
            redraw.emit(());
        }
    }

    /// Has the login be as open as the lock on the screen is to be; where there is none, nothing is.
    pub(crate) fn bring_in_line(&self, config: &Config) {
        let Wish { open, inline } = self.wish().unwrap_or(Wish { open: false, inline: config.inline });
        let mut login = self.login.borrow_mut();
        login.set_rules(&Config { inline, ..config.clone() });
        login.take(if open { Event::Opened } else { Event::Closed });
        drop(login);
        self.redraw_all();
    }

    /// Follows settings that have changed.
    pub(crate) fn follow(self: &Rc<Self>, config: &Config, old: &Config) {
        let wires = self.wires();
        let mut login = self.login.borrow_mut();
        login.follow_flash(config, old);
        if login.is_awake() && !config.differs_in_looks_only(old) {
            let kept = login.session().filter(|_| config.shares_sessions_with(old)).map(Box::new);
            let inline = self.wish().map_or(config.inline, |wish| wish.inline);
            login.follow(&Config { inline, ..config.clone() }, old, kept, wires);
        }
        drop(login);
        self.redraw_all();
    }

    /// Lets go of everything: whoever still knows of this seat keeps nothing going.
    pub(crate) fn rest(&self) {
        self.login.borrow_mut().rest();
    }

    /// Gives a lock a seat, and its number. What that changes on the screen follows when it tells that it is there.
    pub(super) fn sit(&self, sitter: impl FnOnce(u32) -> Sitter) -> u32 {
        let mut sitters = self.sitters.borrow_mut();
        let number = sitters.last().map_or(0, |top| top.number.wrapping_add(1));
        sitters.push(sitter(number));
        number
    }

    /// What a lock wants now.
    pub(super) fn change(&self, number: u32, wish: Wish) {
        let mut sitters = self.sitters.borrow_mut();
        let Some(sitter) = sitters.iter_mut().find(|sitter| sitter.number == number) else { return };
        let is_another = std::mem::replace(&mut sitter.wish, wish) != wish;
        drop(sitters);
        if is_another && self.is_shown(number) && self.login().is_awake() {
            self.tell(Word::Seated);
        }
    }

    /// Takes the seat of a lock away, on a server as well.
    pub(super) fn leave(&self, number: u32) {
        let was_shown = self.is_shown(number) && self.login().is_awake();
        self.sitters.borrow_mut().retain(|sitter| sitter.number != number);
        if was_shown {
            self.tell(Word::Seated);
        }
    }

    /// Whether a lock is the one on the screen.
    pub(super) fn is_shown(&self, number: u32) -> bool {
        self.sitters.borrow().last().is_some_and(|top| top.number == number)
    }

    /// Hands a piece of news to the lock on the screen.
    pub(crate) fn pass_on(&self, notice: Notice) {
        let top = self.sitters.borrow().last().map(|top| top.on_notice.clone());
        if let Some(on_notice) = top {
            on_notice.emit(notice);
        }
    }

    /// How the lock on the screen is to be, if there is one.
    fn wish(&self) -> Option<Wish> {
        self.sitters.borrow().last().map(|top| top.wish)
    }

    /// Has all locks look whether they are on the screen, and how.
    fn redraw_all(&self) {
        let all: Vec<_> = self.sitters.borrow().iter().map(|sitter| sitter.redraw.clone()).collect();
        for redraw in all {
            redraw.emit(());
        }
    }

    /// All that happens goes to the provider; the lock on the screen is asked before requests.
    fn wires(self: &Rc<Self>) -> Wires {
        let seat = Rc::downgrade(self);
        let gate = move || seat.upgrade()?.sitters.borrow().last()?.gate.clone();
        Wires {
            answer: self.provider.reform(Word::Happened),
            host: self.provider.reform(Word::Told),
            gate: Some(Gate::found(gate)),
        }
    }
}
