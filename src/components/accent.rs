//! The page's colour on the lock.

use web_sys::HtmlElement;
use yew::NodeRef;

use crate::palette::{self, Colour};

/// Gives a lock its accents of light and dark, or takes them away: by the object model, because a strict page allows no
/// `style` attribute.
pub(super) fn paint(root: &NodeRef, accents: Option<[Colour; 2]>) {
    let Some(root) = root.cast::<HtmlElement>() else { return };
    let style = root.style();
    // Every browser that knows `light-dark` takes it; another one has the colours of the styles.
    let _ = match accents.map(|accents| accents.map(palette::css)) {
        Some([light, dark]) => style.set_property(ACCENT, &["light-dark(", &light, ", ", &dark, ")"].concat()),
        None => style.remove_property(ACCENT).map(drop),
    };
}

const ACCENT: &str = "--pl-accent";
