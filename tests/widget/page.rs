//! The page around a lock: its storage, its clock, and the ways in which a browser refuses.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Storage, Window};

pub(crate) fn window() -> Window {
    web_sys::window().unwrap()
}

/// The page's storage, emptied.
pub(crate) fn storage() -> Storage {
    let storage = window().local_storage().unwrap().unwrap();
    storage.clear().unwrap();
    storage
}

/// The storage of this tab, emptied.
pub(crate) fn tab_storage() -> Storage {
    let storage = window().session_storage().unwrap().unwrap();
    storage.clear().unwrap();
    storage
}

/// Everything that a storage keeps, in order.
pub(crate) fn kept(storage: &Storage) -> Vec<String> {
    let mut names: Vec<_> = (0..storage.length().unwrap()).map(|at| storage.key(at).unwrap().unwrap()).collect();
    names.sort();
    names
}

/// Tells the page what browsers tell one that is woken up.
pub(crate) fn wake(name: &str) {
    let event = web_sys::Event::new(name).unwrap();
    let target: web_sys::EventTarget =
        if name == "visibilitychange" { window().document().unwrap().into() } else { window().into() };
    target.dispatch_event(&event).unwrap();
}

/// Has timers that were held go off, in their order.
pub(crate) fn go_off(held: &js_sys::Array) {
    assert!(held.length() > 0, "nobody waits for anything");
    for work in held.iter() {
        work.unchecked_into::<Function>().call0(&JsValue::NULL).unwrap();
    }
}

/// A property of an object that is another until this is dropped.
pub(crate) struct Replaced {
    object: Object,
    name: &'static str,
    /// What the object itself had there; its prototype's shows again by itself.
    before: JsValue,
}

impl Replaced {
    fn getter(object: impl Into<JsValue>, name: &'static str, body: &str) -> Self {
        let object: Object = object.into().unchecked_into();
        let before = Reflect::get_own_property_descriptor(&object, &name.into()).unwrap();
        let description = Object::new();
        Reflect::set(&description, &"get".into(), &Function::new_no_args(body)).unwrap();
        Self::described(object, name, before, &description)
    }

    /// The property has that value.
    pub(crate) fn value(object: impl Into<JsValue>, name: &'static str, value: &JsValue) -> Self {
        let object: Object = object.into().unchecked_into();
        let before = Reflect::get_own_property_descriptor(&object, &name.into()).unwrap();
        let description = Object::new();
        Reflect::set(&description, &"value".into(), value).unwrap();
        Self::described(object, name, before, &description)
    }

    fn described(object: Object, name: &'static str, before: JsValue, description: &Object) -> Self {
        Reflect::set(description, &"configurable".into(), &true.into()).unwrap();
        Object::define_property(&object, &name.into(), description);
        Self { object, name, before }
    }

    /// A browser that throws whenever a page touches its storage.
    pub(crate) fn storage_denied() -> Self {
        Self::getter(window(), "localStorage", "throw new DOMException('denied', 'SecurityError')")
    }

    /// A page that came unencrypted: browsers have no cryptography for it.
    pub(crate) fn insecure_origin() -> Self {
        Self::getter(window().crypto().unwrap(), "subtle", "return undefined")
    }

    pub(crate) fn offline() -> Self {
        Self::getter(window().navigator(), "onLine", "return false")
    }

    pub(crate) fn online() -> Self {
        Self::getter(window().navigator(), "onLine", "return true")
    }

    /// A device whose clock is set to a time zone.
    pub(crate) fn clock_in(zone: &str) -> Self {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).unwrap();
        let class = Reflect::get(&intl, &"DateTimeFormat".into()).unwrap();
        let prototype = Reflect::get(&class, &"prototype".into()).unwrap();
        Self::getter(prototype, "resolvedOptions", &format!("return () => ({{ timeZone: '{zone}' }})"))
    }

    /// A browser whose person reads these languages.
    pub(crate) fn languages(tags: &[&str]) -> Self {
        Self::getter(window().navigator(), "languages", &format!("return {tags:?}"))
    }

    /// A system whose letters include flags, or do not: what a flag looks like there, left to right.
    pub(crate) fn drawn_flag(colours: [[u8; 4]; 3]) -> Self {
        let body = format!(
            "return (x, y, w, h) => {{
                const data = new Uint8ClampedArray(w * h * 4);
                for (let at = 0; at < w * h; at += 1) data.set({colours:?}[Math.floor(at % w / w * 3)], at * 4);
                return {{ data }};
            }}"
        );
        Self::getter(prototype_of("CanvasRenderingContext2D"), "getImageData", &body)
    }

    /// A browser that lets nobody look at what was drawn.
    pub(crate) fn canvas_unreadable() -> Self {
        let body = "return () => { throw new DOMException('denied', 'SecurityError') }";
        Self::getter(prototype_of("CanvasRenderingContext2D"), "getImageData", body)
    }

    /// A browser that lets nobody draw.
    pub(crate) fn canvas_denied() -> Self {
        Self::getter(prototype_of("HTMLCanvasElement"), "getContext", "return () => null")
    }

    /// A clock that is so many seconds ahead of the device's.
    pub(crate) fn clock_ahead(seconds: i32) -> Self {
        Self::clock_ahead_by_millis(f64::from(seconds) * 1000.0)
    }

    fn clock_ahead_by_millis(millis: f64) -> Self {
        let body = format!("return performance.timeOrigin + performance.now() + {millis}");
        let date = Reflect::get(&js_sys::global(), &"Date".into()).unwrap();
        Self::value(date, "now", &Function::new_no_args(&body))
    }

    /// A page that has been open for so many seconds longer.
    pub(crate) fn time_passed(seconds: i32) -> [Self; 2] {
        Self::millis_passed(f64::from(seconds) * 1000.0)
    }

    pub(crate) fn millis_passed(millis: f64) -> [Self; 2] {
        let body = "const now = performance.now.bind(performance); return () => now() + millis";
        let age = Function::new_with_args("millis", body).call1(&JsValue::NULL, &millis.into()).unwrap();
        let age = Self::value(prototype_of("Performance"), "now", &age);
        [age, Self::clock_ahead_by_millis(0.0)]
    }

    /// A device so slow that each look at its clock finds a hundred milliseconds gone, until it is dropped.
    pub(crate) fn slow() -> Self {
        let body = "let now = performance.timeOrigin + performance.now(); return () => (now += 100)";
        let clock = Function::new_no_args(body).call0(&JsValue::NULL).unwrap();
        let date = Reflect::get(&js_sys::global(), &"Date".into()).unwrap();
        Self::value(date, "now", &clock)
    }

    /// A page that browsers keep their locks from, as they do from those without https.
    pub(crate) fn no_locks() -> Self {
        Self::getter(window().navigator(), "locks", "return undefined")
    }

    /// A browser without channels between tabs.
    pub(crate) fn no_channels() -> Self {
        Self::value(window(), "BroadcastChannel", &JsValue::UNDEFINED)
    }

    /// Timers that never go off, and whose spans are put on a list.
    pub(crate) fn noted_timers(spans: &js_sys::Array) -> Self {
        let timer = Function::new_with_args("spans", "return (work, span) => spans.push(span)");
        Self::value(window(), "setTimeout", &timer.call1(&JsValue::NULL, spans).unwrap())
    }

    /// Timers of so many milliseconds and more wait on a list: [`go_off`].
    pub(crate) fn held_timers(millis: i32, held: &js_sys::Array) -> Self {
        let body = "const real = setTimeout.bind(window);
            return (work, span) => (span < millis ? real(work, span) : held.push(work))";
        let timer = Function::new_with_args("millis, held", body);
        Self::value(window(), "setTimeout", &timer.call2(&JsValue::NULL, &millis.into(), held).unwrap())
    }

    /// Timers go off at once, however long they were set to.
    pub(crate) fn no_patience() -> Self {
        Self::getter(window(), "setTimeout", "return (work) => (Promise.resolve().then(work), 0)")
    }

    /// The first timer never goes off, and those after it at once.
    pub(crate) fn no_patience_for_the_second() -> Self {
        Reflect::set(&window(), &"timers".into(), &0.into()).unwrap();
        let body = "return (work) => (this.timers++ && Promise.resolve().then(work), 0)";
        Self::getter(window(), "setTimeout", body)
    }
}

fn prototype_of(class: &str) -> JsValue {
    let class = Reflect::get(&js_sys::global(), &class.into()).unwrap();
    Reflect::get(&class, &"prototype".into()).unwrap()
}

impl Drop for Replaced {
    fn drop(&mut self) {
        Reflect::delete_property(&self.object, &self.name.into()).unwrap();
        if let Some(before) = self.before.dyn_ref::<Object>() {
            Object::define_property(&self.object, &self.name.into(), before);
        }
    }
}
