//! After whole logins, neither code, number nor token is where others could read it.

use anyhow::{Result, ensure};
use passlock_e2e::backend::wrong_code;
use passlock_e2e::{Backend, NUMBER, Visit, wait};

/// Every attribute in the page and in its shadows, every address that was asked, and what the page kept in its address.
const TRACES: &str = "(() => {
    const traces = [location.href, document.referrer, document.cookie, document.title];
    traces.push(...performance.getEntriesByType('resource').map((entry) => entry.name));
    const read = (root) => {
        for (const element of root.querySelectorAll('*')) {
            for (const { name, value } of element.attributes) traces.push(name + '=' + value);
            if (element.shadowRoot) read(element.shadowRoot);
        }
    };
    read(document);
    traces.push(...window.heard);
    return traces.join('\\n');
})()";

/// What the page says to its console, and every error that nobody caught.
const LISTEN: &str = "(() => {
    window.heard = [];
    for (const name of ['log', 'info', 'warn', 'error', 'debug']) {
        const real = console[name];
        console[name] = (...words) => { window.heard.push(words.map(String).join(' ')); real.apply(console, words); };
    }
    addEventListener('error', (event) => window.heard.push(String(event.message)));
    addEventListener('unhandledrejection', (event) => window.heard.push(String(event.reason)));
    return true;
})()";

#[tokio::test]
async fn nothing_secret_is_left_in_logs_attributes_or_addresses() -> Result<()> {
    let shop = Visit::open_with(Backend::start_with_log("trace").await?, "shop", "").await?;
    let (backend, browser) = (&shop.backend, &shop.browser);
    browser.evaluate(LISTEN).await?;
    let lock = shop.open_lock().await?;
    let mut traces = String::new();
    let mut secrets = Vec::new();
    lock.ask_for_code(NUMBER).await?;
    traces += &browser.text(TRACES).await?;
    let first = backend.code_for(NUMBER).await?;
    let wrong = wrong_code(&first, 1);
    lock.enter_code(&wrong).await?;
    lock.problem_with("2 tries left").await?;
    traces += &browser.text(TRACES).await?;
    lock.enter_code(&first).await?;
    lock.until_logged_in().await?;
    traces += &browser.text(TRACES).await?;
    secrets.extend([first, wrong, browser.text("localStorage.getItem('id_token')").await?]);
    // Logging out by way of the server has an address of its own.
    lock.log_out().await?;
    lock.until_phone_entry().await?;
    traces += &browser.text(TRACES).await?;

    // Both codes were checked, and the backend has said what it says of that; before each, browsers ask for permission.
    let tells_of_code = |line: &&str| line.contains("POST") && line.contains("path=\"/oauth/token\"");
    let is_said = |log: &String| log.lines().filter(tells_of_code).count() == 2 && log.contains("passlock_server");
    let log = wait::until("the backend's log", async || Ok(Some(backend.log()?).filter(is_said))).await?;
    let payload = secrets.last().and_then(|token| token.split('.').nth(1)).unwrap_or_default().to_owned();
    secrets.extend([payload, NUMBER.to_owned(), NUMBER.trim_start_matches('+').to_owned(), "5550132".to_owned()]);
    for secret in secrets {
        ensure!(secret.len() > 5, "'{secret}' is too short to look for");
        ensure!(!traces.contains(&secret), "'{secret}' is in an attribute, an address or the console:\n{traces}");
        ensure!(!log.contains(&secret), "'{secret}' is in the backend's log:\n{log}");
    }
    Ok(())
}
