//! One tab at a time may use a refresh token, and each token is used once.
//!
//! The browser's own locks say whose turn it is (<https://w3c.github.io/web-locks/>), a note in localStorage where there are
//! none. Neither keeps step with localStorage: tabs of different processes see what another has written a moment after they
//! hear that it is their turn. So a lock is named after the token that is to be used, a tab that has used one keeps its turn
//! for a while, and whoever's turn it is looks at the storage a moment later.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::api::Signal;
use crate::clock;
use crate::store::{Note, Store};

/// This tab's turn. It ends when this is dropped, or with the tab.
#[derive(Debug)]
pub(super) enum Turn {
    Lock(Release),
    Note(Note),
    /// Without lock and note there is nobody to wait for: such tabs share no storage either.
    Alone,
}

/// Gives a lock back when it is dropped.
#[derive(Debug)]
pub(super) struct Release(Rc<RefCell<Option<Function>>>);

/// Waits for this tab's turn; `None` when the signal goes off before it comes. What other tabs have written is there then.
pub(super) async fn take(name: &str, store: &Store, signal: &Signal) -> Option<Turn> {
    let turn = match lock(name, signal) {
        Some((granted, release)) => {
            JsFuture::from(granted).await.ok()?;
            Turn::Lock(release)
        }
        None => note(store, signal).await?,
    };
    sleep(SETTLING).await;
    (!signal.is_aborted()).then_some(turn)
}

impl Turn {
    /// The token was used up. Tabs that have not heard of its successor yet have to wait a little longer.
    pub(super) fn keep(self) {
        match self {
            Self::Lock(release) => {
                Timeout::new(KEPT, move || drop(release)).forget();
            }
            Self::Note(note) => note.leave(),
            Self::Alone => {}
        }
    }
}

/// Lets a moment pass.
pub(super) async fn sleep(millis: i32) {
    let timer = Promise::new(&mut |resolve, _| {
        let set = |window: web_sys::Window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis).ok()
        };
        // Without a timer there is nothing to wait by.
        if web_sys::window().and_then(set).is_none() {
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    // A promise that only resolves.
    let _ = JsFuture::from(timer).await;
}

/// How long tabs may take to see what another has written, in milliseconds.
pub(super) const SETTLING: i32 = 250;

/// Asks for a lock: a promise of when it is granted, and what gives it back. By reflection, because not every page has
/// locks, and web-sys does not know them without a flag.
fn lock(name: &str, signal: &Signal) -> Option<(Promise, Release)> {
    let locks = Reflect::get(web_sys::window()?.navigator().as_ref(), &"locks".into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"signal".into(), &signal.raw().map_or(JsValue::UNDEFINED, JsValue::from)).ok()?;

    let release = Rc::new(RefCell::new(None));
    // The lock is held until the promise that its callback returns is kept.
    let held = Promise::new(&mut |keep, _| *release.borrow_mut() = Some(keep));
    let mut asked = None;
    let granted = Promise::new(&mut |grant, _| {
        let held = held.clone();
        let callback = Closure::once_into_js(move |_lock: JsValue| {
            // A promise that is kept throws nothing.
            let _ = grant.call0(&JsValue::NULL);
            held
        });
        asked = request.call3(&locks, &name.into(), &options, &callback).ok();
    });
    // The request itself is broken when it is given up, and kept only when the lock is given back.
    let either = Promise::race(&Array::of2(&granted, &asked?));
    Some((either, Release(release)))
}

async fn note(store: &Store, signal: &Signal) -> Option<Turn> {
    let mine = format!("{:x}", js_sys::Math::random().to_bits());
    let Some(note) = store.note(mine) else { return Some(Turn::Alone) };
    while !signal.is_aborted() {
        if note.write(clock::device()) {
            // Two tabs may have written at once, and the later one has it.
            sleep(SETTLING).await;
            if note.stands() {
                return Some(Turn::Note(note));
            }
        }
        sleep(SETTLING).await;
    }
    None
}

impl Drop for Release {
    fn drop(&mut self) {
        if let Some(keep) = self.0.borrow_mut().take() {
            // As above.
            let _ = keep.call0(&JsValue::NULL);
        }
    }
}

/// For how long a lock outlives the use of its token, in milliseconds. A page that holds one is not put to sleep whole
/// when the person leaves it, so not for ever.
const KEPT: u32 = 60_000;
