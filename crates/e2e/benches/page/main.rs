//! How soon a page takes a phone number, for `cargo xtask bench page`, which builds what is measured and reads the one
//! line of JSON.

mod flow;
mod load;
mod pages;
mod profiles;

use anyhow::{Context, Result};
use passlock_e2e::{Browser, Site, built};
use serde_json::{Map, Value, json};

use load::Load;
use pages::PAGES;
use profiles::{PROFILES, Profile};

#[tokio::main]
async fn main() -> Result<()> {
    let site = Site::start_compressed(&[&built::page("load"), &built::measured()?], "127.0.0.1").await?;
    // Every load is of a host of its own, so that nothing that the browser keeps is of use to it.
    let browser = Browser::start_with_hosts(&[("*.localhost", site.port())]).await?;
    let files = flow::files(&browser).await?;
    let mut loads: Vec<Vec<Vec<Load>>> = PROFILES.iter().map(|_| PAGES.iter().map(|_| Vec::new()).collect()).collect();
    // In turns: what else the machine does then strikes all pages alike.
    for turn in 0..wanted_loads()? {
        for (place, profile) in PROFILES.iter().enumerate() {
            for (column, page) in PAGES.iter().enumerate() {
                let host = format!("load-{turn}-{place}-{column}.localhost");
                let load = Load::measure(&browser, &host, page, profile).await;
                loads[place][column].push(load.with_context(|| format!("{}, {}", page.file, profile.name()))?);
            }
        }
    }
    let profiles: Vec<Value> = PROFILES.iter().zip(&loads).map(|(profile, pages)| medians(profile, pages)).collect();
    println!("{}", json!({ "profiles": profiles, "files": files }));
    Ok(())
}

/// `{"name": …, "pages": {"inline.html": {"typed": ms, …}, …}}`
fn medians(profile: &Profile, pages: &[Vec<Load>]) -> Value {
    let pages: Map<String, Value> =
        PAGES.iter().zip(pages).map(|(page, loads)| (page.file.to_owned(), load::medians(loads))).collect();
    json!({ "name": profile.name(), "pages": pages })
}

/// The number after `--loads`; cargo adds words of its own.
fn wanted_loads() -> Result<usize> {
    let mut words = std::env::args().skip_while(|word| word != "--loads").skip(1);
    words.next().context("--loads wants a number after it")?.parse().context("--loads wants a number after it")
}
