//! A lock on the screen: how it comes there, what is to be seen of it, and what it told.

use std::cell::RefCell;
use std::rc::Rc;

use passlock::{Config, Gate, Lock, LockProps, Notice, View};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, ShadowRootInit, ShadowRootMode};
use yew::{AppHandle, BaseComponent, Callback, Renderer};

use crate::page::window;

pub(crate) struct Screen {
    /// What stands on the page: the root, or what has it in its shadow.
    host: Element,
    root: Element,
    /// Takes what is on the screen away.
    clear: Option<Box<dyn FnOnce()>>,
    notices: Rc<RefCell<Vec<Notice>>>,
    views: Rc<RefCell<Vec<View>>>,
}

/// The settings of most tests: client `demo` of a backend on this machine, in the United Kingdom.
pub(crate) fn config() -> Config {
    let mut config = Config::new("demo", "127.0.0.1:4000").unwrap();
    config.country = passlock::Region::new("GB");
    config
}

impl Screen {
    pub(crate) async fn with(config: Config) -> Self {
        let root = window().document().unwrap().create_element("div").unwrap();
        Self::within(root.clone(), root, config, None, None).await
    }

    /// A lock that takes over a form which stands on the page already, down from a `div` of the class `pl-root`.
    pub(crate) async fn over(form: &Element, config: Config) -> Self {
        let field = form.query_selector("[name=phone]").unwrap().unwrap().unchecked_into();
        let root = window().document().unwrap().create_element("div").unwrap();
        root.set_class_name("pl-root");
        Self::within(root.clone(), root, config, None, Some(field)).await
    }

    /// A lock that asks its page before requests.
    pub(crate) async fn gated(config: Config, gate: Gate) -> Self {
        let root = window().document().unwrap().create_element("div").unwrap();
        Self::within(root.clone(), root, config, Some(gate), None).await
    }

    /// The views that have come onto the screen, in order.
    pub(crate) fn views(&self) -> Vec<View> {
        self.views.borrow().clone()
    }

    /// A lock in a shadow, as pages have it.
    pub(crate) async fn in_shadow(config: Config) -> Self {
        let document = window().document().unwrap();
        let [host, root] = [(); 2].map(|()| document.create_element("div").unwrap());
        let shadow = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).unwrap();
        shadow.append_child(&root).unwrap();
        Self::within(host, root, config, None, None).await
    }

    async fn within(
        host: Element,
        root: Element,
        config: Config,
        gate: Option<Gate>,
        field: Option<HtmlInputElement>,
    ) -> Self {
        let mut screen = Self::empty(host, root);
        let on_notice = Callback::from({
            let notices = Rc::clone(&screen.notices);
            move |notice| notices.borrow_mut().push(notice)
        });
        let on_view = Callback::from({
            let views = Rc::clone(&screen.views);
            move |view| views.borrow_mut().push(view)
        });
        let props = yew::props!(LockProps { config, on_notice, on_view, gate, field });
        let lock = Renderer::<Lock>::with_root_and_props(screen.root.clone(), props).render();
        screen.shows(lock);
        yew::scheduler::flush().await;
        screen
    }

    fn empty(host: Element, root: Element) -> Self {
        window().document().unwrap().body().unwrap().append_child(&host).unwrap();
        Self { host, root, clear: None, notices: Rc::default(), views: Rc::default() }
    }

    fn shows<C: BaseComponent>(&mut self, app: AppHandle<C>) {
        self.clear = Some(Box::new(move || app.destroy()));
    }

    /// A page that a server wrote.
    pub(crate) fn written_by_server(markup: &str) -> Self {
        let root = window().document().unwrap().create_element("div").unwrap();
        root.set_inner_html(markup);
        Self::empty(root.clone(), root)
    }

    /// Has an app take over what a server wrote.
    pub(crate) async fn hydrate<C: BaseComponent>(&mut self, props: C::Properties) {
        let app = Renderer::<C>::with_root_and_props(self.root.clone(), props).hydrate();
        self.shows(app);
        yew::scheduler::flush().await;
    }

    /// A whole app.
    pub(crate) async fn of_app<C: BaseComponent>(props: C::Properties) -> Self {
        let mut screen = Self::written_by_server("");
        let app = Renderer::<C>::with_root_and_props(screen.root.clone(), props).render();
        screen.shows(app);
        yew::scheduler::flush().await;
        screen
    }

    /// The same, with what changes its properties. Whoever takes that ends the app.
    pub(crate) async fn of_changing_app<C: BaseComponent>(props: C::Properties) -> (Self, AppHandle<C>) {
        let screen = Self::written_by_server("");
        let app = Renderer::<C>::with_root_and_props(screen.root.clone(), props).render();
        yew::scheduler::flush().await;
        (screen, app)
    }

    /// Ends what is on the screen, and leaves the page as it is otherwise.
    pub(crate) async fn end(&mut self) {
        if let Some(clear) = self.clear.take() {
            clear();
        }
        yew::scheduler::flush().await;
    }

    pub(crate) async fn new() -> Self {
        Self::with(config()).await
    }

    /// The same lock after the person has gone away from the page and come back to it.
    pub(crate) async fn reloaded(mut self, config: Config) -> Self {
        let tab = window().session_storage().unwrap().unwrap();
        let names: Vec<_> = (0..tab.length().unwrap()).map(|place| tab.key(place).unwrap().unwrap()).collect();
        let kept: Vec<_> = names.into_iter().map(|name| (tab.get_item(&name).unwrap().unwrap(), name)).collect();
        self.clear.take().unwrap()();
        drop(self);
        for (value, name) in kept {
            tab.set_item(&name, &value).unwrap();
        }
        Self::with(config).await
    }

    pub(crate) fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.root.query_selector(selector).unwrap().map(JsCast::unchecked_into)
    }

    #[track_caller]
    pub(crate) fn get(&self, selector: &str) -> HtmlElement {
        self.find(selector).unwrap_or_else(|| panic!("no {selector} in {}", self.root.inner_html()))
    }

    pub(crate) fn field(&self, name: &str) -> HtmlInputElement {
        self.get(&format!("[name={name}]")).unchecked_into()
    }

    /// What is written on the screen.
    pub(crate) fn text(&self) -> String {
        written(&self.root)
    }

    /// What has the focus, as seen from where the lock is.
    pub(crate) fn focused(&self) -> Option<HtmlElement> {
        let focused = match self.host.shadow_root() {
            Some(shadow) => shadow.active_element(),
            None => window().document().unwrap().active_element(),
        };
        focused.map(JsCast::unchecked_into)
    }

    /// The texts of all elements that a selector finds.
    pub(crate) fn all(&self, selector: &str) -> Vec<String> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length()).map(|at| found.get(at).unwrap().text_content().unwrap_or_default()).collect()
    }

    pub(crate) fn notices(&self) -> Vec<Notice> {
        self.notices.borrow().clone()
    }

    #[track_caller]
    pub(crate) fn problem(&self) -> String {
        written(&self.get(".pl-problem"))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        window().session_storage().unwrap().unwrap().clear().unwrap();
        if let Some(clear) = self.clear.take() {
            clear();
        }
        self.host.remove();
    }
}

/// The text of an element and all that it holds; `innerText` leaves parts out in Firefox.
pub(crate) fn written(element: &Element) -> String {
    element.text_content().unwrap_or_default()
}
