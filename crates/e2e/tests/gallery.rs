//! Every view in every state: whether the gallery shows it, and whether axe-core finds anything wrong with it.

use anyhow::{Result, ensure};
use passlock_e2e::camera::portray;
use passlock_e2e::gallery::{Gallery, resize};
use passlock_e2e::look::Person;
use passlock_e2e::{Browser, axe};
use serde_json::json;

/// Takes every state in one frame and looks at it in both themes and both directions.
async fn check(frame: &str, width: u32) -> Result<()> {
    let gallery = Gallery::start().await?;
    let browser = Browser::start().await?;
    if !axe::install(&browser).await? {
        println!("skipped: npm, which fetches {}, cannot be used here", axe::PACKAGE);
        return Ok(());
    }
    resize(&browser, width, 900).await?;
    let (mut n_cells, mut wrong) = (0, Vec::new());
    for state in gallery.states(&browser).await? {
        Person::at_rest("light").sit_down(&browser).await?;
        gallery.open(&browser, &format!("state={state}&frame={frame}")).await?;
        for (theme, direction) in [("light", "ltr"), ("light", "rtl"), ("dark", "rtl"), ("dark", "ltr")] {
            Person::at_rest(theme).sit_down(&browser).await?;
            browser.evaluate(&format!("void (document.documentElement.dir = '{direction}')")).await?;
            let cell = format!("{state} {theme} {direction} {frame} {width}");
            wrong.extend(axe::violations(&browser).await?.iter().map(|line| format!("{cell}: {line}")));
            n_cells += 1;
        }
    }
    println!("{n_cells} cells ({frame}, {width} px)");
    ensure!(wrong.is_empty(), "axe found {}:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

#[tokio::test]
async fn no_state_of_a_dialog_has_a_violation() -> Result<()> {
    check("dialog", 1280).await
}

#[tokio::test]
async fn no_state_of_a_lock_in_the_page_has_a_violation_on_the_narrowest_screen() -> Result<()> {
    check("inline", 320).await
}

/// Those of the README, which are copied from here: `target/screenshots/gallery`.
#[tokio::test]
async fn six_states_sit_for_the_readme() -> Result<()> {
    let gallery = Gallery::start().await?;
    let browser = Browser::start().await?;
    let metrics = json!({ "width": 600, "height": 900, "deviceScaleFactor": 2, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
    for (name, scheme, cell) in [
        ("phone", "light", "state=phone-typed&options={%22appName%22:%22Swapart%22}"),
        ("countries", "light", "state=countries-filtered"),
        ("code", "dark", "state=code-half"),
        ("wrong-code", "dark", "state=code-error-wrong"),
        ("brand", "light", "state=code-resend&options={%22primaryColor%22:%22%23d6336c%22}"),
        ("welcome", "light", "state=logged-in-picture&options={%22appName%22:%22Swapart%22,%22closable%22:true}"),
    ] {
        Person::at_rest(scheme).sit_down(&browser).await?;
        gallery.open(&browser, &format!("{cell}&frame=inline")).await?;
        portray(&browser, name).await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_checker_sees_what_is_wrong() -> Result<()> {
    let gallery = Gallery::start().await?;
    let browser = Browser::start().await?;
    if !axe::install(&browser).await? {
        println!("skipped: npm, which fetches {}, cannot be used here", axe::PACKAGE);
        return Ok(());
    }
    gallery.open(&browser, "state=phone-empty&frame=inline").await?;
    let spoil = "void document.querySelector('.passlock-host').shadowRoot.querySelector('.pl-label').remove()";
    browser.evaluate(spoil).await?;
    let wrong = axe::violations(&browser).await?.join("\n");
    ensure!(wrong.contains("label"), "a field without a label is fine for axe: {wrong}");
    Ok(())
}
