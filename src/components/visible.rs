//! Where nothing covers the screen: an on-screen keyboard lies over a page without telling its layout.

use js_sys::Function;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, VisualViewport};
use yew::NodeRef;

/// Tells the style of an element which part of the screen is free, until it is dropped: `--pl-free-start` and
/// `--pl-free-size`, from top to bottom, and `data-tight` where that is too little for anything but the form.
#[derive(Debug)]
pub(super) struct Watch {
    viewport: VisualViewport,
    follow: Closure<dyn Fn()>,
}

/// What an element does when a person looks closer at a part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zoom {
    /// It stays in sight as a whole.
    Follow,
    /// It stays where it is, as all else on the page does.
    Stay,
}

impl Watch {
    /// `None` in a browser that cannot tell.
    pub(super) fn new(element: &NodeRef, zoom: Zoom) -> Option<Self> {
        let (element, viewport) = (element.clone(), web_sys::window()?.visual_viewport()?);
        let follow = Closure::new({
            let viewport = viewport.clone();
            move || place(&element, &viewport, zoom)
        });
        let watch = Self { viewport, follow };
        for event in EVENTS {
            // A viewport that tells nothing leaves the element as high as the screen.
            let _ = watch.viewport.add_event_listener_with_callback(event, watch.listener());
        }
        let _ = watch.listener().call0(&watch.viewport);
        Some(watch)
    }

    fn listener(&self) -> &Function {
        self.follow.as_ref().unchecked_ref()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        for event in EVENTS {
            let _ = self.viewport.remove_event_listener_with_callback(event, self.listener());
        }
    }
}

fn place(element: &NodeRef, viewport: &VisualViewport, zoom: Zoom) {
    let Some(element) = element.cast::<HtmlElement>() else { return };
    if zoom == Zoom::Stay && viewport.scale() > 1.0 {
        return;
    }
    let size = viewport.height();
    for (name, length) in [("--pl-free-start", viewport.offset_top()), ("--pl-free-size", size)] {
        // Whole pixels of a screen fit by far.
        #[allow(clippy::cast_possible_truncation)]
        let pixels = [&(length as i32).to_string(), "px"].concat();
        let _ = element.style().set_property(name, &pixels);
    }
    let _ = element.toggle_attribute_with_force("data-tight", size < TIGHT);
}

const EVENTS: [&str; 2] = ["resize", "scroll"];
/// Pixels below which the card leaves out its air, as it does on a screen that is no higher: see app.css.
const TIGHT: f64 = 480.0;
