//! The phone number libraries as modules of their own: what the first call takes, and every other.

use anyhow::{Result, ensure};
use passlock_e2e::{Browser, Site, built};
use serde_json::{Map, Value, json};

use crate::median;

/// `{"bench-passlock-phone": {"first": ms, "rehearsed": ms, "few": us, "all": us}, …}`, medians of what several loads
/// gave. A first call pays for all that the browser compiles only when it is needed, and a module without a library shows
/// the glue's part; one that was rehearsed is the first that a person of the lock makes.
pub(crate) async fn measure() -> Result<Value> {
    let modules = built::target().join("bench");
    let texts = built::root().join("crates/phone/benches");
    let site = Site::start_isolated(&[&built::page("engine"), &modules, &texts]).await?;
    let browser = Browser::start().await?;
    let mut engines = Map::new();
    for (name, loads, answer) in ENGINES {
        let (mut first, mut rehearsed, mut few, mut all) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let load = async |query: &str| -> Result<Value> {
            browser.open(&format!("{}?{query}", site.url())).await?;
            browser.until("globalThis.result !== undefined").await?;
            let result = browser.evaluate("result").await?;
            ensure!(result["first"] == answer, "{name} says {}", result["first"]);
            ensure!(result["isIsolated"] == true, "the page is not isolated, its clock is too coarse");
            Ok(result)
        };
        for _ in 0..loads {
            rehearsed.extend(load(&format!("{name}&rehearsed")).await?["firstMilliseconds"].as_f64());
            let result = load(name).await?;
            first.extend(result["firstMilliseconds"].as_f64());
            few.extend(result["fewRegions"].as_f64());
            all.extend(result["allRegions"].as_f64());
        }
        let [first, rehearsed, few, all] = [first, rehearsed, few, all].map(median);
        engines.insert(name.into(), json!({ "first": first, "rehearsed": rehearsed, "few": few, "all": all }));
    }
    Ok(Value::Object(engines))
}

/// Each module, how often a page is loaded anew for it, and what it makes of the first text. The third needs seconds.
const ENGINES: [(&str, usize, &str); 4] = [
    ("bench-passlock-phone", 15, "+44 7911 123456"),
    ("bench-rlibphonenumber", 7, "+44 7911 123456"),
    ("bench-phonenumber", 3, "+44 7911 123456"),
    ("bench-nothing", 15, "07911 123456"),
];
