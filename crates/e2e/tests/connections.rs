//! A phone and a mailbox in one lock, from the first form on.

use anyhow::{Result, ensure};
use passlock_e2e::Visit;
use passlock_e2e::look::Person;

/// A page whose widget is held back, with a lock for these connections.
async fn open(connections: &str, place: &str) -> Result<Visit> {
    let page = Visit::open_at("held", &format!("?options={{%22connections%22:[{connections}]}}{place}")).await?;
    Person::at_rest("light").sit_down(&page.browser).await?;
    page.run(&format!("globalThis.seen = {SEEN}")).await?;
    if place == "#modal" {
        page.press("opener").await?;
    }
    page.browser.until("seen('.pl-title') !== null").await?;
    Ok(page)
}

/// What a person sees of the locks of a page: where its top is, or null.
const SEEN: &str = "(selector) => {
    for (const host of document.querySelectorAll('.passlock-host')) {
        for (const element of host.shadowRoot.querySelectorAll(selector)) {
            if (element.checkVisibility({ visibilityProperty: true })) return element.getBoundingClientRect().top;
        }
    }
    return null;
}";

const PHONE_AND_EMAIL: &str = "%22sms%22,%22email%22";
const EMAIL_AND_PHONE: &str = "%22email%22,%22sms%22";

#[tokio::test]
async fn the_painted_form_leaves_room_for_the_other_way() -> Result<()> {
    for place in ["", "#modal"] {
        let page = open(PHONE_AND_EMAIL, place).await?;
        let before = page.browser.evaluate("seen('[type=submit]')").await?;
        ensure!(page.browser.evaluate("seen('.pl-others')").await?.is_null());
        page.run("phoneField().focus()").await?;
        page.browser.strike("415555").await?;
        page.run("release()").await?;
        page.browser.until("seen('.pl-others') !== null").await?;
        let after = page.browser.evaluate("seen('[type=submit]')").await?;
        ensure!(after == before, "the button has moved from {before} to {after}");
        page.browser.until("shifts === 0").await?;
        page.browser.until("phoneField().value.startsWith('415') && phoneField().matches(':focus')").await?;
    }
    Ok(())
}

#[tokio::test]
async fn nobody_sees_a_form_for_numbers_where_one_for_addresses_comes() -> Result<()> {
    for place in ["", "#modal"] {
        let page = open(EMAIL_AND_PHONE, place).await?;
        ensure!(page.browser.evaluate("seen('form, [name=phone], .pl-subtitle')").await?.is_null());
        page.run("release()").await?;
        page.browser.until("seen('[name=email]') !== null").await?;
        page.browser.until("shifts === 0").await?;
        ensure!(page.browser.evaluate("seen('[name=phone]')").await?.is_null());
        if place == "#modal" {
            page.lock().until_focused("email").await?;
        }
        let one = "document.querySelector('.passlock-host').shadowRoot.querySelectorAll('.pl-root').length === 1";
        page.browser.until(one).await?;
    }
    Ok(())
}
