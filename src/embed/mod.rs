//! The JavaScript surface: one function that mounts a lock, the handle that it returns, and a client without a lock.
//!
//! The classes that pages use (`Passlock`, `Auth0LockPasswordless`, `PasslockClient`) are hand-written JavaScript around
//! these.

mod detail;
mod headless;
mod hook;
mod options;

pub use headless::Headless;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Error, Function};
use passlock_core::flow::Event;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, HtmlInputElement};
use yew::{AppHandle, Callback, Renderer};

use crate::components::{Standalone, StandaloneProps, View};
use crate::i18n::Texts;

/// Renders a hidden lock into `root`, or an open one that takes the phone `field` over that the page showed before.
/// `notify(name, detail)` is called with everything that happens.
///
/// # Errors
/// A JavaScript `Error` that names the option that is unknown or has a wrong value.
#[wasm_bindgen]
pub fn mount(
    root: Element,
    options: JsValue,
    notify: Function,
    field: Option<HtmlInputElement>,
) -> Result<Handle, Error> {
    let config = options::read(&options).map_err(|reason| Error::new(&reason))?;
    let hook = hook::find(&options);
    let gate = hook.clone().map(hook::gate);
    let texts = Rc::new(RefCell::new(config.texts.clone()));
    let on_notice = {
        let (notify, texts) = (notify.clone(), Rc::clone(&texts));
        Callback::from(move |notice| {
            let (name, detail) = detail::describe(&notice, &texts.borrow());
            // A listener of the page that throws is the page's matter; the loader reports it there.
            let _ = notify.call2(&JsValue::NULL, &name.into(), &detail);
        })
    };
    let on_view = Callback::from(move |view: View| {
        let _ = notify.call2(&JsValue::NULL, &"view_changed".into(), &view.name().into());
    });
    let props = StandaloneProps { config, open: field.is_some(), on_notice, on_view, gate, field };
    let lock = Renderer::<Standalone>::with_root_and_props(root, props.clone()).render();
    Ok(Handle { lock: Some(lock), props, hook, texts })
}

/// A mounted lock. After `destroy` every method does nothing.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Handle {
    lock: Option<AppHandle<Standalone>>,
    props: StandaloneProps,
    hook: Option<Function>,
    /// In which language the page is told what went wrong.
    texts: Rc<RefCell<Texts>>,
}

#[wasm_bindgen]
impl Handle {
    /// Opens the lock.
    pub fn show(&self) {
        self.send(Event::Opened);
    }

    /// Closes the lock; what was typed stays.
    pub fn hide(&self) {
        self.send(Event::Closed);
    }

    /// Forgets the session.
    #[wasm_bindgen(js_name = logOut)]
    pub fn log_out(&self) {
        self.send(Event::LogOutAsked);
    }

    /// The session of who is logged in, or `null`.
    #[must_use]
    pub fn session(&self) -> JsValue {
        let lock = self.lock.as_ref().and_then(|lock| lock.get_component());
        lock.and_then(|lock| lock.session()).map_or(JsValue::NULL, |session| detail::session(&session))
    }

    /// The country that the form began with, as `{ code, source }`.
    #[must_use]
    pub fn country(&self) -> JsValue {
        let lock = self.lock.as_ref().and_then(|lock| lock.get_component());
        lock.and_then(|lock| lock.first_country().map(detail::country)).unwrap_or(JsValue::NULL)
    }

    /// Has the lock go on with these options in the place of those that it had. What was typed stays, nothing is sent.
    ///
    /// # Errors
    /// As [`mount`]; the lock stays as it was.
    pub fn update(&mut self, options: JsValue) -> Result<(), Error> {
        let mut config = options::read(&options).map_err(|reason| Error::new(&reason))?;
        // A message stands until the person goes on, whatever else changes.
        config.flash = config.flash.or_else(|| self.props.config.flash.take());
        self.texts.replace(config.texts.clone());
        self.props.config = config;
        let hook = hook::find(&options);
        if hook != self.hook {
            self.props.gate = hook.clone().map(hook::gate);
            self.hook = hook;
        }
        if let Some(lock) = &mut self.lock {
            lock.update(self.props.clone());
        }
        Ok(())
    }

    /// Takes the lock off the page and gives up whatever it was doing.
    pub fn destroy(&mut self) {
        if let Some(lock) = self.lock.take() {
            lock.destroy();
        }
    }

    fn send(&self, event: Event) {
        if let Some(lock) = &self.lock {
            lock.send_message(event);
        }
    }
}
