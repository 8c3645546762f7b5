//! How a lock looks to who measures it: sizes, places, colours, movement.

use anyhow::Result;
use serde_json::{Value, json};

use crate::browser::Browser;

/// What a person would feel or see of the page, as far as these tests ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// `light` or `dark`.
    pub scheme: &'static str,
    /// Whether nothing is to move.
    pub wants_no_motion: bool,
    /// Whether the system's few colours take the place of the page's.
    pub forces_colours: bool,
}

impl Person {
    /// One who likes it light, and moving.
    pub const USUAL: Self = Self { scheme: "light", wants_no_motion: false, forces_colours: false };

    /// One who wants nothing to move, so that nothing is caught between two states.
    #[must_use]
    pub const fn at_rest(scheme: &'static str) -> Self {
        Self { scheme, wants_no_motion: true, forces_colours: false }
    }

    /// Makes the browser's person this one.
    pub async fn sit_down(self, browser: &Browser) -> Result<()> {
        let motion = if self.wants_no_motion { "reduce" } else { "no-preference" };
        let colours = if self.forces_colours { "active" } else { "none" };
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": self.scheme },
            { "name": "prefers-reduced-motion", "value": motion },
            { "name": "forced-colors", "value": colours },
        ] });
        browser.devtools("Emulation.setEmulatedMedia", features).await.map(drop)
    }
}

/// What is too small for a finger: a line for each control whose neighbourhood of 44 by 44 pixels is not its own.
pub async fn small_targets(browser: &Browser) -> Result<Vec<String>> {
    Ok(lines(&browser.evaluate(SMALL_TARGETS).await?))
}

/// What stands out of the sides of the screen.
pub async fn overhang(browser: &Browser) -> Result<Vec<String>> {
    Ok(lines(&browser.evaluate(OVERHANG).await?))
}

/// A property of the first element that a selector finds in the lock, as the browser computed it.
pub async fn style(browser: &Browser, selector: &str, property: &str) -> Result<String> {
    let style = format!("getComputedStyle({SHADOW}.querySelector('{selector}')).getPropertyValue('{property}')");
    browser.text(&style).await
}

/// The contrast of two colours that the browser computed (WCAG 2.2): 1 to 21.
#[must_use]
pub fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |colour: &str| {
        let parts: Vec<f64> = colour
            .split(|sign: char| !(sign.is_ascii_digit() || sign == '.'))
            .filter_map(|part| part.parse().ok())
            .collect();
        // `color(srgb 0.1 0.2 0.3)` counts from 0 to 1, `rgb(1, 2, 3)` to 255.
        let whole = if colour.starts_with("color(") { 1.0 } else { 255.0 };
        let linear = |part: f64| {
            let part = part / whole;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let part = |at: usize| parts.get(at).copied().map_or(0.0, linear);
        0.2126 * part(0) + 0.7152 * part(1) + 0.0722 * part(2)
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The inside of the one lock of a page.
pub const SHADOW: &str = "document.querySelector('.passlock-host').shadowRoot";

fn lines(found: &Value) -> Vec<String> {
    found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A control is felt where a press would reach it, which may be more than what is painted: 21 pixels from the middle in
/// every direction. An option of a list is as wide as the list.
const SMALL_TARGETS: &str = "(() => {
    const shadow = document.querySelector('.passlock-host').shadowRoot;
    const wrong = [];
    const covered = shadow.querySelector('.pl-countries');
    for (const control of shadow.querySelectorAll('button, input, [role=option]')) {
        if (!control.checkVisibility() || (covered && !covered.contains(control))) continue;
        control.scrollIntoView({ block: 'center' });
        const { left, right, top, bottom } = control.getBoundingClientRect();
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        for (const [dx, dy] of [[-21, 0], [21, 0], [0, -21], [0, 21]]) {
            const hit = shadow.elementFromPoint(x + dx, y + dy);
            if (!control.contains(hit)) {
                wrong.push(`${control.className || control.name}: ${dx}, ${dy} of its middle is ${hit?.className}`);
            }
        }
    }
    return wrong;
})()";

const OVERHANG: &str = "(() => {
    const page = document.documentElement;
    const wrong = page.scrollWidth > page.clientWidth ? [`the page is ${page.scrollWidth} wide`] : [];
    for (const element of document.querySelector('.passlock-host').shadowRoot.querySelectorAll('.pl *')) {
        if (element.closest('.pl-unseen, svg') || !element.checkVisibility()) continue;
        const { left, right } = element.getBoundingClientRect();
        if (left < -0.5 || right > page.clientWidth + 0.5) wrong.push(`${element.className}: ${left} to ${right}`);
        const clips = getComputedStyle(element).overflowX !== 'visible';
        if (clips && !element.matches('input') && element.scrollWidth > element.clientWidth + 1) {
            wrong.push(`${element.className} scrolls sideways: ${element.scrollWidth} in ${element.clientWidth}`);
        }
    }
    return wrong;
})()";
