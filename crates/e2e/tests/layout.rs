//! Where things are: on small screens, beside a keyboard, and from one step to the next.

use anyhow::{Context, Result, ensure};
use passlock_e2e::gallery::{Gallery, resize};
use passlock_e2e::look::{self, Person, SHADOW, contrast};
use passlock_e2e::{Browser, axe};
use serde_json::json;

/// A browser with these pixels, in which nothing moves.
async fn screen(width: u32, height: u32) -> Result<(Gallery, Browser)> {
    let (gallery, browser) = (Gallery::start().await?, Browser::start().await?);
    Person::at_rest("light").sit_down(&browser).await?;
    resize(&browser, width, height).await?;
    Ok((gallery, browser))
}

#[tokio::test]
async fn nothing_stands_out_of_the_narrowest_screen_and_fingers_have_room() -> Result<()> {
    let (gallery, browser) = screen(320, 640).await?;
    let mut wrong = Vec::new();
    for state in gallery.states(&browser).await? {
        for frame in ["dialog", "inline"] {
            gallery.open(&browser, &format!("state={state}&frame={frame}")).await?;
            let found = [look::overhang(&browser).await?, look::small_targets(&browser).await?].concat();
            wrong.extend(found.iter().map(|line| format!("{state} {frame}: {line}")));
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// A screen of 1280 by 1024 at 400 % (WCAG 2.2, 1.4.10).
#[tokio::test]
async fn at_four_hundred_percent_everything_can_be_reached_by_scrolling_down() -> Result<()> {
    let (gallery, browser) = screen(320, 256).await?;
    for state in ["phone-error-too-long", "code-no-message", "logged-in-app-name"] {
        gallery.open(&browser, &format!("state={state}")).await?;
        ensure!(look::overhang(&browser).await?.is_empty(), "{state} stands out");
        for button in [".pl-close", ".pl-button"] {
            let seen = format!(
                "(() => {{
                    const button = {SHADOW}.querySelector('{button}');
                    button.scrollIntoView();
                    const {{ top, bottom, left, right }} = button.getBoundingClientRect();
                    const hit = {SHADOW}.elementFromPoint((left + right) / 2, (top + bottom) / 2);
                    return top >= 0 && bottom <= innerHeight && button.contains(hit);
                }})()"
            );
            ensure!(browser.evaluate(&seen).await? == true, "{state}: {button} cannot be seen");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_keyboard_on_the_screen_covers_no_button() -> Result<()> {
    // An iPhone SE, whose keyboard leaves 320 pixels and does not tell the layout.
    let (gallery, browser) = screen(375, 667).await?;
    for state in ["phone-typed", "phone-landline", "code-half", "code-error-wrong"] {
        gallery.open(&browser, &format!("state={state}")).await?;
        browser.evaluate(KEYBOARD).await?;
        let bottom = format!("{SHADOW}.querySelector('[type=submit]').getBoundingClientRect().bottom");
        let bottom = browser.evaluate(&bottom).await?.as_f64().context("no button")?;
        ensure!((0.0..=320.0).contains(&bottom), "{state}: the button ends at {bottom}");
        let top = format!("{SHADOW}.querySelector('.pl-dialog').getBoundingClientRect().top");
        let top = browser.evaluate(&top).await?.as_f64().context("no dialog")?;
        ensure!(top >= 0.0, "{state}: the dialog begins at {top}");
    }
    // Who looks closer at a part of the page moves nothing.
    gallery.open(&browser, "state=phone-typed").await?;
    let middle = format!("Math.round({SHADOW}.querySelector('.pl-dialog').getBoundingClientRect().height)");
    let before = browser.evaluate(&middle).await?;
    browser.devtools("Emulation.setPageScaleFactor", json!({ "pageScaleFactor": 2 })).await?;
    browser.until("visualViewport.height < 400").await?;
    assert_eq!(browser.evaluate(&middle).await?, before);
    Ok(())
}

/// Everything that moved without being moved by the person, from the first view on (Layout Instability API).
#[tokio::test]
async fn no_step_and_no_sentence_shifts_anything() -> Result<()> {
    for (width, frame) in [(1280, "dialog"), (390, "inline")] {
        let (gallery, browser) = screen(width, 844).await?;
        Person::USUAL.sit_down(&browser).await?;
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH_SHIFTS })).await?;
        let mut wrong = Vec::new();
        for state in gallery.states(&browser).await? {
            if MOVED_BY_THE_PERSON.iter().any(|moved| state.starts_with(moved)) {
                continue;
            }
            gallery.open(&browser, &format!("state={state}&frame={frame}")).await?;
            let shifts = browser.evaluate(SHIFTS).await?;
            if shifts != json!([]) {
                wrong.push(format!("{state} {frame} {width}: {shifts}"));
            }
        }
        ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
    Ok(())
}

#[tokio::test]
async fn views_arrive_from_where_they_are_and_stand_still_for_who_wants_it() -> Result<()> {
    let (gallery, browser) = screen(390, 844).await?;
    let moving = format!("{SHADOW}.querySelector('.pl-form').getAnimations().map((a) => a.animationName)");
    let from = format!("getComputedStyle({SHADOW}.querySelector('.pl-card')).getPropertyValue('--pl-from')");
    Person::USUAL.sit_down(&browser).await?;
    gallery.open(&browser, "state=phone-empty").await?;
    assert_eq!(browser.evaluate(&moving).await?, json!([]));
    for (direction, way) in [("ltr", ["1", "-1"]), ("rtl", ["-1", "1"])] {
        gallery.open(&browser, &format!("state=code-empty&dir={direction}")).await?;
        browser.becomes(&from, way[0]).await.with_context(|| format!("{direction} forward"))?;
        // Heard and not looked for: a busy machine looks when it is over.
        browser
            .evaluate(&format!(
                "void {SHADOW}.addEventListener('animationstart', (event) => (window.seen = event.animationName))"
            ))
            .await?;
        browser.evaluate(&format!("void {SHADOW}.querySelector('.pl-back').click()")).await?;
        browser.until(&format!("{SHADOW}.querySelector('[name=phone]') !== null")).await?;
        browser.becomes(&from, way[1]).await.with_context(|| format!("{direction} back"))?;
        browser.until("window.seen === 'pl-step'").await?;
    }
    Person { wants_no_motion: true, ..Person::USUAL }.sit_down(&browser).await?;
    gallery.open(&browser, "state=code-empty").await?;
    browser.until(&format!("{SHADOW}.getAnimations().length === 0")).await
}

#[tokio::test]
async fn whatever_the_brand_is_its_button_and_its_links_can_be_read() -> Result<()> {
    let (gallery, browser) = screen(390, 844).await?;
    let checked = axe::install(&browser).await?;
    for brand in ["%23ffd400", "tomato", "%23000", "white", "hsl(265 80% 60%)", "rgb(0 200 120)"] {
        for scheme in ["light", "dark"] {
            Person::at_rest(scheme).sit_down(&browser).await?;
            let options = format!("options={{%22primaryColor%22:%22{brand}%22}}");
            gallery.open(&browser, &format!("state=code-resend&{options}")).await?;
            let ground = look::style(&browser, ".pl-primary", "background-color").await?;
            let on_button = contrast(&look::style(&browser, ".pl-primary", "color").await?, &ground);
            let card = look::style(&browser, ".pl-card", "background-color").await?;
            let link = contrast(&look::style(&browser, ".pl-resend", "color").await?, &card);
            ensure!(on_button >= 4.5 && link >= 4.5, "{brand} {scheme}: {on_button} on the button, {link} as a link");
            ensure!(ground != "rgb(59, 91, 219)", "{brand} {scheme}: the button has the lock's own colour");
            if checked {
                assert_eq!(axe::violations(&browser).await?, Vec::<String>::new(), "{brand} {scheme}");
            }
            assert_eq!(browser.evaluate("galleryWarnings").await?, json!([]));
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_colour_that_is_none_is_told_and_changes_nothing() -> Result<()> {
    let (gallery, browser) = screen(390, 844).await?;
    for none in ["mauve-ish", "rgb(1 2 3 / 50%)", ""] {
        let options = format!("options={{%22primaryColor%22:%22{none}%22}}");
        gallery.open(&browser, &format!("state=phone-empty&{options}")).await?;
        browser.until("galleryWarnings.join() === 'colour_unknown'").await?;
        assert_eq!(look::style(&browser, ".pl-primary", "background-color").await?, "rgb(59, 91, 219)");
    }
    Ok(())
}

#[tokio::test]
async fn a_page_paints_the_lock_by_its_own_style_sheet() -> Result<()> {
    let (gallery, browser) = screen(390, 844).await?;
    gallery.open(&browser, "state=phone-empty").await?;
    let rule =
        "document.styleSheets[0].insertRule(':root { --passlock-surface: rgb(1, 2, 3); --passlock-radius: 3px }')";
    browser.evaluate(rule).await?;
    assert_eq!(look::style(&browser, ".pl-card", "background-color").await?, "rgb(1, 2, 3)");
    assert_eq!(look::style(&browser, ".pl-card", "border-start-start-radius").await?, "3px");
    Ok(())
}

/// A list that is narrowed, and a number with another country's code, which makes the flag's part of the field narrower.
/// And a heading of two lines, which only the first view has.
const MOVED_BY_THE_PERSON: [&str; 8] = [
    "countries-",
    "phone-unusual",
    "phone-error-no-number",
    "phone-error-no-country",
    "phone-error-too-short",
    "phone-error-too-long",
    "phone-error-country-not-served",
    "phone-title",
];

const KEYBOARD: &str = "(() => {
    Object.defineProperty(visualViewport, 'height', { get: () => 320 });
    visualViewport.dispatchEvent(new Event('resize'));
    return null;
})()";

const WATCH_SHIFTS: &str = "
    globalThis.shifts = [];
    globalThis.shiftObserver = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
    shiftObserver.observe({ type: 'layout-shift', buffered: true });";

/// Two frames, so that what was drawn last is measured, too.
const SHIFTS: &str =
    "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))).then(() => {
    shifts.push(...shiftObserver.takeRecords());
    const shown = performance.getEntriesByName('shown')[0].startTime;
    return shifts
        .filter(({ startTime }) => startTime > shown)
        .map(({ value, sources }) => `${value}: ${sources.map(({ node, previousRect: a, currentRect: b }) =>
            `${node?.className ?? node?.nodeName} ${a.y} to ${b.y}, ${a.height} to ${b.height}`).join('; ')}`);
})";
