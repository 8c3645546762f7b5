//! Locks in several languages on one strict page, as the build has them.

use anyhow::Result;
use passlock_e2e::{Browser, Site, built};
use serde_json::json;

#[tokio::test]
async fn each_lock_speaks_the_language_of_its_place_and_english_is_asked_of_nobody() -> Result<()> {
    let browser = Browser::start().await?;
    let site = Site::start(&built::page("languages"), "127.0.0.1:9").await?;
    browser.open(&site.url()).await?;
    let places = ["english", "arabic", "german", "unknown"];
    for place in places {
        browser.until(&format!("!!part('{place}', '.pl-form:not([method]) [name=phone]')")).await?;
    }
    let say = async |selector: &str, what: &str, expected: [&str; 4]| {
        let parts = places.map(|place| format!("part('{place}', '{selector}').{what}"));
        browser.becomes(&format!("[{}]", parts.join(", ")), json!(expected)).await
    };
    say(".pl", "lang", ["en-GB", "ar", "de-AT", "en"]).await?;
    say(".pl", "dir", ["ltr", "rtl", "ltr", "ltr"]).await?;
    say(".pl-title", "textContent", ["Sign in", "تسجيل الدخول", "Anmelden", "Sign in"]).await?;
    browser.becomes("part('german', '.pl-subtitle').textContent", "Nur ein Code.").await?;
    let countries = ["Country: France +33", "البلد: فرنسا +33", "Land: Frankreich +33", "Country: France +33"];
    say(".pl-country", "getAttribute('aria-label')", countries).await?;

    // The country comes first from the right, too, and the number does not turn round.
    say("[name=phone]", "dir", ["ltr"; 4]).await?;
    let is_before = "part('arabic', '.pl-country').getBoundingClientRect().x > part('arabic', '[name=phone]').getBoundingClientRect().x";
    browser.until(is_before).await?;

    browser.becomes("asked('/languages/')", json!(["/languages/ar.json", "/languages/de.json"])).await?;
    browser.becomes("asked('/passlock-dictionary')", json!(["/passlock-dictionary.mjs"])).await?;
    let warnings = json!(["german dictionary_key_unknown", "unknown language_missing"]);
    browser.becomes("warnings.sort()", warnings).await?;
    assert_eq!(browser.evaluate("violations").await?, json!([]));
    Ok(())
}
