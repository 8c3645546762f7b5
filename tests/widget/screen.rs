//! A lock on the screen, and a person before it.

use std::cell::RefCell;
use std::rc::Rc;

use passlock::{Config, Gate, Lock, LockProps, Notice, View};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, Event, EventInit, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit, ShadowRootInit,
    ShadowRootMode,
};
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

    /// A lock that has come as far as the code, through the backend that is scripted.
    pub(crate) async fn at_code(backend: &crate::backend::Backend) -> Self {
        backend.will_send_a_code();
        let screen = Self::new().await;
        screen.type_into("phone", "07400 123456").await;
        screen.submit().await;
        screen.sees("Enter the code").await;
        screen
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

    /// Puts a text into a field in one go, as autofill, a paste and a fast typist do.
    pub(crate) async fn type_into(&self, name: &str, text: &str) {
        let field = self.field(name);
        field.set_value(text);
        fire(&field, "input");
        yew::scheduler::flush().await;
    }

    pub(crate) async fn submit(&self) {
        self.press("button[type=submit]").await;
    }

    pub(crate) async fn press(&self, selector: &str) {
        self.get(selector).click();
        yew::scheduler::flush().await;
    }

    /// Waits until a text is on the screen.
    pub(crate) async fn sees(&self, text: &str) {
        self.until(&format!("\"{text}\" on the screen"), |screen| screen.text().contains(text)).await;
    }

    /// Waits until something holds; the page gets a turn between two looks.
    pub(crate) async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let patience = Patience::new();
        while !holds(self) {
            assert!(patience.is_left(), "waited in vain for {what}: {}", self.text());
            turn().await;
        }
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

    /// Presses a key on an element; says whether the browser would go on to do what it does by itself.
    pub(crate) async fn press_key(&self, selector: &str, key: &str) -> bool {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        self.press_keys(selector, &init).await
    }

    pub(crate) async fn press_keys(&self, selector: &str, init: &KeyboardEventInit) -> bool {
        init.set_bubbles(true);
        init.set_cancelable(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", init).unwrap();
        let goes_on = self.get(selector).dispatch_event(&event).unwrap();
        yew::scheduler::flush().await;
        goes_on
    }

    /// The same for what takes the browser a while, such as a word with another tab.
    pub(crate) async fn patiently(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        for _ in 0..500 {
            if holds(self) {
                return;
            }
            gloo_timers::future::TimeoutFuture::new(10).await;
            turn().await;
        }
        panic!("waited in vain for {what}: {} {:?}", self.text(), self.notices());
    }

    pub(crate) async fn log_in(&self) {
        self.type_into("phone", "07400 123456").await;
        self.submit().await;
        self.sees("Enter the code").await;
        self.type_into("code", "427193").await;
        self.sees("Welcome").await;
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

/// How long a test waits: the browser verifies signatures on a thread of its own, which on a busy machine takes a while.
pub(crate) struct Patience {
    until: f64,
}

impl Patience {
    pub(crate) fn new() -> Self {
        Self { until: js_sys::Date::now() + 10_000.0 }
    }

    pub(crate) fn is_left(&self) -> bool {
        js_sys::Date::now() < self.until
    }
}

/// The text of an element and all that it holds; `innerText` leaves parts out in Firefox.
pub(crate) fn written(element: &Element) -> String {
    element.text_content().unwrap_or_default()
}

pub(crate) fn fire(target: &Element, name: &str) {
    let init = EventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    target.dispatch_event(&Event::new_with_event_init_dict(name, &init).unwrap()).unwrap();
}

/// One turn of the page's event loop; a message channel, because timers may be replaced.
pub(crate) async fn turn() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let channel = web_sys::MessageChannel::new().unwrap();
        channel.port1().set_onmessage(Some(&resolve));
        channel.port2().post_message(&wasm_bindgen::JsValue::NULL).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
    yew::scheduler::flush().await;
}
