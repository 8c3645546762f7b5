//! The list of countries as screen readers, strict pages and phones meet it.

use anyhow::Result;
use passlock_e2e::look::Person;
use passlock_e2e::{Browser, Lock, Site, access, built};
use serde_json::{Value, json};

/// The page with its lock open; nobody logs in, so there is no backend.
async fn open(browser: &Browser) -> Result<(Site, Lock<'_>)> {
    let site = Site::start(&built::page("picker"), "127.0.0.1:9").await?;
    browser.open(&site.url()).await?;
    let lock = Lock::new(browser);
    lock.until_phone_entry().await?;
    Ok((site, lock))
}

/// Gives the page a screen of this size.
async fn show(browser: &Browser, width: u32, height: u32) -> Result<()> {
    let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 2, "mobile": width < 500 });
    browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
}

#[tokio::test]
async fn screen_readers_are_told_each_thing_once() -> Result<()> {
    let browser = Browser::start().await?;
    let (_site, lock) = open(&browser).await?;
    access::until_told(&browser, |told| told == PHONE_ENTRY).await?;
    lock.open_countries().await?;
    access::until_told(&browser, |told| told == OPEN_LIST).await?;
    lock.search_countries("ge").await?;
    access::until_told(&browser, |told| told.contains(SEARCHED_LIST)).await?;
    lock.until_told("1 country").await
}

#[tokio::test]
async fn a_press_beside_the_list_leaves_it() -> Result<()> {
    let browser = Browser::start().await?;
    // What moves is not where it was measured.
    Person::at_rest("light").sit_down(&browser).await?;
    show(&browser, 1280, 800).await?;
    let (_site, lock) = open(&browser).await?;
    lock.open_countries().await?;
    let card = format!("(({{ x, y }}) => [x, y])({SHADOW}.querySelector('.pl-card').getBoundingClientRect())");
    let card = browser.evaluate(&card).await?;
    let [x, y] = [&card[0], &card[1]].map(|length| length.as_f64().unwrap_or_default());
    // Between the search and the list, then on the edge of the card around them.
    for (x, y, is_open) in [(x + 20.0, y + 62.0, true), (x + 3.0, y + 200.0, false)] {
        for kind in ["mousePressed", "mouseReleased"] {
            let press = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            browser.devtools("Input.dispatchMouseEvent", press).await?;
        }
        browser.until(&format!("({SHADOW}.activeElement?.name === 'country') === {is_open}")).await?;
        browser.until(&format!("({SHADOW}.querySelector('.pl-countries') !== null) === {is_open}")).await?;
    }
    Ok(())
}

const PHONE_ENTRY: &str = r#"dialog "Sign in" modal
  sectionheader
    button "Close"
    heading "Sign in"
    paragraph
  form
    button "Country: France +33" opens=dialog collapsed
    textbox "Phone number" focused
    alert
    button "Text me a code""#;

const OPEN_LIST: &str = r#"dialog "Sign in" modal
  sectionheader
    button "Close"
    heading "Sign in"
    paragraph
  form
    button "Country: France +33" opens=dialog expanded
    dialog "Country"
      button "Back"
      combobox "Search by name or code" focused opens=listbox expanded active="France +33"
      listbox "Country"
        option "United Kingdom +44"
        option "France +33" selected
        option "Germany +49"
      status
    textbox "Phone number"
    alert
    button "Text me a code""#;

const SEARCHED_LIST: &str = r#"
      listbox "Country"
        option "Germany +49"
      status
"#;

#[tokio::test]
async fn a_strict_page_gets_its_flags_from_a_picture_where_letters_have_none() -> Result<()> {
    let browser = Browser::start().await?;
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": UNREADABLE_CANVAS })).await?;
    let (_site, lock) = open(&browser).await?;
    lock.open_countries().await?;
    browser.until(&format!("{SHADOW}.querySelectorAll('li image').length === 3")).await?;
    browser.evaluate(LOAD_FLAGS).await?;
    browser.until("flags.complete && flags.naturalWidth === 640").await?;
    // Blue and red beside each other, black above gold, and a red cross in the middle.
    for (country, at, expected) in [
        ("FR", [0.1, 0.5], [0, 0, 145]),
        ("FR", [0.9, 0.5], [225, 0, 15]),
        ("DE", [0.5, 0.1], [0, 0, 0]),
        ("DE", [0.5, 0.9], [255, 204, 0]),
        ("GB", [0.5, 0.5], [200, 16, 46]),
    ] {
        let [x, y] = at;
        let colour = browser.evaluate(&format!("colourOf('{country}', {x}, {y})")).await?;
        let colour: Vec<i64> = colour.as_array().into_iter().flatten().filter_map(Value::as_i64).collect();
        let is_near = colour.len() == 3 && colour.iter().zip(expected).all(|(have, want)| (have - want).abs() < 40);
        assert!(is_near, "{country} at {at:?} is {colour:?}");
    }
    assert_eq!(browser.evaluate("violations").await?, json!([]));
    Ok(())
}

#[tokio::test]
async fn the_example_can_be_read_in_light_and_in_dark() -> Result<()> {
    let browser = Browser::start().await?;
    let (_site, _lock) = open(&browser).await?;
    for scheme in ["light", "dark"] {
        Person::at_rest(scheme).sit_down(&browser).await?;
        let contrast = browser.evaluate(CONTRAST).await?.as_f64().unwrap_or_default();
        assert!((4.5..21.0).contains(&contrast), "{scheme}: {contrast}");
    }
    Ok(())
}

#[tokio::test]
async fn on_a_phone_the_list_has_the_screen_and_fingers_have_room() -> Result<()> {
    let browser = Browser::start().await?;
    Person::at_rest("light").sit_down(&browser).await?;
    show(&browser, 360, 640).await?;
    let (_site, lock) = open(&browser).await?;
    lock.open_countries().await?;
    let area = format!(
        "(({{ x, y, width, height }}) => [x, y, width, height])({SHADOW}.querySelector('.pl-countries').getBoundingClientRect())"
    );
    browser.becomes(&area, json!([0, 0, 360, 640])).await?;
    let least = format!(
        "Math.min(...[...{SHADOW}.querySelectorAll('li, .pl-search-row *')].filter((e) => e.offsetHeight).map((e) => e.offsetHeight))"
    );
    browser.until(&format!("{least} >= 44")).await?;
    // What a keyboard does to the visible part of the screen, a magnifier does, too.
    browser.devtools("Emulation.setPageScaleFactor", json!({ "pageScaleFactor": 1.6 })).await?;
    browser.until("visualViewport.height < 500").await?;
    browser.until(&format!("Math.abs({area}[3] - visualViewport.height) < 1.5")).await
}

const SHADOW: &str = "document.querySelector('.passlock-host').shadowRoot";

const UNREADABLE_CANVAS: &str = "
    const read = CanvasRenderingContext2D.prototype.getImageData;
    CanvasRenderingContext2D.prototype.getImageData = () => { throw new DOMException('denied', 'SecurityError'); };
    globalThis.colourOf = (code, x, y) => {
        const part = document.querySelector('.passlock-host').shadowRoot.querySelector(`li[id$=-${code}] svg`);
        const [left, top, width, height] = part.getAttribute('viewBox').split(' ').map(Number);
        const context = document.createElement('canvas').getContext('2d');
        context.drawImage(flags, left, top, width, height, 0, 0, width, height);
        return [...read.call(context, x * width, y * height, 1, 1).data].slice(0, 3);
    };";

const LOAD_FLAGS: &str = "(() => {
    globalThis.flags = new Image();
    flags.src = document.querySelector('.passlock-host').shadowRoot.querySelector('li image').getAttribute('href');
    return null;
})()";

/// WCAG 2.2, contrast ratio.
const CONTRAST: &str = "(() => {
    const shadow = document.querySelector('.passlock-host').shadowRoot;
    const luminance = (colour) => {
        const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
        const [r, g, b] = colour.match(/\\d+/g).map(Number).map(linear);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const example = getComputedStyle(shadow.querySelector('[name=phone]'), '::placeholder').color;
    const field = getComputedStyle(shadow.querySelector('.pl-field')).backgroundColor;
    const [less, more] = [example, field].map(luminance).sort((a, b) => a - b);
    return (more + 0.05) / (less + 0.05);
})()";
