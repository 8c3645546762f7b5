//! The whole login for people who use no mouse, see little or nothing, or have other colours.

use anyhow::{Context, Result, ensure};
use passlock_e2e::gallery::{Gallery, resize};
use passlock_e2e::look::{self, Person, SHADOW};
use passlock_e2e::{Backend, Browser, NUMBER, Proxy, Site, Visit, access, built};
use serde_json::{Value, json};

async fn gallery() -> Result<(Gallery, Browser)> {
    let (gallery, browser) = (Gallery::start().await?, Browser::start().await?);
    Person::at_rest("light").sit_down(&browser).await?;
    Ok((gallery, browser))
}

#[tokio::test]
async fn every_view_tells_screen_readers_what_it_is() -> Result<()> {
    let (gallery, browser) = gallery().await?;
    let (held, mut told) = (include_str!("told/views.txt"), String::new());
    for state in VIEWS {
        gallery.open(&browser, &format!("state={state}")).await?;
        // Nobody waits for what is not held any more.
        if held.starts_with(&told) {
            let _ = access::until_told(&browser, |tree| held[told.len()..].starts_with(&section(state, tree))).await;
        }
        told += &section(state, &access::dialog(&browser).await?);
    }
    ensure!(told == held, "screen readers are told something else now; told/views.txt would be:\n{told}");
    Ok(())
}

/// What `told/views.txt` has of a state.
fn section(state: &str, tree: &str) -> String {
    format!("{state}\n{tree}\n")
}

/// The region is there before the sentence is, and its field refers to the sentence.
#[tokio::test]
async fn a_problem_is_announced_once_and_belongs_to_its_field() -> Result<()> {
    let (gallery, browser) = gallery().await?;
    for state in gallery.states(&browser).await?.iter().filter(|state| state.contains("-error-")) {
        gallery.open(&browser, &format!("state={state}")).await?;
        let told = browser.evaluate(ANNOUNCED).await?;
        let sentence = told["sentence"].as_str().context("no sentence")?;
        ensure!(sentence.len() > 10, "{state}: '{sentence}'");
        assert_eq!(told["regions"], json!([sentence]), "{state}: every live region that has the sentence");
        assert_eq!(told["described"], json!(sentence), "{state}: what the field is described by");
        assert_eq!(told["invalid"], json!("true"), "{state}");
    }
    Ok(())
}

#[tokio::test]
async fn a_keyboard_is_enough_for_the_whole_login() -> Result<()> {
    let backend = Backend::start().await?;
    let proxy = Proxy::start(backend.address(), with_no_other_code).await?;
    let site = Site::start(&built::page("shop"), &proxy.domain()).await?;
    let shop = Visit::begin(backend, site, Browser::start().await?, "").await?;
    let (browser, lock) = (&shop.browser, shop.lock());
    browser.strike(TAB).await?;
    browser.until("document.activeElement.id === 'opener'").await?;
    browser.strike(ENTER).await?;
    lock.until_phone_entry().await?;
    assert_eq!(walk(browser, "phone").await?, ["phone", "Text me a code", "Close", "pl-country", "phone"]);

    browser.strike(NUMBER).await?;
    browser.strike(ENTER).await?;
    assert_eq!(walk(browser, "code").await?, ["code", "Continue", "Back", "Close", "Change", "code"]);
    // Back by keys, and forward again, loses nothing.
    browser.strike_with_shift(TAB).await?;
    browser.becomes(FOCUSED, "Change").await?;
    browser.strike(ENTER).await?;
    browser.becomes(FOCUSED, "phone").await?;
    lock.until_phone("(415) 555-0132").await?;
    browser.strike(ENTER).await?;
    browser.becomes(FOCUSED, "code").await?;

    browser.strike(&shop.backend.nth_code_for(NUMBER, 2).await?).await?;
    let welcome = "Continue to A shop";
    assert_eq!(walk(browser, welcome).await?, [welcome, "Log out", "Close", welcome]);
    browser.strike(ENTER).await?;
    lock.until_closed().await?;
    browser.until("document.activeElement.id === 'opener'").await
}

#[tokio::test]
async fn escape_closes_every_view_and_only_the_list_where_one_is_open() -> Result<()> {
    let (gallery, browser) = gallery().await?;
    for state in ["phone-typed", "phone-sending", "code-half", "code-error-wrong", "code-checking", "logged-in"] {
        gallery.open(&browser, &format!("state={state}")).await?;
        browser.strike(ESCAPE).await?;
        browser.until(&format!("{SHADOW}.querySelector('.pl-card') === null")).await?;
    }
    gallery.open(&browser, "state=countries-filtered").await?;
    browser.strike(ESCAPE).await?;
    browser.until(&format!("{SHADOW}.querySelector('.pl-countries') === null")).await?;
    browser.becomes(FOCUSED, "pl-country").await?;
    assert_eq!(browser.evaluate(&format!("{SHADOW}.querySelector('.pl-card') !== null")).await?, true);
    Ok(())
}

#[tokio::test]
async fn the_page_behind_a_dialog_is_out_of_reach() -> Result<()> {
    let (gallery, browser) = gallery().await?;
    gallery.open(&browser, "state=phone-typed").await?;
    let focus = "(document.getElementById('behind').focus(), document.activeElement.id)";
    assert_ne!(browser.evaluate(focus).await?, "behind");
    let hit = "(({ x, y }) => document.elementFromPoint(x + 2, y + 2)?.id)(
        document.getElementById('behind').getBoundingClientRect())";
    assert_ne!(browser.evaluate(hit).await?, "behind");
    Ok(())
}

/// WCAG 2.2, 2.4.7 and 1.4.11: a line or an edge of a contrast of at least 3 to 1 comes with the focus.
#[tokio::test]
async fn the_focus_can_be_seen_on_everything_that_takes_it() -> Result<()> {
    let (gallery, browser) = gallery().await?;
    for scheme in ["light", "dark"] {
        Person::at_rest(scheme).sit_down(&browser).await?;
        for state in ["phone-typed", "countries-filtered", "code-resend", "logged-in"] {
            gallery.open(&browser, &format!("state={state}")).await?;
            let card = look::style(&browser, ".pl-card", "background-color").await?;
            for _ in 0..6 {
                browser.strike(TAB).await?;
                let seen = browser.evaluate(FOCUS_LINE).await?;
                let colour = seen["colour"].as_str().context("nothing has the focus")?;
                let ratio = look::contrast(colour, &card);
                ensure!(ratio >= 3.0, "{state} {scheme}: {seen} has {ratio}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn forced_colours_leave_edges_and_the_focus() -> Result<()> {
    let (gallery, browser) = gallery().await?;
    Person { forces_colours: true, ..Person::at_rest("dark") }.sit_down(&browser).await?;
    for (state, edge) in [("phone-typed", ".pl-field"), ("code-half", ".pl-next"), ("logged-in", ".pl-primary")] {
        gallery.open(&browser, &format!("state={state}")).await?;
        assert_eq!(browser.evaluate("matchMedia('(forced-colors: active)').matches").await?, true);
        let outline = format!("getComputedStyle({SHADOW}.querySelector('{edge}')).outlineStyle");
        browser.becomes(&outline, "solid").await.with_context(|| format!("{state}: {edge} with the focus"))?;
        let border = look::style(&browser, edge, "border-top-style").await?;
        ensure!(border == "solid", "{state}: {edge} has the edge '{border}'");
    }
    Ok(())
}

#[tokio::test]
async fn who_asks_for_more_contrast_gets_it() -> Result<()> {
    let (gallery, browser) = gallery().await?;
    for (contrast, has_one_ink) in [("no-preference", false), ("more", true)] {
        let features = json!({ "features": [{ "name": "prefers-contrast", "value": contrast }] });
        browser.devtools("Emulation.setEmulatedMedia", features).await?;
        gallery.open(&browser, "state=phone-typed").await?;
        let title = look::style(&browser, ".pl-title", "color").await?;
        let subtitle = look::style(&browser, ".pl-subtitle", "color").await?;
        assert_eq!(title == subtitle, has_one_ink, "{contrast}: {title}, {subtitle}");
    }
    Ok(())
}

#[tokio::test]
async fn a_lock_can_be_printed() -> Result<()> {
    let (gallery, browser) = gallery().await?;
    resize(&browser, 800, 600).await?;
    gallery.open(&browser, "state=logged-in").await?;
    browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
    assert_eq!(look::style(&browser, ".pl-dialog", "position").await?, "absolute");
    assert_eq!(look::style(&browser, ".pl-close", "display").await?, "none");
    let printed = browser.devtools("Page.printToPDF", json!({})).await?;
    ensure!(printed["data"].as_str().is_some_and(|data| data.len() > 1000), "nothing was printed");
    Ok(())
}

/// WCAG 2.2, 1.4.12: with these distances no word is cut off.
#[tokio::test]
async fn wide_letters_and_lines_are_not_cut_off() -> Result<()> {
    let (gallery, browser) = gallery().await?;
    resize(&browser, 390, 844).await?;
    for state in ["phone-error-too-long", "phone-landline", "code-no-message", "code-error-locked-out", "logged-in"] {
        gallery.open(&browser, &format!("state={state}")).await?;
        browser.evaluate(TEXT_SPACING).await?;
        assert_eq!(look::overhang(&browser).await?, Vec::<String>::new(), "{state}");
        assert_eq!(browser.evaluate(CUT_OFF).await?, json!([]), "{state}");
    }
    Ok(())
}

/// WCAG 2.2, 1.3.5; browsers and phones fill in by these.
#[tokio::test]
async fn fields_say_what_they_are_for() -> Result<()> {
    let (gallery, browser) = gallery().await?;
    for (state, field, purpose, keys) in
        [("phone-empty", "phone", "tel", "tel"), ("code-empty", "code", "one-time-code", "numeric")]
    {
        gallery.open(&browser, &format!("state={state}")).await?;
        let said = format!(
            "(({{ autocomplete, inputMode }}) => [autocomplete, inputMode])({SHADOW}.querySelector('[name={field}]'))"
        );
        assert_eq!(browser.evaluate(&said).await?, json!([purpose, keys]));
    }
    Ok(())
}

/// A backend that lets nobody ask for another code soon: however slow the walk is, no button for it comes in its way.
fn with_no_other_code(path: &str, mut body: Value) -> Value {
    if path == "/passwordless/start" {
        body["resend_after"] = 3600.into();
    }
    body
}

/// From where the focus comes to be, what has it after each Tab, until it comes back.
async fn walk(browser: &Browser, from: &str) -> Result<Vec<String>> {
    browser.becomes(FOCUSED, from).await?;
    let mut way = vec![from.to_owned()];
    let mut before = Value::from(from);
    for _ in 0..12 {
        browser.strike(TAB).await?;
        browser.until(&format!("{FOCUSED} !== {before}")).await?;
        before = browser.evaluate(FOCUSED).await?;
        let focused = before.as_str().unwrap_or_default().to_owned();
        // Between the last and the first, browsers go by their own buttons.
        if focused.is_empty() {
            continue;
        }
        let is_back = way.first() == Some(&focused);
        way.push(focused);
        if is_back {
            return Ok(way);
        }
    }
    Ok(way)
}

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

/// The name of a field, what a button says, or where outside of the lock the focus is.
const FOCUSED: &str = "(() => {
    const outside = document.activeElement;
    const focused = outside?.shadowRoot?.activeElement;
    if (!focused) return outside === document.body || outside?.shadowRoot ? '' : `outside: ${outside?.id}`;
    if (focused.matches('.pl-country')) return 'pl-country';
    return focused.name || focused.ariaLabel || focused.textContent;
})()";

const ANNOUNCED: &str = "(() => {
    const shadow = document.querySelector('.passlock-host').shadowRoot;
    const sentence = shadow.querySelector('.pl-problem').textContent;
    const field = shadow.querySelector('[name=phone], [name=email], [name=code]');
    const regions = [...shadow.querySelectorAll('[role=alert], [role=status], [aria-live]')].map((e) => e.textContent);
    const described = field.getAttribute('aria-describedby').split(' ').map((id) => shadow.getElementById(id).textContent);
    return {
        sentence,
        regions: regions.filter((text) => text.includes(sentence)),
        described: described.join(' '),
        invalid: field.ariaInvalid,
    };
})()";

const FOCUS_LINE: &str = "(() => {
    const shadow = document.querySelector('.passlock-host').shadowRoot;
    const focused = shadow.activeElement;
    if (!focused) return { what: 'the browser itself', colour: 'rgb(127, 127, 127)' };
    const line = focused.matches('[name=phone], [name=email]') ? focused.closest('.pl-field')
        : focused.matches('[name=code]') ? shadow.querySelector('.pl-next') : focused;
    const style = getComputedStyle(line);
    const shadows = style.boxShadow.match(/rgba?\\([^)]*\\)|color\\([^)]*\\)/);
    const colour = style.outlineStyle === 'solid' ? style.outlineColor
        : focused.matches('.pl-country') ? shadows?.[0] : style.borderTopColor;
    return { what: focused.className, colour: colour ?? 'rgb(255, 255, 255)' };
})()";

const TEXT_SPACING: &str = "(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.pl * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } .pl p { margin-block-end: 2em !important }');
    document.querySelector('.passlock-host').shadowRoot.adoptedStyleSheets.push(sheet);
    return null;
})()";

const CUT_OFF: &str = "[...document.querySelector('.passlock-host').shadowRoot.querySelectorAll('.pl-card p, .pl-card h2, .pl-card button, .pl-card label')]
    .filter((e) => !e.matches('.pl-unseen') && e.checkVisibility() && getComputedStyle(e).overflow !== 'visible' && e.scrollHeight > e.clientHeight + 1)
    .map((e) => e.className)";

const VIEWS: [&str; 11] = [
    "phone-typed",
    "phone-error-too-short",
    "phone-remembered",
    "phone-sending",
    "code-half",
    "code-error-wrong",
    "code-error-expired",
    "code-checking",
    "logged-in-app-name",
    "email-typo",
    "email-code-mailbox",
];
