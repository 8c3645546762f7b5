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
        browser.until(&format!("part('{place}', '[name=phone]') !== null")).await?;
    }
    let said = async |selector: &str, what: &str| {
        let parts = places.map(|place| format!("part('{place}', '{selector}').{what}"));
        browser.evaluate(&format!("[{}]", parts.join(", "))).await
    };
    assert_eq!(said(".pl", "lang").await?, json!(["en-GB", "ar", "de-AT", "en"]));
    assert_eq!(said(".pl", "dir").await?, json!(["ltr", "rtl", "ltr", "ltr"]));
    assert_eq!(said(".pl-title", "textContent").await?, json!(["Sign in", "تسجيل الدخول", "Anmelden", "Sign in"]));
    assert_eq!(said(".pl-subtitle", "textContent").await?[2], "Nur ein Code.");
    let country = said(".pl-country", "getAttribute('aria-label')").await?;
    assert_eq!(
        country,
        json!(["Country: France +33", "البلد: فرنسا +33", "Land: Frankreich +33", "Country: France +33"])
    );

    // The country comes first from the right, too, and the number does not turn round.
    assert_eq!(said("[name=phone]", "dir").await?, json!(["ltr", "ltr", "ltr", "ltr"]));
    let is_before = "part('arabic', '.pl-country').getBoundingClientRect().x > part('arabic', '[name=phone]').getBoundingClientRect().x";
    assert_eq!(browser.evaluate(is_before).await?, json!(true));

    assert_eq!(browser.evaluate("asked('/languages/')").await?, json!(["/languages/ar.json", "/languages/de.json"]));
    assert_eq!(browser.evaluate("asked('/passlock-dictionary')").await?, json!(["/passlock-dictionary.mjs"]));
    let warnings = json!(["german dictionary_key_unknown", "unknown language_missing"]);
    assert_eq!(browser.evaluate("warnings.sort()").await?, warnings);
    assert_eq!(browser.evaluate("violations").await?, json!([]));
    Ok(())
}
