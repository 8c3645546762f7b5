//! A page has the lock as an element: it logs in, is moved about, dressed and changed, and leaves nothing behind.

use anyhow::Result;
use passlock_e2e::{NUMBER, Visit};

/// The page, with one lock on it that shows its first view.
async fn with_lock(attributes: &str, children: &str) -> Result<Visit> {
    let page = Visit::open("element").await?;
    page.run(&format!("add('{attributes}', '{children}')")).await?;
    page.lock().until_phone_entry().await?;
    Ok(page)
}

/// What an element that was moved may still have to do is done.
async fn settled(page: &Visit) -> Result<()> {
    page.browser.evaluate("new Promise((resolve) => setTimeout(() => setTimeout(resolve)))").await.map(drop)
}

#[tokio::test]
async fn an_element_made_of_html_logs_a_person_in_and_tells_the_page() -> Result<()> {
    let page = with_lock("app-name=\"Swapart\" country=\"US\"", "").await?;
    page.lock().until_titled("Sign in to Swapart").await?;
    page.log_in().await?.until_logged_in().await?;
    page.browser.until("heard.join() === 'passlock-show,passlock-code-sent,passlock-authenticated'").await?;
    page.run("lock.getSession().then((session) => (window.session = session))").await?;
    page.browser.until("session.idToken === localStorage.id_token && lock.open").await?;
    page.run("lock.logout().then(() => (window.isOut = true))").await?;
    page.browser.until("isOut && heard.at(-1) === 'passlock-logged-out' && localStorage.length === 0").await
}

#[tokio::test]
async fn a_lock_that_is_moved_keeps_its_step_and_what_was_typed() -> Result<()> {
    const MOVE: &str =
        "(window.root ??= inside('.pl-root'), there.append(lock), here.append(lock), there.append(lock))";
    let page = with_lock("", "").await?;
    page.lock().type_phone("+1 415-555").await?;
    page.run(MOVE).await?;
    settled(&page).await?;
    page.lock().until_phone("+1 415-555").await?;
    let lock = page.ask_for_code().await?;
    lock.enter_code("12").await?;
    lock.until_code("12").await?;
    page.run(MOVE).await?;
    settled(&page).await?;
    lock.until_code("12").await?;
    page.browser.until("inside('.pl-root') === root").await?;
    page.enter_code().await?.until_logged_in().await?;
    page.run(MOVE).await?;
    page.run("lock.isAuthenticated().then((is) => (window.isIn = is))").await?;
    page.browser.until("isIn").await
}

#[tokio::test]
async fn other_looks_and_rules_cost_nothing_that_was_typed_and_no_request() -> Result<()> {
    let page = with_lock("", "").await?;
    page.lock().type_phone("+44 7400 12").await?;
    page.run("window.n = performance.getEntriesByType('resource').length").await?;
    page.run("Object.assign(lock, { theme: 'dark', heading: 'Come in', closable: true })").await?;
    page.browser.until("inside('.pl').dataset.theme === 'dark' && inside('.pl-close') !== null").await?;
    page.lock().until_titled("Come in").await?;
    page.run("(lock.scope = 'openid offline_access', lock.setAttribute('only-countries', 'GB FR'))").await?;
    page.browser.until("inside('.pl-country').ariaLabel.includes('United Kingdom')").await?;
    page.lock().until_phone("+44 7400 12").await?;
    page.run("(lock.removeAttribute('theme'), lock.theme = null)").await?;
    page.browser.until("inside('.pl').dataset.theme === 'auto'").await?;
    page.browser.until("performance.getEntriesByType('resource').length === n").await?;
    page.lock().ask_for_code("+44 7400 123456").await
}

#[tokio::test]
async fn a_code_that_is_waited_for_outlives_other_settings() -> Result<()> {
    let page = with_lock("", "").await?;
    page.ask_for_code().await?;
    page.run("lock.scope = 'openid offline_access'").await?;
    page.enter_code().await?.until_logged_in().await?;
    assert_eq!(page.backend.messages_to(NUMBER).await?, 1);
    page.browser.until("heard.filter((name) => name === 'passlock-show').length === 1").await
}

#[tokio::test]
async fn what_was_wrong_is_told_and_can_be_put_right() -> Result<()> {
    let page = Visit::open("element").await?;
    page.run("add('theme=\"pink\"')").await?;
    page.browser.until("heard.includes('passlock-unrecoverable-error')").await?;
    page.run("lock.theme = 'light'").await?;
    page.lock().until_phone_entry().await?;
    page.run("lock.codeLength = 99").await?;
    page.browser.until("heard.filter((name) => name === 'passlock-unrecoverable-error').length === 2").await?;
    page.lock().until_phone_entry().await
}

#[tokio::test]
async fn an_element_that_is_gone_leaves_nothing_running() -> Result<()> {
    let page = Visit::open("element").await?;
    page.browser.until("customElements.get('pass-lock') !== undefined").await?;
    page.run("window.before = left()").await?;
    page.run("add('country=\"US\"')").await?;
    page.ask_for_code().await?;
    page.browser.until("left() !== before").await?;
    page.run("lock.remove()").await?;
    page.browser.until("inside('.pl-root') === null").await?;
    page.browser.until("left() === before").await?;
    page.run("there.append(lock)").await?;
    page.enter_code().await?.until_logged_in().await
}

#[tokio::test]
async fn pages_put_their_own_into_slots_and_dress_parts() -> Result<()> {
    let children = "<b slot=\"logo\">Swap</b><i slot=\"title\">Hello there</i><a slot=\"footer\" href=\"#terms\">Terms</a>\
                    <p slot=\"logged-in\">Our own welcome</p>";
    let page = with_lock("", children).await?;
    page.browser.until("inside('slot[name=title]').assignedNodes()[0].textContent === 'Hello there'").await?;
    page.browser.until("['[slot=logo]', '[slot=title]', '[slot=footer]'].every((child) => lock.querySelector(child).checkVisibility())").await?;
    page.browser.until("!lock.querySelector('[slot=logged-in]').checkVisibility()").await?;
    page.browser.becomes("getComputedStyle(inside('button[type=submit]')).backgroundColor", "rgb(0, 128, 0)").await?;
    page.browser.becomes("getComputedStyle(inside('.pl-card')).borderTopLeftRadius", "3px").await?;
    let lock = page.ask_for_code().await?;
    lock.until_titled("Enter the code").await?;
    page.enter_code().await?;
    page.browser.until("lock.querySelector('[slot=logged-in]').checkVisibility()").await
}

#[tokio::test]
async fn a_modal_one_opens_and_closes_by_its_attribute_and_stays_above_a_page_that_moves_it() -> Result<()> {
    let page = Visit::open("element").await?;
    page.run("add('modal')").await?;
    page.browser.until("customElements.get('pass-lock') !== undefined && !lock.open").await?;
    page.run("lock.show()").await?;
    let lock = page.lock();
    lock.until_phone_entry().await?;
    page.browser.until("lock.open && inside('dialog').matches(':modal')").await?;
    page.run("there.append(lock)").await?;
    page.browser.until("inside('dialog').matches(':modal')").await?;
    page.browser.strike("\u{e00c}").await?;
    lock.until_closed().await?;
    page.browser.until("!lock.hasAttribute('open')").await?;
    page.run("lock.toggleAttribute('open', true)").await?;
    lock.until_phone_entry().await?;
    page.run("lock.hide()").await?;
    lock.until_closed().await
}

#[tokio::test]
async fn a_light_one_is_dressed_by_the_page_and_several_are_strangers_to_each_other() -> Result<()> {
    let page = Visit::open("element").await?;
    page.run("here.className = 'plain'").await?;
    page.run("add('light-dom storage=\"memory\"')").await?;
    page.lock().until_phone_entry().await?;
    page.browser.becomes("String(lock.shadowRoot)", "null").await?;
    page.browser.becomes("getComputedStyle(inside('.pl-title')).color", "rgb(128, 0, 128)").await?;
    page.browser.becomes("getComputedStyle(inside('.pl-card')).display", "flex").await?;
    page.run("(window.first = lock, there.attachShadow({ mode: 'open' }), add('heading=\"Inner\" storage=\"memory\"', '', there.shadowRoot))").await?;
    page.browser.until("inside('.pl-title')?.textContent === 'Inner'").await?;
    page.log_in().await?.until_logged_in().await?;
    page.browser.until("heard.includes('passlock-authenticated') && inside('[name=phone]') !== null").await?;
    page.run("Promise.all([first, lock].map((one) => one.isAuthenticated())).then((all) => (window.all = all.join()))")
        .await?;
    page.browser.until("all === 'true,false'").await
}

#[tokio::test]
async fn properties_that_were_set_before_the_script_came_count() -> Result<()> {
    let page = Visit::open("element").await?;
    page.browser.open(&page.at("late.html")).await?;
    let lock = page.lock();
    lock.until_phone_entry().await?;
    lock.until_titled("As set").await?;
    page.browser.until("lock.shadowRoot.querySelector('.pl-country').ariaLabel.includes('Germany')").await?;
    lock.open_countries().await?;
    page.browser.until("lock.shadowRoot.querySelectorAll('[role=option]').length === 2").await
}
